import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { missing } from '../errors.ts';
import { fromRoot } from '../root.ts';
import { Stock } from './stock.ts';

export { type Stock } from './stock.ts';

const file = fromRoot('server/press/stocks.json');
const { stocks } = z.object({ stocks: z.array(Stock) }).parse(JSON.parse(readFileSync(file, 'utf8')));
const byId = new Map(stocks.map((stock) => [stock.id, stock]));

/** Every stock that is known, sheets first. */
export const listStocks = (): Stock[] => stocks;

/** @throws missing('label-stock-not-found') */
export function getStock(id: string): Stock {
  const stock = byId.get(id);
  if (!stock) throw missing('label-stock-not-found', { stock: id });
  return stock;
}
