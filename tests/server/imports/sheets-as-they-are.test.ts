import { beforeAll, describe, expect, it } from 'vitest';
import { type Rows, writeXlsx } from '../../../server/tables.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { in1258 } from '../../support/windows-1258.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { someGoods } from '../traceability/makers.ts';
import { cell, head, line, noLists, rowsXml, sheetXml, text, workbook } from './workbooks.ts';

useDatabase();
const { program } = testApp();
let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
  await someGoods(commune.household.actor);
});

async function bring(kind: string, bytes: Buffer) {
  const { status, body } = await program(commune.cooperative.token)
    .post('/api/v1/imports')
    .field('kind', kind)
    .attach('file', bytes, 'ds');
  if (status !== 201) return String(body.type).replace(/^.*\//, '');
  const wrong = body.mistakes.map((one: Record<string, string>) => `${one.line}${one.column} ${one.code}`);
  return [body.wouldMake, ...wrong];
}

const merged = '<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="D3:D5"/></mergeCells>';
const grouped = [['Danh sách'], head, line(1), line(2), line(3)].map((row, y) => (y > 2 ? row.slice(0, 3) : row));

describe('a list of households as people have it', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, unknown]>([
    ['Excel’s Unicode text', () => Buffer.from(`\uFEFF${text([head, line(1)], '\t')}`, 'utf16le'), [1]],
    ['an old program’s Vietnamese', () => in1258(text([head, line(1)])), [1]],
    [
      'HTML called XLS',
      () =>
        Buffer.from(
          `<html><table><tr><td>${[head, line(1)].map((row) => row.join('</td><td>')).join('</td></tr><tr><td>')}</td></tr></table>`,
        ),
      [1],
    ],
    [
      'the motto and title of an official list above it',
      () =>
        Buffer.from(
          text([
            ['CỘNG HÒA'],
            ['Độc lập'],
            [],
            ['UBND XÃ'],
            [],
            ['DANH SÁCH'],
            ['Năm 2026'],
            [],
            ['(Kèm theo)'],
            [],
            [],
            head,
            line(1),
          ]),
        ),
      [1],
    ],
    [
      'a total below it',
      () => Buffer.from(text([head, line(1), ['', 'Tổng cộng', '1 hộ', '']])),
      [1, '3C phone-not-readable', '3D required'],
    ],
    [
      'a second line of headings',
      () => Buffer.from(text([head, ['', '', '(Zalo)', ''], line(1)])),
      [1, '2B required', '2C phone-not-readable', '2D required'],
    ],
    ['a village said once for three households', () => workbook({ a: sheetXml(rowsXml(grouped), merged) }), [3]],
    [
      'the same village said once, and not merged',
      () => workbook({ a: sheetXml(rowsXml(grouped)) }),
      [1, '4D required', '5D required'],
    ],
    [
      'a cover before it',
      () => workbook({ Bìa: sheetXml(rowsXml([['Dự án']])), 'Nà Đa': sheetXml(rowsXml([head, line(1)])) }),
      [1],
    ],
    [
      'a hidden draft before it',
      () =>
        workbook(
          { cũ: sheetXml(rowsXml([head, line(1), line(2)])), mới: sheetXml(rowsXml([head, line(1)])) },
          { hidden: ['cũ'] },
        ),
      [1],
    ],
    ['phones that lost their zero', () => writeXlsx('ds', [head, [1, 'Lò Thị A', 977_000_101, 'Nà Đa']] as Rows), [1]],
    [
      'phones in every dress',
      () =>
        Buffer.from(
          text([
            head,
            ['', 'Lò A', '+84 977.000-101', 'Nà Đa'],
            ['', 'Lò B', '84977000102', 'Nà Đa'],
            ['', 'Lò C', '0977 000 103 ', 'Nà Đa'],
          ]),
        ),
      [3],
    ],
    [
      'two phones in a cell',
      () => Buffer.from(text([head, ['1', 'Lò A', '0977000101/0977000102', 'Nà Đa']])),
      [0, '2C phone-not-readable'],
    ],
    [
      'a phone that Excel made a power of',
      () => Buffer.from(text([head, ['1', 'Lò A', '9,77E+08', 'Nà Đa']])),
      [0, '2C phone-not-readable'],
    ],
    [
      'a cell that Excel could not reckon',
      () =>
        workbook({
          a: sheetXml(
            `${rowsXml([head])}<row r="2">${cell('B2', 'Lò A')}<c r="C2" t="e"><v>#REF!</v></c>${cell('D2', 'Nà Đa')}</row>`,
          ),
        }),
      [0, '2C phone-not-readable'],
    ],
    [
      'what a formula made',
      () =>
        workbook({
          a: sheetXml(
            `${rowsXml([head])}<row r="2">${cell('B2', 'Lò A')}<c r="C2" t="str"><f>A1</f><v>0977000101</v></c>${cell('D2', 'Nà Đa')}</row>`,
          ),
        }),
      [1],
    ],
    [
      'letters that nobody sees, and of another alphabet',
      () =>
        Buffer.from(
          text([head, ['1', '\u200BLò A\u00A0', '0977000101', 'Nà Đa'], ['2', 'Lò \u0410', '0977000102', 'Nà Đa']]),
        ),
      [1, '3B mixed-letters'],
    ],
    [
      'a heading in a cell of several lines',
      () => workbook({ a: sheetXml(rowsXml([['STT', 'Họ và tên\nchủ hộ', 'Số điện\nthoại', 'Bản'], line(1)])) }),
      [1],
    ],
    ['nothing but headings', () => Buffer.from(text([head])), [0]],
  ])('with %s', async (_what, bytes, expected) => {
    expect(await bring('households', await bytes())).toEqual(expected);
  });

  it('in several sheets is read from the first, and the others are named', async () => {
    const page = (n: number) => sheetXml(rowsXml([head, line(n)]));
    const { body } = await program(commune.cooperative.token)
      .post('/api/v1/imports')
      .field('kind', 'households')
      .attach('file', workbook({ 'Nà Đa': page(1), 'Thèn Thầu': page(2), 'Ghi chú': sheetXml('') }), 'ds.xlsx');
    expect([body.wouldMake, body.sheet, body.otherSheets]).toEqual([1, 'Nà Đa', ['Thèn Thầu']]);
  });
});

