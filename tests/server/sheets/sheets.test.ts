import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readSheet } from '../../../server/sheets/sheets.ts';
import { writeXlsx } from '../../../server/tables.ts';
import { in1258 } from '../../support/windows-1258.ts';

const table = [
  ['Tên hộ', 'Số điện thoại'],
  ['Hộ bà Lò Thị Đôi', '0912345678'],
];
const csv = table.map((row) => row.join(';')).join('\r\n');

describe('a sheet', () => {
  it.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${csv}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${csv}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(csv, 'utf16le')],
    ['UTF-16, the high byte first', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16()],
    ['Windows-1258', in1258(csv)],
  ])('is read from a CSV in %s', (_encoding, bytes) => {
    expect(readSheet(bytes)).toEqual(table);
  });

  it('is read from a workbook as people see it: numbers with a comma, days as days, empty rows in their place', async () => {
    const rows = [
      ['Tên', 'Lượng', 'Ngày'],
      ['Miến <dong> & "sợi"', 1250.5, { day: '2025-11-30' }],
      [],
      ['x', 1.125, null],
    ];
    expect(readSheet(await writeXlsx('Lô', rows))).toEqual([
      ['Tên', 'Lượng', 'Ngày'],
      ['Miến <dong> & "sợi"', '1250,5', '2025-11-30'],
      [],
      ['x', '1,1250'],
    ]);
  });
});

const workbook = (sheet: string | Uint8Array): Buffer =>
  Buffer.from(
    zipSync({
      'xl/workbook.xml': Buffer.from('<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'),
      'xl/worksheets/sheet1.xml': typeof sheet === 'string' ? Buffer.from(sheet) : sheet,
    }),
  );
const inside = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

describe('a workbook made to do harm', () => {
  it('that unpacks to hundreds of megabytes is refused', () => {
    const bomb = workbook(new Uint8Array(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    expect(() => readSheet(bomb)).toThrow('sheet-too-large');
  });

  it('that merges the whole sheet is read for what is written in it', () => {
    const merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    expect(
      readSheet(workbook(inside('<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>') + merged)),
    ).toEqual([['a']]);
  });

  it.each([
    ['a space', 'mergeCell '],
    ['a tab', 'mergeCell\t'],
    ['a line end', 'mergeCell\r\n'],
    ['a space, its names with their prefix', 'x:mergeCell '],
  ])('that merges more than any list does is refused before its rows are read: names that end in %s', (_end, name) => {
    const merges = (count: number) => `<mergeCells>${`<${name}ref="A1:A2"/>`.repeat(count)}</mergeCells>`;
    const row = inside('<row r="1"><c r="A1"><v>1</v></c></row>');
    expect(readSheet(workbook(row + merges(20_000)))).toEqual([['1']]);
    expect(() => readSheet(workbook(row + merges(20_001)))).toThrow('sheet-too-large');
  });

  it.each([
    ['in the last row there is', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 'sheet-too-large'],
    ['with no end to its tags', '<row '.repeat(300_000), null],
    ['with no end to its cells', '<c><v>'.repeat(200_000), null],
  ])('%s is refused or read in one pass', (_what, rows, code) => {
    const read = () => readSheet(workbook(inside(rows)));
    if (code) expect(read).toThrow(code);
    else expect(read()).toEqual([]);
  });

  it.each([
    ['nothing but the letters PK', Buffer.from('PK hello')],
    [
      'an end without a beginning',
      Buffer.concat([Buffer.from('PK'), Buffer.from([0x50, 0x4b, 5, 6]), Buffer.alloc(18, 255)]),
    ],
    ['no text', Buffer.from([0x50, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00])],
  ])('is refused where it is %s', (_what, bytes) => {
    expect(() => readSheet(bytes)).toThrow(/sheet-/);
  });
});
