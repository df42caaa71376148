import { takenKey } from '../database/duplicate-key.ts';
import { conflict, type DomainError, unavailable } from '../errors.ts';
import { dayOf } from '../format.ts';
import { getSeller } from '../identity/sellers.ts';
import { requireSelling } from '../identity/selling.ts';
import { anyRecalled, type Taken, takeHolds } from '../traceability/stock.ts';
import type { OrderItem } from './order.ts';
import { change } from './order-changes.ts';
import { leftOf, shortIn, withTaken } from './order-lines.ts';
import { newOrderNumber } from './order-number.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { buyerWords, withoutTraces } from './order-search.ts';
import { release, takeDueSteps } from './order-steps.ts';

// How an order comes to be, from whatever counter it comes: written as `placing`, its packs held, then `placed`.

/**
 * Holds the draft's packs in their batches under its name and makes it placed; short, nothing of it stays.
 * @throws conflict('order-short', 'order-short-just-now'), unavailable('order-took-too-long')
 */
export async function holdAndPlace(draft: OrderRecord, at: Date): Promise<OrderRecord> {
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
  return record;
}

/**
 * The unique index decides whether a number is new; of 2³⁵ numbers one is hardly ever drawn twice.
 * @throws what `requireSelling` throws
 */
export async function insertDraft(
  order: Partial<OrderRecord> & Pick<OrderRecord, 'sellerId' | 'createdAt'>,
): Promise<OrderRecord> {
  requireSelling(await getSeller(order.sellerId), order.createdAt);
  for (;;) {
    const number = newOrderNumber();
    try {
      return (
        await OrderModel.create({
          ...order,
          ...(order.buyer && { buyerWords: buyerWords(order.buyer) }),
          number,
          holdName: number,
        })
      ).toObject();
    } catch (error) {
      if (!takenKey(error)?.has('number')) throw error;
    }
  }
}

export async function confirm(draft: OrderRecord, taken: readonly Taken[], at: Date): Promise<OrderRecord> {
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

/**
 * A recall lets go the orders it finds placed; one that held its packs just before and is placed just after finds the recall
 * itself. Nobody has heard of it, so nothing of the buyer stays.
 */
async function takeBack({ number, holdName, items }: OrderRecord, at: Date): Promise<void> {
  const set = { items: withTaken(items, []), ...withoutTraces, requestId: `undone ${number}` };
  await change(number, { to: 'cancelled', by: 'system', at, only: { state: 'placed' }, set, due: [release(holdName)] });
}

/** Another order was quicker: says what is left now. */
async function shortage(items: readonly OrderItem[], today: string): Promise<DomainError> {
  return shortIn(items, await leftOf(items, today)) ?? conflict('order-short-just-now');
}