describe('a list of batches as people have it', () => {
  const batch = ['Mặt hàng', 'Số lượng', 'Ngày làm', 'Số lô'];
  const csv = (...line: string[]): Buffer => Buffer.from(text([batch, line]));
  it.each<[string, () => Buffer | Promise<Buffer>, unknown]>([
    ['days of a workbook', () => writeXlsx('a', [batch, ['Miến dong thử', 45, { day: '2025-10-28' }]] as Rows), [1]],
    [
      'a day of an old Mac',
      () =>
        workbook(
          {
            a: sheetXml(
              `${rowsXml([batch])}<row r="2">${cell('A2', 'Miến dong thử')}<c r="B2"><v>45</v></c>${cell('C2', '30/02/2025')}</row>`,
            ),
          },
          { book: '<workbookPr date1904="1"/>' },
        ),
      [0, '2C not-a-day'],
    ],
    ['a day still to come', () => csv('Miến dong thử', '45', '28/10/2031'), [0, '2C in-the-future']],
    ['a day of two digits, the unit with the amount', () => csv('miến dong THỬ', '45kg', '28/10/25'), [1]],
    ['a lot of dots', () => csv('Miến dong thử', '45', '28/10/2025', '..'), [0, '2D lot-dots']],
    ['a lot with marks', () => csv('Miến dong thử', '45', '28/10/2025', 'LÔ 1'), [0, '2D lot-format']],
  ])('with %s', async (_what, bytes, expected) => {
    expect(await bring('batches', await bytes())).toEqual(expected);
  });
});

describe('what is no list', () => {
  it.each(noLists)('is sent back in words: %s', async (_what, bytes, code) => {
    expect(await bring('households', bytes())).toBe(code);
  });
});
