import { describe, expect, it } from 'vitest';
import { cellOf, pagesFor } from '../../../server/press/sheet.ts';
import { checkStock, holds } from '../../../server/press/stock.ts';
import { getStock, listStocks } from '../../../server/press/stocks.ts';

describe('the stocks', () => {
  it.each(listStocks().map((stock) => [stock.id, stock] as const))(
    '%s lies on its page, its labels apart from one another',
    (_, stock) => {
      expect(checkStock(stock)).toMatchObject({ fits: true, overlaps: false });
      expect(stock.source.length).toBeGreaterThan(0);
    },
  );

  it('say of all Tomy sheets that they must be measured before printing', () => {
    const tomy = listStocks().filter(({ brand }) => brand === 'Tomy');
    expect(tomy.length).toBeGreaterThan(10);
    expect(tomy.every(({ remeasure }) => remeasure)).toBe(true);
    expect(getStock('avery-l7159').remeasure).toBe(false);
    const sheets = listStocks().filter(({ brand, kind }) => brand !== 'generic' && kind === 'sheet');
    expect(sheets.filter(({ source, remeasure }) => source.length < 2 && !remeasure)).toEqual([]);
  });

  it('know A4 and Letter sheets, and rolls of one to three across', () => {
    expect(new Set(listStocks().map(({ paper }) => paper))).toEqual(new Set(['A4', 'Letter', 'custom', 'roll']));
    const across = listStocks()
      .filter(({ kind }) => kind === 'roll')
      .map(({ cols }) => cols);
    expect(new Set(across)).toEqual(new Set([1, 2, 3]));
  });

  it('notice what hangs over the edge, overlaps, or stands out of the middle', () => {
    const stock = getStock('avery-l7159');
    expect(checkStock({ ...stock, marginLeft: 20 })).toMatchObject({ fits: false, symmetricX: false });
    expect(checkStock({ ...stock, pitchY: 30 })).toMatchObject({ overlaps: true });
  });

  it('hold what is not larger than a label, and not lost on it', () => {
    const stock = getStock('avery-l7159');
    expect(holds(stock, { width: 63.5, height: 33.9 })).toBe(true);
    expect(holds(stock, { width: 64, height: 33.9 })).toBe(false);
    expect(holds(stock, { width: 20, height: 20 })).toBe(false);
  });

  it('refuse one that nobody knows', () => {
    expect(() => getStock('nowhere')).toThrow('label-stock-not-found');
  });
});

describe('the cells of a sheet', () => {
  const stock = getStock('avery-l7159');

  it('go along the rows, from the first free one, on to further pages', () => {
    expect(cellOf(stock, 0, 7)).toEqual({ page: 0, number: 7, x: 7.2, y: expect.closeTo(12.9 + 2 * 33.9, 6) });
    expect(cellOf(stock, 18, 7)).toMatchObject({ page: 1, number: 1, x: 7.2, y: 12.9 });
    expect(pagesFor(stock, 24, 1)).toBe(1);
    expect(pagesFor(stock, 24, 2)).toBe(2);
  });

  it('do not drift along the sheet: the last stands where the margins say', () => {
    expect(cellOf(stock, 23, 1).y).toBeCloseTo(297 - 12.9 - 33.9, 1);
  });
});
