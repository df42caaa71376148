import { findProducts, type Quantity } from '../catalog/products.ts';
import type { Batch } from './batch.ts';
import { BatchModel } from './batch-record.ts';
import { sourceOf } from './input.ts';
import { findOutsideLots } from './outside-lots.ts';

/** Something that a batch was made from. */
export interface Ingredient {
  /** Null for a lot from outside. */
  batchCode: string | null;
  name: string;
  quantity: Quantity;
  /** Of a lot from outside, for its own people. */
  supplier: string | null;
}

/** What went into a batch directly, as everybody may read it: products by their names, of lots from outside no supplier. */
export const publicIngredientsOf = async (batch: Pick<Batch, 'inputs' | 'events'>): Promise<Ingredient[]> =>
  (await ingredientsOf(batch)).map((one) => ({ ...one, supplier: null }));

/** The same for its own people. */
export async function ingredientsOf({ inputs, events }: Pick<Batch, 'inputs' | 'events'>): Promise<Ingredient[]> {
  const all = [
    ...inputs,
    ...events.filter((one) => one.corrects === null && !one.withdrawn).flatMap((one) => one.inputs),
  ];
  if (all.length === 0) return [];
  const [records, lots] = await Promise.all([
    BatchModel.find({ code: { $in: all.flatMap((one) => one.batchCode ?? []) } }, { code: 1, productId: 1 }).lean(),
    findOutsideLots(all.flatMap((one) => one.outsideId ?? [])),
  ]);
  const products = new Map((await findProducts(records.map((one) => one.productId))).map((one) => [one.id, one.name]));
  const names = new Map([
    ...records.map((one) => [one.code, products.get(one.productId)] as const),
    ...lots.map((lot) => [lot.id, lot.name] as const),
  ]);
  return all.map((input) => ({
    batchCode: input.batchCode ?? null,
    name: names.get(sourceOf(input)) ?? sourceOf(input),
    quantity: input.quantity,
    supplier: lots.find(({ id }) => id === input.outsideId)?.supplier ?? null,
  }));
}
