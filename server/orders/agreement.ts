import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { dayOf } from '../format.ts';
import { takeHolds } from '../traceability/stock.ts';
import { holdsUntil, type Order } from './order.ts';
import { getActedFor } from './order-access.ts';
import { leftOf, shortIn, withTaken } from './order-lines.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { release, takeDueSteps } from './order-steps.ts';

/** How long one who says yes has to finish before another may try. */
const tryingSeconds = 60;

/**
 * The seller says yes to an order in cash that held nothing because it is large: its packs are held from now on. Safe to
 * repeat; one at a time.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-not-possible', 'order-short') naming what is left
 */
export async function agreeToOrder(actor: Actor, number: string, at: Date): Promise<Order> {
  const order = await getActedFor(actor, number);
  if (order.state === 'placed' && !order.asks) return readOrder(order);
  if (!(await begin(order.number, at)))
    throw conflict('order-not-possible', { number, from: order.state, to: 'placed' });
  const until = holdsUntil('cash', at);
  const taken = await takeHolds(order.holdName, order.items, until, dayOf(at));
  if (taken === 'short') {
    await OrderModel.updateOne({ number: order.number }, { $set: { agreeingAt: null } });
    throw shortIn(order.items, await leftOf(order.items, dayOf(at))) ?? conflict('order-short-just-now');
  }
  const agreed = await OrderModel.findOneAndUpdate(
    { number: order.number, state: 'placed', asks: true },
    { $set: { asks: false, agreeingAt: null, items: withTaken(order.items, taken), holdsUntil: until, changedAt: at } },
    { returnDocument: 'after' },
  ).lean<OrderRecord>();
  if (agreed) return readOrder(agreed);
  const now = await getActedFor(actor, number);
  if (now.state === 'placed') return readOrder(now);
  // Let go meanwhile: what was held since must not stay.
  await takeDueSteps({ ...now, due: [release(now.holdName)] });
  throw conflict('order-not-possible', { number, from: now.state, to: 'placed' });
}

async function begin(number: string, at: Date): Promise<boolean> {
  const free = { $or: [{ agreeingAt: null }, { agreeingAt: { $lt: new Date(at.getTime() - tryingSeconds * 1000) } }] };
  const { matchedCount } = await OrderModel.updateOne(
    { number, state: 'placed', asks: true, ...free },
    { $set: { agreeingAt: at } },
  );
  return matchedCount === 1;
}
