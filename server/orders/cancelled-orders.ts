import { OrderModel, type OrderRecord } from './order-record.ts';

/** The numbers of the orders by transfer that were let go since then, whoever let them go and in whatever process. */
export async function cancelledSince(from: Date): Promise<string[]> {
  const records = await OrderModel.find({ state: 'cancelled', changedAt: { $gte: from } }, { number: 1, delivery: 1 })
    .sort({ changedAt: 1 })
    .lean<Pick<OrderRecord, 'number' | 'delivery'>[]>();
  return records.filter(({ delivery }) => delivery.payBy === 'vietqr').map(({ number }) => number);
}
