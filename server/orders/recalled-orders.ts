import { conflict, DomainError } from '../errors.ts';
import { findPublicBatch } from '../traceability/batches.ts';
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
    await change(number, { to: 'cancelled', by: 'system', at, only, due: [release(number)] });
  }
  return await ordersWithPacksOf(batchCodes);
}

/**
 * What was called back must not leave the house, whoever paid for it.
 * @throws conflict('order-from-recalled-batch')
 */
export async function refuseRecalled(order: Pick<OrderRecord, 'items'>): Promise<void> {
  for (const code of new Set(order.items.flatMap(({ taken }) => taken.map(({ batchCode }) => batchCode)))) {
    if ((await findPublicBatch(code))?.state === 'recalled') throw conflict('order-from-recalled-batch', { code });
  }
}

/** Null for an order that `refuseRecalled` refused: it stays as it is, among those that a person has to do something about. */
export function unlessRecalled(error: unknown): null {
  if (error instanceof DomainError && error.code === 'order-from-recalled-batch') return null;
  throw error;
}

/** Every order with packs of these batches, newest first, without the buyers. */
export const ordersWithPacksOf = async (batchCodes: readonly string[]): Promise<Order[]> =>
  (await ordersOf(batchCodes)).map(withoutBuyer);

/** Their states and the buyers' phones, of all of them and for counting alone: neither leaves the house. */
export async function ordersWithPhonesOf(
  batchCodes: readonly string[],
): Promise<{ state: Order['state']; phone: string | null }[]> {
  const only = { state: 1, 'buyer.phone': 1 } as const;
  const taken = { 'items.taken.batchCode': { $in: [...batchCodes] } };
  const records = await OrderModel.find(taken, only).lean<Pick<OrderRecord, 'state' | 'buyer'>[]>();
  return records.map(({ state, buyer }) => ({ state, phone: buyer?.phone ?? null }));
}

// A placing order has promised nothing yet, and finds the recall itself when it is placed.
async function ordersOf(batchCodes: readonly string[]): Promise<Order[]> {
  const records = await OrderModel.find({ 'items.taken.batchCode': { $in: [...batchCodes] } })
    .sort({ _id: -1 })
    .limit(10_000)
    .lean<OrderRecord[]>();
  return records.map(readOrder);
}
