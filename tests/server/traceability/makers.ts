import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { amountOf, inUnit } from '../../../server/traceability/amount.ts';
import { type Batch, findPublicBatch, registerBatch, type WantedBatch } from '../../../server/traceability/batches.ts';
import type { WantedEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/services.ts';
import { aCommune, aCooperative, aHousehold, aSignedIn, type Commune } from '../identity/makers.ts';

export const tomorrow = new Date(noon.getTime() + 86_400_000);
export const today = '2026-11-16';

/** A household that is signed in, of a new cooperative. */
export async function aFarmer(): Promise<Actor> {
  const cooperative = await aCooperative();
  return (await aSignedIn(await aHousehold(cooperative.id))).actor;
}

export const goods = (kind = 'mien-dong', packs = 2) => ({
  kind,
  name: 'Miến dong thử',
  packs: Array.from({ length: packs }, (_, index) => ({
    name: `Gói ${index + 1}`,
    netQuantity: { value: 500, unit: 'g' },
    priceVnd: 60_000,
  })),
});

export const someGoods = (actor: Actor, kind?: string, packs?: number): Promise<Product> =>
  addProduct(actor, goods(kind, packs), noon);

/** The id of one of a product's packs. */
export function packOf(product: Product, index = 0): string {
  const pack = product.packs[index];
  if (!pack) throw new Error('no such pack');
  return pack.id;
}

/** As much as went into it, or 50 kg. */
export const wantedBatch = (product: Product, more: Partial<WantedBatch> = {}): WantedBatch => ({
  productId: product.id,
  quantity: { value: wentIn(more.inputs ?? []) || 50, unit: 'kg' },
  producedOn: today,
  ...more,
});

const wentIn = (inputs: NonNullable<WantedBatch['inputs']>): number =>
  inUnit(
    inputs.reduce((sum, { quantity }) => sum + amountOf(quantity).thousandths, 0),
    'kg',
  );

export const aBatchOf = (actor: Actor, product: Product, more: Partial<WantedBatch> = {}): Promise<Batch> =>
  registerBatch(actor, wantedBatch(product, more), noon);

/** A commune whose household sells one product, and is about to make it. */
export async function aVillage(): Promise<{ commune: Commune; farmer: Actor; product: Product }> {
  const commune = await aCommune();
  const farmer = commune.household.actor;
  return { commune, farmer, product: await someGoods(farmer) };
}

/** A step without packs, whose moisture is within its limit. */
export const drying = (more: Partial<WantedEvent> = {}): WantedEvent => ({
  stage: 'sun-drying',
  occurredAt: noon,
  measurements: [{ key: 'moisture', value: 13.5, unit: '%' }],
  ...more,
});

/** The step that makes so many of the product's first pack. */
export const packing = (product: Product, count: number): WantedEvent => ({
  stage: 'packing',
  occurredAt: noon,
  packs: [{ packId: packOf(product), count }],
});

/** A batch with so many of the product's first pack. */
export const stocked = (
  actor: Actor,
  product: Product,
  count: number,
  more: Partial<WantedBatch> = {},
): Promise<Batch> => aBatchOf(actor, product, { packs: [{ packId: packOf(product), count }], ...more });

/** The batch as it is now. */
export async function now(code: string): Promise<Batch> {
  const batch = await findPublicBatch(code);
  if (!batch) throw new Error('no such batch');
  return batch;
}

/** What is told of the first pack in a batch. */
export async function stockOf(code: string): Promise<{ onHand: number; held: number; sold: number }> {
  const { onHand = 0, held = 0, sold = 0 } = (await now(code)).stock[0] ?? {};
  return { onHand, held, sold };
}

/** What somebody said no with. */
export const refusal = (promise: Promise<unknown>): Promise<{ kind: string; code: string; pointers: string[] }> =>
  promise.then(
    () => Promise.reject(new Error('it was allowed')),
    (error: { kind: string; code: string; mistakes: { pointer: string }[] }) => ({
      kind: error.kind,
      code: error.code,
      pointers: error.mistakes.map(({ pointer }) => pointer),
    }),
  );
