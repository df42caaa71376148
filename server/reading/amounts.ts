import { lookup } from '../lookup.ts';
import { type Reading, twoReadings } from './reading.ts';
import { readTyped } from './text.ts';

/** Of a statement's column: amounts below nothing are read too, as `-85.000`, `85.000-` or an accountant's `(85.000)`. */
export interface AmountField {
  signed?: boolean;
}

const words = lookup<number>({
  k: 1e3,
  nghìn: 1e3,
  nghin: 1e3,
  ngàn: 1e3,
  ngan: 1e3,
  tr: 1e6,
  triệu: 1e6,
  trieu: 1e6,
  tỷ: 1e9,
  tỉ: 1e9,
  ty: 1e9,
});
const word = Object.keys(words).join('|');
const number = String.raw`\d+(?:[.,' ]\d+)*`;
const wordy = new RegExp(`^(${number}) ?(${word})(?: ?(rưỡi|ruoi|\\d{1,3}(?![\\d.,])))?(?: ?(?:k|nghìn|ngàn))?$`, 'u');

/**
 * Whole đồng as people and banks write them: `85000`, `85.000`, `85,000.00`, `45 nghìn`, `60k`, `1,25 triệu`,
 * `1 triệu rưỡi`, `2tr5`, `1 tỷ 2`, with `đ`, `₫`, `đồng`, `VND` or `VNÐ` (U+00D0) around. A dot or comma before three digits
 * parts thousands, since nobody pays a part of a đồng; with a word behind (`1.250 nghìn`) both are possible and the person
 * is asked, as with `2 triệu 50`. Gives `not-money`.
 */
export function readAmount(text: string, { signed = false }: AmountField = {}): Reading<number> {
  const bare = withoutCurrency(readTyped(text).toLowerCase().replaceAll('ð', 'đ'));
  const negative = /^(?:\((?<a>.+)\)|- ?(?<b>.+)|(?<c>.+?) ?-)$/u.exec(bare)?.groups;
  if (negative === undefined) return readUnsigned(bare.replace(/^\+ ?/, ''));
  if (!signed) return { code: 'not-money' };
  const reading = readUnsigned(negative.a ?? negative.b ?? negative.c ?? '');
  return 'value' in reading ? { value: 0 - reading.value } : reading;
}

const withoutCurrency = (text: string): string =>
  text.replace(/^([(+-]?) ?(?:vnđ|vnd|đ|₫) ?/u, '$1').replace(/ ?(?:vnđ|vnd|₫|đ|đồng|dong)\.?(\)|-)?$/u, '$1');

const readUnsigned = (text: string): Reading<number> =>
  wordy.test(text.trim()) ? readWords(text.trim()) : readDong(text.trim());

function readDong(text: string): Reading<number> {
  const match = /^(\d{1,15}|\d{1,3}(?:([., '])\d{3})(?:\2\d{3}){0,4})(?:[.,]0{1,2})?$/.exec(text);
  return match ? { value: Number((match[1] ?? '').replaceAll(/\D/g, '')) } : { code: 'not-money' };
}

function readWords(text: string): Reading<number> {
  const [, digits = '', unit = '', rest] = wordy.exec(text) ?? [];
  const factor = words[unit] ?? 1;
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) {
    const joined = digits.replaceAll(/[.,]/g, '');
    return rest === undefined
      ? bothOf(Number(joined) * factor, (Number(joined) / 1000) * factor)
      : { code: 'not-money' };
  }
  const whole = readPlain(digits);
  if (whole === null) return { code: 'not-money' };
  return rest === undefined ? wholeDong(whole * factor) : withRest(whole, factor, { rest, text });
}

// `2 triệu 5` is 2.5 million, `2tr500` 2 million 500 thousand; `2 triệu 50` is said for 2.05 and written for 2.5 million.
function withRest(whole: number, factor: number, { rest, text }: { rest: string; text: string }): Reading<number> {
  if (!Number.isInteger(whole) || factor < 1e3) return { code: 'not-money' };
  if (rest.startsWith('r')) return wholeDong(whole * factor + factor / 2);
  const below = Number(rest) * (factor / 1e3);
  const isSaid = /(?:k|nghìn|ngàn)$/u.test(text) && factor === 1e6;
  if (rest.length === 3 || isSaid) return wholeDong(whole * factor + below);
  if (rest.length === 1) return wholeDong(whole * factor + Number(rest) * (factor / 10));
  return bothOf(whole * factor + below, whole * factor + Number(rest) * (factor / 100));
}

function readPlain(digits: string): number | null {
  if (/^\d{1,12}(?:[.,]\d{1,9})?$/.test(digits)) return Number(digits.replace(',', '.'));
  return /^\d{1,3}(?:([. ,'])\d{3})(?:\1\d{3})*$/.test(digits) ? Number(digits.replaceAll(/\D/g, '')) : null;
}

const wholeDong = (vnd: number): Reading<number> => {
  const rounded = Math.round(vnd * 1000) / 1000;
  return Number.isSafeInteger(rounded) ? { value: rounded } : { code: 'not-money' };
};

const bothOf = (first: number, second: number): Reading<number> => {
  const both = [wholeDong(first), wholeDong(second)].flatMap((one) => ('value' in one ? [one.value] : []));
  const [one, other] = both;
  if (one === undefined) return { code: 'not-money' };
  return other === undefined || one === other ? { value: one } : twoReadings(String(one), String(other));
};
