import type { Actor } from '../actor.ts';
import { getOrder, type Order, type Refund, refundedVndOf, refundOrder, wasPaid } from '../orders/orders.ts';
import { differencesOf } from './received.ts';

/** What came in for an order and is not given back yet, in đồng; 0 of what was never paid. */
export async function leftToGiveBack(order: Order): Promise<number> {
  return wasPaid(order) ? (await receivedFor(order)) - refundedVndOf(order) : 0;
}

/**
 * Money of an order was given back by hand, all that came in for it or a part.
 * @throws what `refundOrder` throws
 */
export async function giveBack(
  actor: Actor,
  number: string,
  refund: Omit<Refund, 'receivedVnd'>,
  at: Date,
): Promise<Order> {
  const order = await getOrder(actor, number);
  return await refundOrder(actor, order.number, { ...refund, receivedVnd: await receivedFor(order) }, at);
}

// Where a person took less or more as its payment, that is what came.
const receivedFor = async (order: Order): Promise<number> =>
  (await differencesOf([order])).get(order.number)?.receivedVnd ?? order.totalVnd;
