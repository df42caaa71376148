import type { Quantity } from '../catalog/products.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { BatchModel } from './batch-record.ts';

/** What came out beside a batch: bran beside rice, residue beside starch. */
export interface ByProduct {
  code: string;
  sellerId: string;
  quantity: Quantity;
}

/** All that came out beside a batch, also what is being registered at this moment. */
export const byProductsOf = async (code: string): Promise<ByProduct[]> =>
  (await byProductsOfAll([code])).map(({ besideOf: _main, ...one }) => one);

/** The same of several batches. */
export async function byProductsOfAll(codes: readonly string[]): Promise<(ByProduct & { besideOf: string })[]> {
  const records = await BatchModel.find(
    { besideOf: { $in: [...codes] } },
    { code: 1, sellerId: 1, quantity: 1, besideOf: 1 },
  )
    .sort({ _id: 1 })
    .lean();
  return records.map(({ code, sellerId, quantity: { value, unit }, besideOf = '' }) => ({
    code,
    sellerId,
    quantity: { value, unit },
    besideOf,
  }));
}

/** All that came out at one making, as far as it converts to the unit of what was made first. */
export function wholeOf(made: Quantity, beside: readonly { quantity: Quantity }[]): Quantity {
  const all = [made, ...beside.map(({ quantity }) => quantity)].filter(({ unit }) => converts(unit, made.unit));
  return {
    value: inUnit(
      all.reduce((sum, one) => sum + amountOf(one).thousandths, 0),
      made.unit,
    ),
    unit: made.unit,
  };
}
