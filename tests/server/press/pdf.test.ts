import { describe, expect, it } from 'vitest';
import { pdfOf } from '../../../server/press/pdf.ts';
import { pagesFor } from '../../../server/press/sheet.ts';
import { getStock } from '../../../server/press/stocks.ts';
import { type JobWish, jobFor, readCells, textsOf } from './checker.ts';
import { see, times } from './pictures.ts';

const stock = getStock('avery-l7159');
const bag = (wish: Partial<JobWish> = {}): JobWish => ({ template: 'bag-62x33', stock, count: 24, ...wish });

async function printed(wish: JobWish) {
  const job = jobFor(wish);
  const seen = await see(await pdfOf(job));
  return { job, seen, cells: await readCells(job, seen.pages) };
}

describe('a sheet of labels as a PDF', () => {
  it.each([
    ['one label', bag({ count: 1 })],
    ['a full sheet', bag()],
    ['from cell 7 on', bag({ count: 5, startAt: 7 })],
    ['three pages', bag({ count: 60, startAt: 3 })],
  ])('holds in every cell its own code, in order and in place: %s', async (_, wish) => {
    const { job, seen, cells } = await printed(wish);
    expect(seen.pages).toHaveLength(pagesFor(stock, wish.count, wish.startAt ?? 1));
    expect(cells.map(({ read }) => read)).toEqual(cells.map(({ expected }) => expected));
    expect(cells[0]?.cell).toBe(wish.startAt ?? 1);
    expect(new Set(cells.map(({ read }) => read)).size).toBe(job.parts[0]?.units.length);
    expect(Math.max(...cells.map(({ offMm }) => offMm))).toBeLessThanOrEqual(0.3);
    expect(seen.pageSize.width).toBeCloseTo(210, 1);
    expect(seen.pageSize.height).toBeCloseTo(297, 1);
  });

  it('embeds its fonts as subsets and lets every Vietnamese word be copied', async () => {
    const { job, seen } = await printed(bag());
    expect(seen.fonts.length).toBeGreaterThan(0);
    expect(seen.fonts.every(({ embedded, subset, unicode }) => embedded && subset && unicode)).toBe(true);
    for (const part of job.parts) {
      for (const text of textsOf(part)) expect(times(seen.text, text), text).toBeGreaterThanOrEqual(24);
      for (const { serial } of part.units) expect(times(seen.text, serial), serial).toBe(1);
    }
  });

  it('asks the print dialog not to rescale, and gives a ruler to find out', async () => {
    const pdf = await pdfOf(jobFor(bag({ count: 1 })));
    expect(pdf.toString('latin1')).toContain('/PrintScaling /None');
    expect((await see(pdf)).text).toContain('Thước 100 mm');
  });

  it('is the same, byte for byte, when it is made again', async () => {
    const once = await pdfOf(jobFor(bag({ count: 3 })));
    expect((await pdfOf(jobFor(bag({ count: 3 })))).equals(once)).toBe(true);
  });

  it('says MẪU on every label of a demonstration, and on no other', async () => {
    const sample = await printed(bag({ count: 3, sample: true }));
    expect(times(sample.seen.text, 'MẪU')).toBeGreaterThanOrEqual(3);
    expect(sample.cells.map(({ read }) => read)).toEqual(sample.cells.map(({ expected }) => expected));
    const real = await see(await pdfOf(jobFor(bag({ count: 3 }))));
    expect(times(real.text, 'MẪU')).toBe(0);
  });

  it('moves and stretches as the printer was measured', async () => {
    const job = jobFor(bag({ count: 24 }));
    const moved = { ...job, calibration: { xMm: 1.5, yMm: -0.8, scaleX: 1.005, scaleY: 0.995 } };
    const seen = await see(await pdfOf(moved));
    const cells = await readCells(moved, seen.pages);
    expect(cells.every(({ read, expected }) => read === expected)).toBe(true);
    const unmoved = await readCells(job, seen.pages);
    expect(Math.max(...unmoved.map(({ offMm }) => offMm))).toBeGreaterThan(0.7);
  });
});
