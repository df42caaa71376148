import { type Asker, cancelOrder, type Order } from '../orders/orders.ts';
import { cancelIntentsOf } from './intents.ts';

/**
 * Buyer or seller lets an order go that is not paid yet: its packs are free, and its code cannot be paid any more. The sweep finishes
 * what a crash cuts off in between.
 * @throws what `cancelOrder` throws
 */
export async function letOrderGo(
  asker: Asker,
  number: string,
  at: Date,
  requestId: string | null = null,
): Promise<Order> {
  const order = await cancelOrder(asker, number, at, requestId);
  await cancelIntentsOf([order.number], at);
  return order;
}
