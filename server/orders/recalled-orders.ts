import type { Actor } from '../actor.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { tellCancelled } from './cancelled-orders.ts';
import type { Order } from './order.ts';
import { change } from './order-changes.ts';
import { withoutBuyer } from './order-lists.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { release } from './order-steps.ts';

/**
 * What a recall does to orders: those not paid yet are cancelled, so that their packs are held no longer; the others
 * stay as they are, for the seller to send back the money. Answers all orders with packs of these batches, newest first,
 * without their buyers. Safe to repeat.
 */
export async function letGoRecalled(batchCodes: readonly string[], at: Date): Promise<Order[]> {
  const unpaid = await OrderModel.find({ 'items.taken.batchCode': { $in: [...batchCodes] }, state: 'placed' }).lean<
    OrderRecord[]
  >();
  for (const { number } of unpaid) {
    const only = { state: 'placed' };
    const cancelled = await change(number, { to: 'cancelled', by: 'system', at, only, due: [release(number)] });
    if (cancelled) await tellCancelled([number], at);
  }
  return await ordersWithPacksOf(batchCodes);
}

/** Every order with packs of these batches, newest first, without the buyers. */
export const ordersWithPacksOf = async (batchCodes: readonly string[]): Promise<Order[]> =>
  (await ordersOf(batchCodes)).map(withoutBuyer);

/** The same, each with its buyer for who acts for its seller: they are the ones to tell. */
export async function ordersToTell(actor: Actor, batchCodes: readonly string[]): Promise<Order[]> {
  const own = new Set((await sellersActedFor(actor)).map(({ id }) => id));
  return (await ordersOf(batchCodes)).map((order) => (own.has(order.sellerId) ? order : withoutBuyer(order)));
}

/** Their states and the buyers' phones, for counting alone: neither leaves the house. */
export const ordersWithPhonesOf = async (
  batchCodes: readonly string[],
): Promise<{ state: Order['state']; phone: string | null }[]> =>
  (await ordersOf(batchCodes)).map(({ state, buyer }) => ({ state, phone: buyer?.phone ?? null }));

// A placing order has promised nothing yet, and finds the recall itself when it is placed.
async function ordersOf(batchCodes: readonly string[]): Promise<Order[]> {
  const records = await OrderModel.find({ 'items.taken.batchCode': { $in: [...batchCodes] } })
    .sort({ _id: -1 })
    .limit(10_000)
    .lean<OrderRecord[]>();
  return records.map(readOrder);
}
