import { describe, expect, it } from 'vitest';
import { listTemplates } from '../../server/labels/templates.ts';
import { thermalDpis } from '../../server/press/bitmap.ts';
import { pdfOf } from '../../server/press/pdf.ts';
import { pagesFor } from '../../server/press/sheet.ts';
import { holds, perPage } from '../../server/press/stock.ts';
import { listStocks } from '../../server/press/stocks.ts';
import { writeTspl } from '../../server/press/tspl.ts';
import { writeZpl } from '../../server/press/zpl.ts';
import { type JobWish, jobFor, readCells, textsOf } from '../server/press/checker.ts';
import { cut, decode, see, times } from '../server/press/pictures.ts';
import { printTspl, printZpl } from '../server/press/printers.ts';
import { eighty, empty, small } from './names.ts';

// Every template on its closest paper in every way that it is printed, read back from the printed pages.

const templates = listTemplates();
const fitting = (id: string) =>
  listStocks()
    .filter((stock) => holds(stock, templates.find((one) => one.id === id) ?? { width: 0, height: 0 }))
    .sort((a, b) => a.label.width * a.label.height - b.label.width * b.label.height);
const stockFor = (id: string) => {
  const [stock] = fitting(id);
  if (!stock) throw new Error(`no paper holds ${id}`);
  return stock;
};
const long = (id: string) => (small.includes(id) ? {} : { product: eighty });

const wishes = templates.flatMap(({ id }): (JobWish & { way: string })[] => {
  const stock = stockFor(id);
  const cells = perPage(stock);
  const same = { template: id, stock };
  return [
    { ...same, way: 'one label with a short name and nothing optional', count: 1, data: empty },
    { ...same, way: 'a full sheet with a long name', count: cells, data: long(id) },
    {
      ...same,
      way: 'three pages from cell 7 on, in black',
      count: 2 * cells + 1,
      startAt: Math.min(7, cells),
      black: true,
    },
    { ...same, way: 'stars and MẪU', count: Math.min(cells, 4), data: { ocopStars: 5 }, sample: true },
  ];
});

describe('every template in print', () => {
  it.each(wishes)('$template: $way', async (wish) => {
    const job = jobFor(wish);
    const seen = await see(await pdfOf(job));
    const cells = await readCells(job, seen.pages);
    expect(seen.pages).toHaveLength(pagesFor(wish.stock, wish.count, wish.startAt ?? 1));
    expect(cells.map(({ read }) => read)).toEqual(cells.map(({ expected }) => expected));
    expect(cells).toHaveLength(wish.count);
    expect(Math.max(...cells.map(({ offMm }) => offMm))).toBeLessThanOrEqual(0.3);
    expect(seen.fonts.every(({ embedded, subset }) => embedded && subset)).toBe(true);
    for (const text of job.parts.flatMap(textsOf))
      expect(times(seen.text, text), text).toBeGreaterThanOrEqual(wish.count);
  });
});

const rolls = templates
  .filter(({ printer }) => printer === 'thermal')
  .flatMap(({ id }) =>
    fitting(id)
      .filter(({ kind }) => kind === 'roll')
      .map((stock) => ({ id, stock })),
  )
  .flatMap((one) => thermalDpis.map((dpi) => ({ ...one, dpi })));

describe('every roll in print', () => {
  it.each(rolls)('$id on $stock.id at $dpi dpi, with a short and a long name', async ({ id, stock, dpi }) => {
    for (const data of [empty, long(id)]) {
      const job = jobFor({ template: id, stock, count: stock.cols * 2, data, black: true });
      const urls = job.parts.flatMap(({ units }) => units.map(({ url }) => url));
      const [zpl, tspl]: [Buffer[], Buffer[]] = [[], []];
      await writeZpl(job, dpi, (chunk) => zpl.push(chunk));
      await writeTspl(job, { dpi, feedGap: 2 }, (chunk) => tspl.push(chunk));
      expect(await decode(cut(printZpl(Buffer.concat(zpl).toString('latin1')), stock.cols))).toEqual(urls);
      expect(await decode(cut(printTspl(Buffer.concat(tspl), dpi === 203 ? 8 : 300 / 25.4), stock.cols))).toEqual(urls);
    }
  });
});
