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
