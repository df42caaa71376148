import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../server/sheets/csv.ts';
import { writeCsv } from '../../../server/tables.ts';

describe('readCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa;b\r\n1;"2;3"',
      [
        ['a', 'b'],
        ['1', '2;3'],
      ],
    ],
    [
      'a\tb\n"một ""hai""\nba"\t4',
      [
        ['a', 'b'],
        ['một "hai"\nba', '4'],
      ],
    ],
    [
      'a,b\n\n,\n1,\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['', []],
    // A quote that stands for itself takes nothing away from what follows.
    [
      'a,b\n"1" kg,"2\n3"',
      [
        ['a', 'b'],
        ['1" kg', '2\n3'],
      ],
    ],
    [
      'a,b\n"1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('reads %j', (text, rows) => {
    expect(readCsv(text)).toEqual(rows);
  });

  it('reads what writeCsv writes', () => {
    const word = fc
      .string({ maxLength: 12 })
      .map((text) => text.replaceAll('\r', '').trim())
      .filter((text) => text !== '' && !/^[=+\-@\t]/.test(text));
    const table = fc.array(fc.array(word, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        expect(readCsv(writeCsv([['a', 'b', 'c'], ...rows])).slice(1)).toEqual(rows);
      }),
    );
  });

  it('needs no more than a moment for two megabytes of nonsense', () => {
    // Processor time: what else the machine does counts for nothing.
    const began = process.cpuUsage();
    for (const nonsense of [
      '"'.repeat(2e6),
      ','.repeat(2e6),
      'a"'.repeat(1e6),
      ' '.repeat(2e6),
      '\n'.repeat(2e6),
      '"""y,'.repeat(4e5),
      '""a""b,'.repeat(3e5),
      '"x,\n'.repeat(5e5),
    ])
      readCsv(nonsense);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(8000);
  }, 60_000);
});
