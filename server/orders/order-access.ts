import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { requireActFor } from '../identity/sellers.ts';
import type { Order } from './order.ts';
import { type Change, change, refusal } from './order-changes.ts';
import { readOrderNumber } from './order-number.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';

/** The order of this number as people write it, or null; nobody's rights are asked. */
export async function findRecord(number: string): Promise<OrderRecord | null> {
  const known = readOrderNumber(number);
  return known === null ? null : await OrderModel.findOne({ number: known }).lean<OrderRecord>();
}

/** Those of these numbers that are orders', by the number as it was asked for; nobody's rights are asked. */
export async function findRecords(numbers: readonly string[]): Promise<Map<string, OrderRecord>> {
  const asked = [...new Set(numbers)].map((typed) => ({ typed, number: readOrderNumber(typed) }));
  const known = asked.flatMap(({ number }) => number ?? []);
  const records = await OrderModel.find({ number: { $in: known } }).lean<OrderRecord[]>();
  const byNumber = new Map(records.map((record) => [record.number, record]));
  const found = new Map<string, OrderRecord>();
  for (const { typed, number } of asked) {
    const record = byNumber.get(number ?? '');
    if (record) found.set(typed, record);
  }
  return found;
}

/** An order of a seller the actor acts for. @throws missing('order-not-found'), forbidden('not-yours') */
export async function getActedFor(actor: Actor, number: string): Promise<OrderRecord> {
  const order = await findRecord(number);
  if (!order) throw missing('order-not-found');
  await requireActFor(actor, order.sellerId, 'order-not-found');
  return order;
}

/** Changes the state. @throws conflict('order-not-possible') saying where the order stands */
export async function move(number: string, wanted: Change): Promise<Order> {
  const record = await change(number, wanted);
  if (!record) throw await refusal(number, wanted.to);
  return readOrder(record);
}
