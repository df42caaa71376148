import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { csvField, writeXlsx } from '../../server/tables.ts';
import { sourcesBelow } from '../house/imports.ts';
import { readXlsx } from '../support/xlsx.ts';

describe('csvField', () => {
  it.each(['=HYPERLINK("x")', '+84912', '-1', '@SUM(A1)', '\tx', '\n=1', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'never writes %j as a formula',
    (text) => {
      expect(csvField(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});

describe('a table for Excel', () => {
  it('keeps as text what looks like a number, a date, a formula or nothing', async () => {
    const looks = [
      '0035MAR9',
      '00418642',
      '000QP0PD',
      '1E5',
      '12/11',
      '=1+1',
      '+84912',
      'TRUE',
      ' a ',
      '_x000D_',
      'valueOf',
      '__proto__',
      '<&">',
    ];
    const { name, rows } = readXlsx(await writeXlsx('Sổ: [a/b]*?', [['Mã'], ...looks.map((look) => [look])]));
    expect(rows.slice(1)).toEqual(looks.map((text) => [{ text, format: '@' }]));
    expect(name).toBe('Sổ   a b   ');
  });

  it('has money as numbers and days as dates', async () => {
    const { rows } = readXlsx(
      await writeXlsx('a', [
        ['Ngày', 'Tiền'],
        [{ day: '2026-11-05' }, 1_250_000],
        [null, 0.5],
      ]),
    );
    expect(rows[1]).toEqual([
      { day: '2026-11-05', format: 'dd/mm/yyyy' },
      { number: 1_250_000, format: '#,##0' },
    ]);
    expect(rows[2]).toEqual([null, { number: 0.5, format: 'General' }]);
  });

  it('gives back every text that our forms let in', async () => {
    const text = fc
      .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
      .filter((one) => !/[\p{Cc}\uFFFD-\uFFFF]/u.test(one));
    const tables = fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        const read = readXlsx(await writeXlsx('a', [['a', 'b'], ...rows]));
        expect(read.rows.slice(1)).toEqual(rows.map((row) => row.map((one) => ({ text: one, format: '@' }))));
      }),
      { numRuns: 30 },
    );
  });

  it('stands beside every CSV: only two places write one, and both write the other from the same rows', () => {
    const writers = sourcesBelow('server').filter((file) => readFileSync(fromRoot(file), 'utf8').includes('text/csv'));
    expect(writers.sort()).toEqual(['server/http/tables.ts', 'server/labels/label-files.routes.ts']);
    for (const file of writers) expect(readFileSync(fromRoot(file), 'utf8')).toContain('xlsxType');
  });
});
