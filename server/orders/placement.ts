import { takenKey } from '../database/duplicate-key.ts';
import { conflict, DomainError, invalid, unavailable } from '../errors.ts';
import { dayOf, formatMoney } from '../format.ts';
import { getSeller } from '../identity/sellers.ts';
import { anyRecalled, type Taken, takeHolds } from '../traceability/stock.ts';
import { type Address, type Buyer, type Delivery, holdsUntil, mostVnd, type OrderItem, totalOf } from './order.ts';
import { change } from './order-changes.ts';
import { hashKey, newKey } from './order-key.ts';
import { asksTooMuch, isLarge } from './order-limits.ts';
import { type Lines, leftOf, linesFor, shortIn, withTaken } from './order-lines.ts';
import { newOrderNumber } from './order-number.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { release, takeDueSteps } from './order-steps.ts';
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
  const taken = await takeHolds(draft.holdName, draft.items, draft.holdsUntil, dayOf(at));
  if (taken === 'short') {
    await OrderModel.deleteOne({ number: draft.number, state: 'placing' });
    throw await shortage(draft.items, dayOf(at));
  }
  const record = await confirm(draft, taken, at);
  if (await anyRecalled(taken)) {
    await takeBack(record, at);
    throw await shortage(draft.items, dayOf(at));
  }
  return { record, key };
}

/**
 * A recall lets go the orders it finds placed; one that held its packs just before and is placed just after finds the recall
 * itself. Nobody has heard of it, so nothing of the buyer stays.
 */
async function takeBack({ number, holdName, items }: OrderRecord, at: Date): Promise<void> {
  const set = { items: withTaken(items, []), buyer: null, note: null, sender: null, requestId: `undone ${number}` };
  await change(number, { to: 'cancelled', by: 'system', at, only: { state: 'placed' }, set, due: [release(holdName)] });
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
  const lines = await linesFor(wanted.items);
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

/** Another order was quicker: says what is left now. */
async function shortage(items: readonly OrderItem[], today: string): Promise<DomainError> {
  return shortIn(items, await leftOf(items, today)) ?? conflict('order-short-just-now');
}

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
  return await insert({
    sellerId,
    state: 'placing',
    items,
    // Where somebody lives is nobody's business when they fetch it themselves.
    buyer: delivery.method === 'ship' ? buyer : { ...buyer, address: null },
    delivery,
    note,
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

/** The unique index decides whether a number is new; of 2³⁵ numbers one is hardly ever drawn twice. */
async function insert(order: Partial<OrderRecord>): Promise<OrderRecord> {
  for (;;) {
    const number = newOrderNumber();
    try {
      return (await OrderModel.create({ ...order, number, holdName: number })).toObject();
    } catch (error) {
      if (!takenKey(error)?.has('number')) throw error;
    }
  }
}

async function confirm(draft: OrderRecord, taken: readonly Taken[], at: Date): Promise<OrderRecord> {
  const items = withTaken(draft.items, taken);
  const record = await OrderModel.findOneAndUpdate(
    { number: draft.number, state: 'placing' },
    {
      $set: { state: 'placed', items, placedAt: at, changedAt: at },
      $push: { history: { state: 'placed', at, by: 'buyer' } },
    },
    { returnDocument: 'after' },
  ).lean<OrderRecord>();
  if (record) return record;
  const now = await OrderModel.findOne({ number: draft.number, state: { $ne: 'cancelled' } }).lean<OrderRecord>();
  if (now) return now; // the same request came twice, and its twin was quicker
  // The sweep took us for dead: what was held since then must not stay.
  await takeDueSteps({ ...draft, due: [release(draft.holdName)] });
  throw unavailable('order-took-too-long');
}
