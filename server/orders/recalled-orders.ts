import type { Actor } from '../actor.ts';
import { mayActFor } from '../identity/sellers.ts';
import { tellCancelled } from './cancelled-orders.ts';
import type { Order } from './order.ts';
import { change } from './order-changes.ts';
import { withoutBuyer } from './order-lists.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { release } from './order-steps.ts';

/**
 * What a recall does to orders: those not paid yet are cancelled, so that their packs are held no longer; the others
 * stay as they are, for the seller to send back the money. Answers all orders with packs of this batch, newest first,
 * without their buyers. Safe to repeat.
 */
export async function letGoRecalled(batchCode: string, at: Date): Promise<Order[]> {
  const unpaid = await OrderModel.find({ 'items.taken.batchCode': batchCode, state: 'placed' }).lean<OrderRecord[]>();
  for (const { number } of unpaid) {
    const only = { state: 'placed' };
    const cancelled = await change(number, { to: 'cancelled', by: 'system', at, only, due: [release(number)] });
    if (cancelled) await tellCancelled([number], at);
  }
  return await ordersWithPacksOf(batchCode);
}

/** Every order with packs of this batch, newest first, without the buyers. */
export const ordersWithPacksOf = async (batchCode: string): Promise<Order[]> =>
  (await ordersOf(batchCode)).map(withoutBuyer);

/** The same with the buyers, for who acts for the seller of the batch: they are the ones to tell. */
export async function ordersToTell(
  actor: Actor,
  { code, sellerId }: { code: string; sellerId: string },
): Promise<Order[]> {
  const orders = await ordersOf(code);
  return (await mayActFor(actor, sellerId)) ? orders : orders.map(withoutBuyer);
}

async function ordersOf(batchCode: string): Promise<Order[]> {
  const records = await OrderModel.find({ 'items.taken.batchCode': batchCode })
    .sort({ _id: -1 })
    .limit(1000)
    .lean<OrderRecord[]>();
  return records.map(readOrder);
}
