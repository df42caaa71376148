import type { Actor } from '../actor.ts';
import { getProduct, type Quantity } from '../catalog/products.ts';
import { DomainError, forbidden, invalid } from '../errors.ts';
import { requireActFor, type Seller, sellersActedFor } from '../identity/sellers.ts';
import { amountOf, inUnit } from './amount.ts';
import type { Batch } from './batch.ts';
import { requireFacts } from './batch-facts.ts';
import { BatchModel, settled } from './batch-record.ts';
import { registerBatch } from './registrations.ts';

/** What households deliver to their cooperative on one day. */
export interface WantedDeliveries {
  productId: string;
  /** YYYY-MM-DD */
  producedOn: string;
  unit: string;
  note?: string | null | undefined;
  /** So much of each household, by its seller. */
  deliveries: readonly { sellerId: string; value: number }[];
  /** That households delivered the same amount once more on that day: the answer to `deliveries-again`. */
  again?: boolean | undefined;
  /** The stable id of the request: the same one again makes what is missing of it and nothing twice. */
  requestId?: string | null | undefined;
}

/** The households that deliver to a cooperative. */
export const deliverers = async (actor: Actor): Promise<Seller[]> =>
  actor.role === 'cooperative' ? (await sellersActedFor(actor)).filter(({ kind }) => kind === 'household') : [];

/**
 * Takes in what households deliver: a batch of its own for each, so that each can be called back by itself. Everything is
 * checked before the first is made; what a crash cuts off the same request finishes.
 * @throws forbidden('not-yours'), missing('product-not-found'), invalid('deliveries-mistaken' | 'batch-mistaken') with pointers,
 * conflict('deliveries-again') where the same was taken in before under another request
 */
export async function takeIn(actor: Actor, wanted: WantedDeliveries, at: Date): Promise<Batch[]> {
  const { productId, producedOn, unit, note, deliveries, requestId } = wanted;
  const product = await getProduct(productId);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  if (product.sellerId !== actor.sellerId) throw forbidden('not-yours');
  await requireDeliverers(actor, deliveries);
  for (const { value } of deliveries) requireFacts({ quantity: { value, unit }, producedOn }, at);
  if (!wanted.again) await refuseTwice(wanted, actor.sellerId);
  const made: Batch[] = [];
  for (const { sellerId, value } of deliveries) {
    const own = requestId ? `${requestId} ${sellerId}` : null;
    const batch = { productId, producedOn, note, quantity: { value, unit }, deliveredBy: sellerId, requestId: own };
    made.push(await registerBatch(actor, batch, at));
  }
  return made;
}

/** So much of each household as it delivered of a product on the latest day, by its seller. */
export async function lastDeliveries(actor: Actor, productId: string): Promise<Map<string, Quantity>> {
  const ours = { sellerId: actor.sellerId ?? '', productId, deliveredBy: { $gt: '' }, ...settled };
  const latest = await BatchModel.findOne(ours, { producedOn: 1 }).sort({ producedOn: -1, _id: -1 }).lean();
  if (!latest) return new Map();
  const lots = await BatchModel.find({ ...ours, producedOn: latest.producedOn })
    .sort({ _id: 1 })
    .limit(mostLots)
    .lean();
  return new Map(lots.flatMap(({ deliveredBy, quantity }) => (deliveredBy ? [[deliveredBy, quantity] as const] : [])));
}

// Whoever opens the form again after a lost answer has another key, and sends the same goods a second time.
async function refuseTwice(wanted: WantedDeliveries, ours: string): Promise<void> {
  const { productId, producedOn, unit, deliveries, requestId } = wanted;
  const among = { $in: deliveries.map(({ sellerId }) => sellerId) };
  const there = await BatchModel.find(
    { sellerId: ours, productId, producedOn, deliveredBy: among, ...settled },
    { deliveredBy: 1, quantity: 1, requestId: 1 },
  ).lean();
  const same = deliveries.filter(({ sellerId, value }) =>
    there.some(
      (lot) =>
        lot.deliveredBy === sellerId &&
        lot.requestId !== `${requestId} ${sellerId}` &&
        amountOf(lot.quantity).thousandths === amountOf({ value, unit }).thousandths,
    ),
  );
  if (same.length > 0)
    throw new DomainError('conflict', 'deliveries-again', {}, [{ pointer: '/again', code: 'taken-in-before' }]);
}

/** How many lots of a product were taken in on a day. @param day YYYY-MM-DD */
export const countTakenIn = (actor: Actor, productId: string, day: string): Promise<number> =>
  BatchModel.countDocuments({
    sellerId: actor.sellerId ?? '',
    productId,
    producedOn: day,
    deliveredBy: { $gt: '' },
    ...settled,
  });

/** What was taken in of one product on one day, as far as it is not used up. */
export interface DeliveryDay {
  productId: string;
  /** YYYY-MM-DD */
  day: string;
  lots: number;
  left: Quantity;
}

const mostLots = 1000;

/** What a cooperative took in and has not worked yet, the latest day first. */
export async function deliveryDays(actor: Actor): Promise<DeliveryDay[]> {
  if (actor.role !== 'cooperative' || actor.sellerId === null) return [];
  const lots = await BatchModel.find(
    { sellerId: actor.sellerId, deliveredBy: { $gt: '' }, left: { $gt: 0 }, state: 'open', ...settled },
    { productId: 1, producedOn: 1, left: 1, quantity: 1 },
  )
    .sort({ producedOn: -1, _id: -1 })
    .limit(mostLots)
    .lean();
  const days = new Map<string, DeliveryDay & { thousandths: number }>();
  for (const {
    productId,
    producedOn: day,
    left = 0,
    quantity: { unit },
  } of lots) {
    const key = `${productId} ${day} ${unit}`;
    const before = days.get(key) ?? { productId, day, lots: 0, thousandths: 0, left: { value: 0, unit } };
    const thousandths = before.thousandths + left;
    days.set(key, { ...before, lots: before.lots + 1, thousandths, left: { value: inUnit(thousandths, unit), unit } });
  }
  return [...days.values()].map(({ thousandths: _sum, ...day }) => day);
}

async function requireDeliverers(actor: Actor, deliveries: WantedDeliveries['deliveries']): Promise<void> {
  if (deliveries.length === 0) throw invalid('deliveries-mistaken', {}, [{ pointer: '/amounts', code: 'no-delivery' }]);
  const members = new Set((await deliverers(actor)).map(({ id }) => id));
  const strangers = deliveries.filter(({ sellerId }) => !members.has(sellerId));
  const mistakes = strangers.map(({ sellerId }) => ({ pointer: `/amounts/${sellerId}`, code: 'not-a-member' }));
  if (mistakes.length > 0) throw invalid('deliveries-mistaken', {}, mistakes);
}
