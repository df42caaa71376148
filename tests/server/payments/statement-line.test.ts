import { describe, expect, it } from 'vitest';
import { guessColumns, readAmount, readDate, readLines } from '../../../server/payments/statement-line.ts';

describe('readAmount', () => {
  it.each(['một trăm', '1.25', '1,2,3', '12.345.67', '1e6', '=1+1', '1.250.000,5'])(
    'takes %j for no amount',
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );

  it.each([
    ['1.250.000', 1_250_000],
    ['1,250,000.00', 1_250_000],
    ['+60.000 VND', 60_000],
    ['60000', 60_000],
    ['60 000 đ', 60_000],
    ['-15.000', -15_000],
    ['', 0],
    ['-', 0],
  ])('reads %j', (text, vnd) => {
    expect(readAmount(text)).toBe(vnd);
  });
});

describe('readDate', () => {
  it.each(['', '31/02/2026', '2026-13-01', 'hôm qua', '16/11/26', '16/11/2026 25:00'])(
    'takes %j for no date',
    (text) => {
      expect(readDate(text)).toBeNull();
    },
  );

  it.each([
    ['16/11/2026 12:00:05', '2026-11-16T05:00:05.000Z'],
    ['16-11-2026', '2026-11-15T17:00:00.000Z'],
    ['6/1/2026 9:05', '2026-01-06T02:05:00.000Z'],
    ['2026-11-16 00:30', '2026-11-15T17:30:00.000Z'],
  ])('reads %j as Vietnamese time', (text, instant) => {
    expect(readDate(text)?.toISOString()).toBe(instant);
  });
});

describe('guessColumns', () => {
  it('knows the headings that banks use', () => {
    expect(guessColumns(['STT', 'Ngày giao dịch', 'Số tham chiếu', 'Ghi nợ', 'Ghi có', 'Số dư', 'Nội dung'])).toEqual([
      'none',
      'date',
      'reference',
      'none',
      'amount',
      'none',
      'content',
    ]);
    expect(guessColumns(['Transaction Date', 'Description', 'Credit', 'Balance'])).toEqual([
      'date',
      'content',
      'amount',
      'none',
    ]);
  });
});

describe('readLines', () => {
  const columns = ['date', 'amount', 'content'] as const;

  it('names every column that is missing and every line that cannot be read', () => {
    expect(readLines([], ['date', 'none']).mistakes.map(({ pointer }) => pointer)).toEqual([
      '/columns/amount',
      '/columns/content',
    ]);
    const { mistakes } = readLines(
      [
        ['16/11/2026', '60.000', 'a'],
        ['gì đó', '60.000', 'b'],
        ['16/11/2026', 'nhiều', 'c'],
      ],
      columns,
    );
    expect(mistakes).toMatchObject([{ pointer: '/lines/3' }, { pointer: '/lines/4' }]);
  });

  it('leaves out what went out', () => {
    const { lines, mistakes } = readLines(
      [
        ['16/11/2026', '', 'phí'],
        ['16/11/2026', '-5.000', 'phí'],
        ['16/11/2026', '5.000', 'BL'],
      ],
      columns,
    );
    expect(mistakes).toEqual([]);
    expect(lines).toMatchObject([{ line: 4, amountVnd: 5000, content: 'BL', reference: '' }]);
  });
});
