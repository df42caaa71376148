import { DomainError, invalid } from '../errors.ts';
import { dayOf, formatMoney } from '../format.ts';
import { getSeller } from '../identity/sellers.ts';
import { type Address, type Buyer, type Delivery, holdsUntil, mostVnd, totalOf } from './order.ts';
import { confirm, holdAndPlace, insertDraft } from './order-holding.ts';
import { hashKey, newKey } from './order-key.ts';
import { asksTooMuch, isLarge } from './order-limits.ts';
import { type Lines, leftOf, linesFor, shortIn } from './order-lines.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { shippingFor } from './shipping.ts';
import { changedSince, type Shown } from './shown.ts';

export interface WantedOrder {
  items: { packId: string; quantity: number }[];
  buyer: Buyer;
  delivery: Delivery;
  note: string | null;
  /** What the buyer was shown; without it, as a program orders, today's prices count. */
  shown?: Shown | undefined;
  /** What a program expects it to cost in all, in đồng: at another sum there is no order. */
  expectedTotalVnd?: number | undefined;
  /** By which channel the buyer came. */
  cameFrom?: string | null | undefined;
  /** The versions of the terms it is concluded under. */
  terms?: string | undefined;
  /** A key of the network address it comes from. */
  sender?: string | undefined;
}

/**
 * Writes the order as `placing`, holds its packs in their batches under its number, then makes it `placed`: what a crash
 * leaves between two of these steps, the sweep undoes, or the same request finishes when it comes again.
 * @throws invalid('pack-unknown', 'order-of-two-sellers', 'order-needs-address', 'order-too-large'),
 *   conflict('order-short') naming the pack and how many are left, conflict('order-changed', 'order-total-differs') and invalid('sending-costs')
 *   naming what is not as the buyer was shown
 */
export async function place(wanted: WantedOrder, at: Date, requestId: string | null): Promise<Placed> {
  const key = newKey();
  const begun = requestId === null ? null : await findBegun(requestId, key);
  if (begun && begun.state !== 'placing') return { record: begun, key };
  const draft = begun ?? (await askAgain(await draftOrder(wanted, { key, requestId }, at), at));
  if (draft.asks) return { record: await confirm(draft, [], at), key };
  return { record: await holdAndPlace(draft, at), key };
}

export interface Placed {
  record: OrderRecord;
  key: string;
}

/** Nobody has seen the first key, or the request would not come again: it gets a new one. */
const findBegun = (requestId: string, key: string): Promise<OrderRecord | null> =>
  OrderModel.findOneAndUpdate({ requestId }, { $set: { keyHash: hashKey(key) } }, { returnDocument: 'after' })
    .lean<OrderRecord>()
    .exec();

async function draftOrder(wanted: WantedOrder, request: Request, at: Date): Promise<OrderRecord> {
  if (wanted.delivery.method === 'ship' && !wanted.buyer.address) throw needsAddress();
  const lines = await linesFor(wanted.items, { listed: true });
  const left = await leftOf(lines.items, dayOf(at));
  const short = shortIn(lines.items, left);
  if (short) throw short; // spares the batches; the holds decide
  return await writeDraft(wanted, lines, { ...request, asks: await asks(wanted, lines, left) }, at);
}

interface Request {
  key: string;
  requestId: string | null;
}

interface Drafting extends Request {
  asks: boolean;
}

/** Only an order in cash asks: one by transfer holds its packs for minutes, not for days. */
const asks = async (wanted: WantedOrder, { sellerId, items }: Lines, left: ReadonlyMap<string, number>) =>
  wanted.delivery.payBy === 'cash' &&
  (await asksTooMuch(sellerId, items, left, { phone: wanted.buyer.phone, sender: wanted.sender ?? null }));

/** Now that it is written, large orders that come at once see each other. */
async function askAgain(draft: OrderRecord, at: Date): Promise<OrderRecord> {
  const { number, sellerId, items, buyer, sender, delivery } = draft;
  if (draft.asks || delivery.payBy !== 'cash' || !buyer || !isLarge(items)) return draft;
  const nothingMore = items.map(({ packId }) => ({ packId, quantity: 0 }));
  const left = await leftOf(items, dayOf(at));
  if (!(await asksTooMuch(sellerId, nothingMore, left, { phone: buyer.phone, sender, withPlacing: true })))
    return draft;
  await OrderModel.updateOne({ number, state: 'placing' }, { $set: { asks: true } });
  return { ...draft, asks: true };
}

const needsAddress = (): DomainError =>
  invalid('order-needs-address', {}, [{ pointer: '/buyer/address', code: 'required' }]);

async function writeDraft(wanted: WantedOrder, lines: Lines, request: Drafting, at: Date): Promise<OrderRecord> {
  const { buyer, delivery, note, shown } = wanted;
  const { sellerId, items } = lines;
  const goodsVnd = totalOf(items, 0);
  const shippingVnd = await shippingFor(sellerId, { delivery, address: buyer.address, goodsVnd });
  const now = items.map((item) => ({ ...item, tag: lines.tags.get(item.packId) ?? '' }));
  const pickup = delivery.method === 'pickup' ? await placeOf(sellerId) : null;
  const changed = shown ? changedSince(shown, now, { shippingVnd, pickup }) : null;
  if (changed) throw changed;
  const totalVnd = goodsVnd + shippingVnd;
  if (totalVnd > mostVnd) throw invalid('order-too-large');
  requireExpected(wanted.expectedTotalVnd, totalVnd);
  return await insertDraft({
    sellerId,
    state: 'placing',
    items,
    // Where somebody lives is nobody's business when they fetch it themselves.
    buyer: delivery.method === 'ship' ? buyer : { ...buyer, address: null },
    delivery,
    note,
    cameFrom: wanted.cameFrom ?? null,
    terms: wanted.terms ?? null,
    asks: request.asks,
    sender: wanted.sender ?? null,
    pickup,
    shippingVnd,
    totalVnd,
    holdsUntil: holdsUntil(delivery.payBy, at),
    history: [{ state: 'placing', at, by: 'buyer' }],
    keyHash: hashKey(request.key),
    ...(request.requestId !== null && { requestId: request.requestId }),
    createdAt: at,
    changedAt: at,
  });
}

async function placeOf(sellerId: string): Promise<Address> {
  const { line, commune, province } = (await getSeller(sellerId)).address;
  return { line, commune, province };
}

function requireExpected(expectedVnd: number | undefined, totalVnd: number): void {
  if (expectedVnd === undefined || expectedVnd === totalVnd) return;
  const facts = { expected: formatMoney(expectedVnd), total: formatMoney(totalVnd) };
  throw new DomainError('conflict', 'order-total-differs', facts, [
    { pointer: '/expectedTotalVnd', code: 'total-is', facts },
  ]);
}
