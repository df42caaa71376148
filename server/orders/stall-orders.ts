import type { Actor } from '../actor.ts';
import { DomainError, invalid } from '../errors.ts';
import { dayOf } from '../format.ts';
import { type AtStall, type Delivery, holdsUntil, mostVnd, type Order, totalOf } from './order.ts';
import { change } from './order-changes.ts';
import { holdAndPlace, insertDraft } from './order-holding.ts';
import { hashKey, newKey } from './order-key.ts';
import { type Lines, leftOf, linesFor, shortIn } from './order-lines.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { dispatch, sell } from './order-steps.ts';
import { refuseRecalled } from './recalled-orders.ts';

/** What is sold over the counter: packs, or an amount alone, which is money without goods. */
export interface StallSale {
  stall: AtStall;
  sellerId: string;
  /** Empty: `amountVnd` is asked for. */
  lines: readonly { packId: string; quantity: number }[];
  amountVnd: number | null;
  payBy: Delivery['payBy'];
  note: string | null;
}

/**
 * Places an order without a buyer, as the shop does: its packs are held in their batches, first expiring first. Nobody's rights
 * are asked, but its packs are all the seller's.
 * @param requestId the same for a request that comes again after a crash: it gets its sale, not a second one
 * @throws invalid('pack-unknown', 'order-of-two-sellers', 'order-too-large'), conflict('order-short')
 */
export async function placeAtStall(actor: Actor, sale: StallSale, at: Date, requestId: string | null): Promise<Order> {
  const begun = requestId === null ? null : await OrderModel.findOne({ requestId }).lean<OrderRecord>();
  if (begun && begun.state !== 'placing') return readOrder(begun);
  return readOrder(await holdAndPlace(begun ?? (await draftOf(actor, sale, at, requestId)), at));
}

async function draftOf(actor: Actor, sale: StallSale, at: Date, requestId: string | null): Promise<OrderRecord> {
  const { stall, sellerId, payBy, note } = sale;
  const { items } = await linesOf(sale, at);
  const totalVnd = sale.amountVnd ?? totalOf(items, 0);
  if (totalVnd > mostVnd) throw invalid('order-too-large');
  return await insertDraft({
    sellerId,
    state: 'placing',
    items,
    buyer: null,
    stall,
    delivery: { method: 'pickup', payBy },
    note,
    shippingVnd: 0,
    totalVnd,
    holdsUntil: holdsUntil(payBy, at),
    history: [{ state: 'placing', at, by: actor.name }],
    // Nobody holds a key to it: who sells it sees it at the stall.
    keyHash: hashKey(newKey()),
    ...(requestId !== null && { requestId }),
    createdAt: at,
    changedAt: at,
  });
}

async function linesOf({ sellerId, lines }: StallSale, at: Date): Promise<Pick<Lines, 'items'>> {
  if (lines.length === 0) return { items: [] };
  const found = await linesFor(lines).catch(asLines);
  if (found.sellerId !== sellerId) {
    throw invalid('order-of-two-sellers', {}, [{ pointer: '/lines/0/packId', code: 'pack-of-another-seller' }]);
  }
  const short = shortIn(found.items, await leftOf(found.items, dayOf(at)));
  if (short) throw inLines(short);
  return found;
}

const asLines = (error: unknown): never => {
  throw error instanceof DomainError ? inLines(error) : error;
};

/** A stall's sale calls `lines` what an order calls `items`. */
const inLines = ({ kind, code, facts, mistakes }: DomainError): DomainError =>
  new DomainError(
    kind,
    code,
    facts,
    mistakes.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/items\//, '/lines/') })),
  );

/**
 * The goods go over the counter: of a sale that is paid, or in cash. Safe to repeat; each batch's history names them once.
 * @throws conflict('order-from-recalled-batch') when one of its batches was called back meanwhile
 */
export async function handOver(number: string, by: string, at: Date): Promise<Order | null> {
  const record = await OrderModel.findOne({ number, 'stall.id': { $gt: '' } }).lean<OrderRecord>();
  if (!record) return null;
  await refuseRecalled(record);
  const due = record.state === 'placed' ? [sell(record.holdName), dispatch('packed')] : [dispatch('packed')];
  const only = { $or: [{ state: 'paid', unpaidSince: null }, { 'delivery.payBy': 'cash' }] };
  await change(number, { to: 'packed', by, at, only, due });
  const given = await change(number, { to: 'delivered', by, at, only: { state: 'packed' } });
  return given && readOrder(given);
}

/** What was sold at a stall since then, newest first. Nobody's rights are asked. */
export async function listStallOrders(stallId: string, since: Date, limit: number): Promise<Order[]> {
  const records = await OrderModel.find({
    'stall.id': { $gt: '', $in: [stallId] },
    state: { $ne: 'placing' },
    createdAt: { $gte: since },
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<OrderRecord[]>();
  return records.map(readOrder);
}
