import { strFromU8, unzipSync } from 'fflate';

/** A cell as a program that knows nothing of ours reads it: by its type and the format it is shown in. */
export type ReadCell =
  | { text: string; format: string }
  | { number: number; format: string }
  | { day: string; format: string }
  | null;

/** A workbook of one sheet, read by the letter of ECMA-376 and not by the library that wrote it. */
export function readXlsx(bytes: Uint8Array): { name: string; rows: ReadCell[][] } {
  const files = unzipSync(bytes);
  const part = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^]*?)<\/t><\/si>/g)].map(([, text = '']) =>
    plain(text),
  );
  const formats = formatsOf(part('xl/styles.xml'));
  const rows = [...part('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>([^]*?)<\/row>/g)].map(([, row = '']) => {
    const cells: ReadCell[] = [];
    for (const [, attributes = '', value = ''] of row.matchAll(/<c ([^>]*)><v>([^<]*)<\/v><\/c>/g)) {
      const format = formats[Number(attribute(attributes, 's') || 0)] ?? 'General';
      const place = (attribute(attributes, 'r').codePointAt(0) ?? 0) - 65;
      while (cells.length < place) cells.push(null);
      cells[place] = cellOf(attribute(attributes, 't'), value, { format, strings });
    }
    return cells;
  });
  return { name: plain(attribute(/<sheet [^>]*>/.exec(part('xl/workbook.xml'))?.[0] ?? '', 'name')), rows };
}

function cellOf(type: string, value: string, { format, strings }: { format: string; strings: string[] }): ReadCell {
  if (type === 's') return { text: strings[Number(value)] ?? '', format };
  // Days since 30 December 1899.
  if (format.includes('yyyy'))
    return { day: new Date((Number(value) - 25_569) * 86_400_000).toISOString().slice(0, 10), format };
  return { number: Number(value), format };
}

function formatsOf(styles: string): string[] {
  const named = new Map(
    [...styles.matchAll(/<numFmt ([^>]*)\/>/g)].map(([, one = '']) => [
      attribute(one, 'numFmtId'),
      plain(attribute(one, 'formatCode')),
    ]),
  );
  const used = /<cellXfs[^]*?<\/cellXfs>/.exec(styles)?.[0] ?? '';
  return [...used.matchAll(/<xf ([^>]*)>/g)].map(([, one = '']) => named.get(attribute(one, 'numFmtId')) ?? 'General');
}

const attribute = (text: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1] ?? '';

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (xml: string): string =>
  xml
    .replaceAll(/&(\w+);/g, (whole, name: string) => signs[name] ?? whole)
    .replaceAll(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
