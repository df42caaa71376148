import sharp from 'sharp';
import { foldText } from '../../../server/fold.ts';

/** Whoever is to be found nowhere any more. */
export interface Sought {
  name: string;
  /** As it is dialled here: 0 and nine figures. */
  phone: string;
  line: string;
}

/** Numbers from a seed (mulberry32): each round is the same on every machine. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const family = ['Quàng', 'Điêu', 'Tẩn', 'Giàng', 'Hoàng', 'Nùng', 'Sìn', 'Lềm'];
const middle = ['Thị', 'Văn', 'Mỷ', 'Sùng', 'Ưởng'];
const given = ['Xuyến', 'Khuyên', 'Phượng', 'Nhẫn', 'Đưởm', 'Ngoãn', 'Quỳnh', 'Sẻo'];
const lane = ['Ruộng Cao', 'Suối Đục', 'Cây Sấu', 'Nương Cũ', 'Đá Trắng'];

/** Somebody whom no other round has: the number stands in the phone and in the house's. */
export function somebody(pick: (below: number) => number, number: number): Sought {
  const one = (list: readonly string[]) => list[pick(list.length)] ?? '';
  return {
    name: `${one(family)} ${one(middle)} ${one(given)} ${one(given)}`,
    phone: `0${[3, 5, 7, 8, 9][pick(5)]}${String(10_000_000 + number * 7919 + pick(7919)).slice(-8)}`,
    line: `Nhà số ${700 + number} ngõ ${one(lane)}`,
  };
}

/** Ways in which people write a name, a phone and a place, to be put into any text. */
export function spelled({ name, phone, line }: Sought, pick: (below: number) => number): string {
  const names = [name, name.normalize('NFD'), name.toUpperCase(), foldText(name), name.replaceAll(' ', '  ')];
  const rest = phone.slice(1);
  const grouped = [phone.slice(0, 4), phone.slice(4, 7), phone.slice(7)];
  const phones = [
    phone,
    `+84${rest}`,
    `84${rest}`,
    `(+84) ${rest}`,
    rest,
    grouped.join('.'),
    grouped.join(' '),
    grouped.join('-'),
  ];
  const lines = [line, line.normalize('NFD'), foldText(line), line.toUpperCase()];
  const one = (list: readonly string[]) => list[pick(list.length)] ?? '';
  return `gọi ${one(names)}, ${one(phones)}, ${one(lines)} nhé`;
}

const letters = (text: string): string => foldText(text).replaceAll(/[^a-z0-9]+/g, ' ');

/** What of somebody stands in a text, however it is written or coded; nothing is left where there is none. */
export function tracesOf({ name, phone, line }: Sought, text: string): string[] {
  const folded = letters(text);
  const figures = text.replaceAll(/(?<=\d)[\s.()-]+(?=\d)/g, '');
  const coded = [name, line].flatMap((word) => [
    encodeURIComponent(word),
    encodeURIComponent(word).replaceAll('%20', '+'),
    ...[0, 1, 2].map((shift) =>
      Buffer.from(' '.repeat(shift) + word)
        .toString('base64')
        .slice(shift === 0 ? 0 : 4, -4),
    ),
  ]);
  return [
    ...[name, line].filter((word) => folded.includes(letters(word).trim())),
    ...coded.filter((word) => text.includes(word)),
    ...[phone.slice(1), Buffer.from(phone).toString('base64').replace(/=+$/, '')].filter((one) =>
      figures.includes(one),
    ),
  ];
}

/** A photo that no other is like: noise from the same numbers. */
export const aPhotoOf = (pick: (below: number) => number): Promise<Buffer> => {
  const [width, height] = [320, 240];
  const raw = Buffer.from(Array.from({ length: width * height * 3 }, () => pick(256)));
  return sharp(raw, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
};
