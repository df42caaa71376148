import { findProducts, type Quantity } from '../catalog/products.ts';
import { namedSources } from '../identity/seller-naming.ts';
import { amountOf, inUnit } from './amount.ts';
import type { Batch } from './batch.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { type Input, plainInput, sourceOf } from './input.ts';
import { findOutsideLots } from './outside-lots.ts';
import { inputsOf } from './trace-edges.ts';

const wanted = { code: 1, productId: 1, sellerId: 1, deliveredBy: 1 } as const;

/** Something that a batch was made from. */
export interface Ingredient {
  /** Null for a lot from outside. */
  batchCode: string | null;
  name: string;
  quantity: Quantity;
  /** Of a lot from outside, for its own people. */
  supplier: string | null;
  /** The seller who made it, or delivered it; null of a lot from outside. */
  makerId: string | null;
}

/** What a batch was made from as everybody may read it: of what is not named several are one line. */
export interface PublicIngredient {
  /** Where its own provenance is: of the batch's own seller, and of others that agreed to be named. */
  batchCode: string | null;
  name: string;
  /** Who made or delivered it, where it agreed; null too where the batch's seller made it itself. */
  maker: string | null;
  quantity: Quantity;
  /** How many batches and lots the line stands for. */
  count: number;
}

/** What went into a batch directly, as far as those who made it agreed: products by their names, of the others no more. */
export async function publicIngredientsOf(
  batch: Pick<Batch, 'inputs' | 'events' | 'sellerId' | 'besideOf'>,
): Promise<PublicIngredient[]> {
  const all = await ingredientsOf(batch);
  const makers = all.flatMap(({ makerId }) => (makerId === null || makerId === batch.sellerId ? [] : [makerId]));
  const named = makers.length > 0 ? await namedSources(makers) : new Map<string, string>();
  const lines = new Map<string, PublicIngredient>();
  for (const { batchCode, name, makerId, quantity } of all) {
    const maker = makerId === null ? null : (named.get(makerId) ?? null);
    const isShown = makerId !== null && (maker !== null || makerId === batch.sellerId);
    const key = isShown ? `${batchCode} ${lines.size}` : `${name} ${quantity.unit}`;
    const before = lines.get(key);
    lines.set(
      key,
      before
        ? { ...before, count: before.count + 1, quantity: sumOf(before.quantity, quantity) }
        : { batchCode: isShown ? batchCode : null, name, maker, quantity, count: 1 },
    );
  }
  return [...lines.values()];
}

const sumOf = (one: Quantity, other: Quantity): Quantity => ({
  value: inUnit(amountOf(one).thousandths + amountOf(other).thousandths, one.unit),
  unit: one.unit,
});

/** What went into a batch directly, for its own people. */
export async function ingredientsOf(batch: Pick<Batch, 'inputs' | 'events' | 'besideOf'>): Promise<Ingredient[]> {
  const all = batch.besideOf ? await drawnBeside(batch.besideOf) : ownInputs(batch);
  if (all.length === 0) return [];
  const [records, lots] = await Promise.all([
    BatchModel.find({ code: { $in: all.flatMap((one) => one.batchCode ?? []) } }, wanted).lean(),
    findOutsideLots(all.flatMap((one) => one.outsideId ?? [])),
  ]);
  const products = new Map((await findProducts(records.map((one) => one.productId))).map((one) => [one.id, one.name]));
  const names = new Map([
    ...records.map((one) => [one.code, products.get(one.productId)] as const),
    ...lots.map((lot) => [lot.id, lot.name] as const),
  ]);
  const makers = new Map(records.map((one) => [one.code, one.deliveredBy ?? one.sellerId]));
  return all.map((input) => ({
    batchCode: input.batchCode ?? null,
    name: names.get(sourceOf(input)) ?? sourceOf(input),
    quantity: input.quantity,
    makerId: makers.get(sourceOf(input)) ?? null,
    supplier: lots.find(({ id }) => id === input.outsideId)?.supplier ?? null,
  }));
}

const ownInputs = ({ inputs, events }: Pick<Batch, 'inputs' | 'events'>): Input[] => [
  ...inputs,
  ...events.filter((one) => one.corrects === null && !one.withdrawn).flatMap((one) => one.inputs),
];

// A by-product was made from what went in at its making, which was drawn for the batch that it came out beside.
async function drawnBeside(code: string): Promise<Input[]> {
  const main = await BatchModel.findOne({ code }).lean<BatchRecord>();
  return main === null ? [] : inputsOf(main).map(plainInput);
}
