import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../server/format.ts';
import { type ColumnKind, guessColumns, guessKinds } from '../../../server/payments/statement-columns.ts';
import { readAmount, readDate, readLines } from '../../../server/payments/statement-line.ts';

describe('readAmount', () => {
  it.each(['một trăm', '1.25', '1,2,3', '12.345.67', '1e6', '=1+1', '1.250.000,5', '(85,000', '85,000)'])(
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
    ['(85,000)', -85_000],
    ['−85.000', -85_000],
    ['60.000 VNÐ', 60_000],
    ['60.000 VNĐ', 60_000],
    ['６０.０００', 60_000],
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
    ['16/11/2026 01:30 PM', '2026-11-16T06:30:00.000Z'],
    ['16/11/2026 12:30:00 am', '2026-11-15T17:30:00.000Z'],
    ['16/11/2026 5213 - 77', '2026-11-15T17:00:00.000Z'],
    ['16/11/2026\n 13:05:21', '2026-11-16T06:05:21.000Z'],
    ['16/11/2026 01:30 CH', '2026-11-16T06:30:00.000Z'],
    ['16/11/2026 08:30:00 SA', '2026-11-16T01:30:00.000Z'],
  ])('reads %j as Vietnamese time', (text, instant) => {
    expect(readDate(text)?.toISOString()).toBe(instant);
  });

  it.each([
    ['2026-11-16T05:00:05Z', '2026-11-16T05:00:05.000Z'],
    ['2026-11-16 05:00:05.123 +00:00', '2026-11-16T05:00:05.000Z'],
    ['16/11/2026 14:00:05+0900', '2026-11-16T05:00:05.000Z'],
  ])('reads %j in the zone that it states', (text, instant) => {
    expect(readDate(text)?.toISOString()).toBe(instant);
  });
});

describe('guessColumns', () => {
  it('knows the headings that banks use', () => {
    expect(guessColumns(['STT', 'Ngày giao dịch', 'Số tham chiếu', 'Ghi nợ', 'Ghi có', 'Số dư', 'Nội dung'])).toEqual([
      'none',
      'date',
      'reference',
      'out',
      'in',
      'none',
      'content',
    ]);
    expect(guessColumns(['Transaction Date', 'Description', 'Credit', 'Balance'])).toEqual([
      'date',
      'content',
      'in',
      'none',
    ]);
  });
});

describe('guessKinds', () => {
  it.each([
    [
      'the column whose numbers differ',
      [
        ['9900', 'BD1'],
        ['9900', 'BD2'],
        ['9900', 'BD3'],
      ],
      ['none', 'reference'],
    ],
    [
      'the first where both differ',
      [
        ['A1', 'B1'],
        ['A2', 'B2'],
      ],
      ['reference', 'none'],
    ],
    [
      'none where all are alike',
      [
        ['9900', ''],
        ['9900', ''],
        ['9900', ''],
      ],
      ['none', 'none'],
    ],
  ])('names entries by %s', (_which, rows, kinds) => {
    expect(guessKinds(['Mã giao dịch', 'Số chứng từ'], rows)).toEqual(kinds);
  });
});

describe('readLines', () => {
  const columns = ['date', 'signed', 'content'] as const;
  const until = new Date('2026-11-30T05:00:00Z');
  const daysOf = (days: string[], kind: ColumnKind = 'date') => {
    const rows = days.map((day) => [day, '1.000', 'x']);
    const { lines, mistakes } = readLines(rows, [kind, 'in', 'content'], until);
    const read = lines.map(({ receivedAt }) => dayOf(receivedAt).slice(5));
    return mistakes.length > 0 ? mistakes.map(({ pointer }) => pointer) : read;
  };

  it.each([
    ['one that is a day first only', ['05/11/2026', '16/11/2026'], ['11-05', '11-16']],
    ['one that is a month first only', ['11/05/2026', '11/16/2026'], ['11-05', '11-16']],
    ['the other reading is not over yet', ['11/12/2026', '11/10/2026'], ['11-12', '11-10']],
    ['both readings are one day', ['05/05/2026', '11/11/2026'], ['05-05', '11-11']],
    ['the year stands first', ['2026-05-11'], ['05-11']],
    ['both readings are possible', ['05/11/2026', '06/11/2026'], ['/columns/date-order']],
  ])('reads days where there is one reading, and asks where there are two: %s', (_why, days, read) => {
    expect(daysOf(days)).toEqual(read);
  });

  it('reads days as somebody said they are written', () => {
    expect(daysOf(['05/11/2026'], 'date-day-first')).toEqual(['11-05']);
    expect(daysOf(['05/11/2026'], 'date-month-first')).toEqual(['05-11']);
    expect(daysOf(['16/11/2026'], 'date-month-first')).toEqual(['/lines/2']);
  });

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
