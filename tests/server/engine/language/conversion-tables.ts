import { Decimal128, Double, Long } from 'bson';

const vietnam = 'Asia/Ho_Chi_Minh';
const date = (iso: string) => new Date(iso);

/** Dates and conversions on the document of expression-tables.ts. */
export const conversionTables: Record<string, [expression: unknown, value: unknown][]> = {
  dates: [
    [{ $year: '$at' }, 2026],
    [{ $month: '$at' }, 3],
    [{ $dayOfMonth: { date: '$at', timezone: vietnam } }, 1],
    [{ $hour: { date: '$at', timezone: vietnam } }, 0],
    [{ $month: { date: '$at', timezone: '+07:00' } }, 4],
    [{ $hour: { date: '$at', timezone: '-0330' } }, 14],
    [{ $dateToString: { date: '$at' } }, '2026-03-31T17:30:15.250Z'],
    [{ $dateToString: { date: '$at', timezone: vietnam } }, '2026-04-01T00:30:15.250'],
    [
      { $dateToString: { date: '$at', format: '%d/%m/%Y %H:%M %z %j %%', timezone: vietnam } },
      '01/04/2026 00:30 +0700 091 %',
    ],
    [{ $dateToString: { date: '$nope', onNull: 'none' } }, 'none'],
    [{ $dateTrunc: { date: '$at', unit: 'day', timezone: vietnam } }, date('2026-03-31T17:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'day' } }, date('2026-03-31T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'month', timezone: vietnam } }, date('2026-03-31T17:00:00Z')],
    [
      { $dateTrunc: { date: '$at', unit: 'week', timezone: vietnam, startOfWeek: 'monday' } },
      date('2026-03-29T17:00:00Z'),
    ],
    [{ $dateTrunc: { date: '$at', unit: 'quarter' } }, date('2026-01-01T00:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'hour', timezone: '+05:30' } }, date('2026-03-31T17:30:00Z')],
    [
      { $dateTrunc: { date: date('2026-03-29T12:00:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2026-03-28T23:00:00Z'),
    ],
    [
      { $dateTrunc: { date: date('2026-10-25T12:00:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2026-10-24T22:00:00Z'),
    ],
    [{ $dateAdd: { startDate: '$day', unit: 'year', amount: 1 } }, date('2025-02-28T00:00:00Z')],
    [
      { $dateAdd: { startDate: date('2026-01-31T17:30:00Z'), unit: 'month', amount: 1, timezone: vietnam } },
      date('2026-02-28T17:30:00Z'),
    ],
    [
      { $dateAdd: { startDate: date('2026-03-28T12:00:00Z'), unit: 'day', amount: 1, timezone: 'Europe/Berlin' } },
      date('2026-03-29T11:00:00Z'),
    ],
    [
      { $dateAdd: { startDate: date('2026-03-28T12:00:00Z'), unit: 'hour', amount: 24, timezone: 'Europe/Berlin' } },
      date('2026-03-29T12:00:00Z'),
    ],
  ],
  conversions: [
    [{ $type: '$nope' }, 'missing'],
    [{ $type: '$long' }, 'long'],
    [{ $toString: '$long' }, '9007199254740993'],
    [{ $toString: 2.5 }, '2.5'],
    [{ $toString: '$id' }, '507f1f77bcf86cd799439011'],
    [{ $toString: '$at' }, '2026-03-31T17:30:15.250Z'],
    [{ $toString: true }, 'true'],
    [{ $toInt: '12' }, 12],
    [{ $toInt: 12.9 }, 12],
    [{ $toLong: '$at' }, Long.fromNumber(1774978215250)],
    [{ $toDouble: '-1.5e2' }, new Double(-150)],
    [{ $toLong: Decimal128.fromString('12.9') }, Long.fromNumber(12)],
    [{ $toDate: '2026-03-31' }, date('2026-03-31T00:00:00Z')],
    [{ $toDate: '2026-03-31T10:00:00+07:00' }, date('2026-03-31T03:00:00Z')],
    [{ $toDate: Long.fromNumber(5) }, new Date(5)],
    [{ $toInt: '$nope' }, null],
  ],
};
