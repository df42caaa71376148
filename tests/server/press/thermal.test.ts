import { describe, expect, it } from 'vitest';
import { bitmapsOf, type ThermalDpi, thermalDpis } from '../../../server/press/bitmap.ts';
import { getStock } from '../../../server/press/stocks.ts';
import { writeTspl } from '../../../server/press/tspl.ts';
import { writeZpl } from '../../../server/press/zpl.ts';
import { jobFor } from './checker.ts';
import { cut, decode } from './pictures.ts';
import { printTspl, printZpl } from './printers.ts';

const templates = [
  ['thermal-50x30', 'roll-50x30-1'],
  ['thermal-40x30', 'roll-40x30-1'],
  ['thermal-35x22', 'roll-35x22-2-w72'],
] as const;
const cases = templates.flatMap(([template, stock]) => thermalDpis.map((dpi) => ({ template, stock, dpi })));
const perMm: Record<ThermalDpi, number> = { 203: 8, 300: 300 / 25.4 };

describe('the commands for thermal printers', () => {
  it.each(cases)(
    'print $template at $dpi dpi so that every code can be read, in ZPL and in TSPL alike',
    async ({ template, stock: id, dpi }) => {
      const stock = getStock(id);
      const job = jobFor({ template, stock, count: 4, black: true });
      const urls = job.parts.flatMap(({ units }) => units.map(({ url }) => url));
      const zpl: Buffer[] = [];
      const tspl: Buffer[] = [];
      await writeZpl(job, dpi, (chunk) => zpl.push(chunk));
      await writeTspl(job, { dpi, feedGap: 2 }, (chunk) => tspl.push(chunk));
      const fromZpl = printZpl(Buffer.concat(zpl).toString('latin1'));
      const fromTspl = printTspl(Buffer.concat(tspl), perMm[dpi]);
      expect(fromZpl).toHaveLength(4 / stock.cols);
      expect(fromZpl[0]?.width).toBe(Math.round(stock.page.width * perMm[dpi]));
      expect(await decode(cut(fromZpl, stock.cols))).toEqual(urls);
      expect(await decode(cut(fromTspl, stock.cols))).toEqual(urls);
    },
  );

  it('give every module whole dots, at least four', async () => {
    const job = jobFor({ template: 'thermal-50x30', stock: getStock('roll-50x30-1'), count: 1, black: true });
    for await (const { data, bytesPerRow, height } of bitmapsOf(job, 203)) {
      const dark = (x: number, y: number) => ((data[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      const finder = { x: 0, y: 0 };
      for (let y = 60; y < height && finder.x === 0; y += 1) {
        for (let x = 231; x < 392; x += 1) if (dark(x, y)) Object.assign(finder, finder.x === 0 ? { x, y } : {});
      }
      // The middle of a finder pattern, across: 1 dark, 1 light, 3 dark, 1 light, 1 dark.
      const row = Array.from({ length: 28 }, (_, index) => dark(finder.x + index, finder.y + 14)).join('');
      expect(row).toBe('1111000011111111111100001111');
    }
  });

  it('refuse a code whose modules would close up', async () => {
    const job = jobFor({ template: 'round-37x20', stock: getStock('avery-l7651'), count: 1 });
    await expect(bitmapsOf(job, 203).next()).rejects.toThrow('label-code-too-small');
  });
});
