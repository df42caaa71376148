import { type OrderState, payableAgain } from './order.ts';
import { findRecord } from './order-access.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import type { OrderPayment } from './placed-payment.ts';

// That an order is paid may turn out to be wrong: the money was another's (decision 0094). The order stays where it stands, since its
// goods do, and waits for money once more.

/** Where an order may stand whose payment is taken back: not where its money went back to the buyer. */
const takable: OrderState[] = [...payableAgain, 'returned'];

/**
 * Takes back that this transfer, or this person's word, has paid the order. Safe to repeat.
 * @returns true when it is now not paid by it; false when money of it was given back already
 */
export async function takePaymentBack(number: string, payer: string, at: Date): Promise<boolean> {
  const { matchedCount } = await OrderModel.updateOne(
    { number, paidBy: payer, state: { $in: takable }, refundedVnd: { $in: [0, null] } },
    { $set: { paidAt: null, paidBy: null, unpaidSince: at, changedAt: at } },
  );
  return matchedCount === 1 || (await findRecord(number))?.paidBy !== payer;
}

/** The money of an order that waits once more has come. Its packs are sold or with their buyer already. */
export async function payAgain(record: OrderRecord, { transfer, paidAt, at }: OrderPayment): Promise<boolean> {
  const { matchedCount } = await OrderModel.updateOne(
    { number: record.number, state: { $in: [...payableAgain] }, unpaidSince: { $ne: null } },
    { $set: { paidAt, paidBy: transfer, unpaidSince: null, changedAt: at } },
  );
  return matchedCount === 1 || (await findRecord(record.number))?.paidBy === transfer;
}

/** The numbers of orders whose payment was taken back and that nothing has paid since; at most 200. */
export async function unpaidOrders(): Promise<string[]> {
  const waiting = { unpaidSince: { $gt: new Date(0) }, state: { $in: [...payableAgain] } };
  const records = await OrderModel.find(waiting, { number: 1 }).limit(200).lean<Pick<OrderRecord, 'number'>[]>();
  return records.map(({ number }) => number);
}
