import { OrderModel, type OrderRecord } from './order-record.ts';

type Listener = (numbers: readonly string[], at: Date) => Promise<void>;

const listeners = new Set<Listener>();

/** Calls whenever orders were let go in this process; for rooms above, whose own records have to follow. */
export function onCancelled(listener: Listener): void {
  listeners.add(listener);
}

/** Tells the rooms above at once. What one of them misses, it finds in `cancelledSince`: the order stays let go. */
export async function tellCancelled(numbers: readonly string[], at: Date): Promise<void> {
  if (numbers.length === 0) return;
  await Promise.allSettled([...listeners].map((listener) => listener(numbers, at)));
}

/** The numbers of the orders by transfer that were let go since then, whoever let them go and in whatever process. */
export async function cancelledSince(from: Date): Promise<string[]> {
  const records = await OrderModel.find({ state: 'cancelled', changedAt: { $gte: from } }, { number: 1, delivery: 1 })
    .sort({ changedAt: 1 })
    .lean<Pick<OrderRecord, 'number' | 'delivery'>[]>();
  return records.filter(({ delivery }) => delivery.payBy === 'vietqr').map(({ number }) => number);
}
