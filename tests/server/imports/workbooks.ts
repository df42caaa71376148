import { zipSync } from 'fflate';

export const head = ['STT', 'Họ và tên', 'Số điện thoại', 'Bản'];
export const line = (n: number, more: string[] = []): string[] => [
  `${n}`,
  `Lò Thị ${'ABCDE'[n]}`,
  `097700010${n}`,
  'Nà Đa',
  ...more,
];
export const text = (rows: string[][], separator = ';'): string => rows.map((row) => row.join(separator)).join('\r\n');

type Parts = Record<string, string>;
export const cell = (place: string, words: string): string =>
  `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`;
export const rowsXml = (rows: string[][]): string =>
  rows
    .map(
      (row, y) => `<row r="${y + 1}">${row.map((words, x) => cell(`${'ABCDEFGH'[x]}${y + 1}`, words)).join('')}</row>`,
    )
    .join('');
export const sheetXml = (rows: string, more = ''): string =>
  `<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`;

/** A workbook of these sheets, each by its name and XML; `hidden` ones cannot be seen. */
export function workbook(pages: Parts, { hidden = [] as string[], book = '' } = {}): Buffer {
  const names = Object.keys(pages);
  const sheets = names.map(
    (name, n) =>
      `<sheet name="${name}" sheetId="${n + 1}" ${hidden.includes(name) ? 'state="hidden" ' : ''}r:id="rId${n}"/>`,
  );
  const targets = names.map((_, n) => `<Relationship Id="rId${n}" Target="worksheets/s${n}.xml"/>`);
  const files: Parts = {
    'xl/workbook.xml': `<workbook>${book}<sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets.join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, n) => [`xl/worksheets/s${n}.xml`, pages[name] ?? ''])),
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, Buffer.from(xml)]))));
}

/** What is brought by mistake or malice, and how it is refused. */
export const noLists: [what: string, bytes: () => Buffer, code: string][] = [
  ['an old XLS', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]), 'sheet-unreadable'],
  ['a PDF', () => Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0', 'latin1'), 'sheet-unreadable'],
  [
    'a table of LibreOffice',
    () => Buffer.from(zipSync({ 'content.xml': Buffer.from('<office/>') })),
    'sheet-unreadable',
  ],
  ['nothing at all', () => Buffer.from('\uFEFF'), 'sheet-without-headings'],
  ['a letter', () => Buffer.from('Kính gửi hợp tác xã, chúng tôi xin gửi danh sách.'), 'sheet-without-headings'],
  [
    'merges that overlap without end',
    () =>
      workbook({
        a: sheetXml(
          rowsXml([head, ...Array.from({ length: 4 }, (_, n) => line(n))]) + '<row r="9999"><c><v>1</v></c></row>',
          `<mergeCells>${'<mergeCell ref="D2:D9999"/>'.repeat(20)}</mergeCells>`,
        ),
      }),
    'sheet-too-large',
  ],
  [
    'sheets that unpack to too much together',
    () =>
      workbook(
        Object.fromEntries('abcd'.split('').map((name) => [name, sheetXml(`<!--${' '.repeat(4 * 1024 * 1024)}-->`)])),
      ),
    'sheet-too-large',
  ],
];
