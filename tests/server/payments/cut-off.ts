import { vi } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { IntentModel } from '../../../server/payments/intent-record.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';

const writing = ['updateOne', 'updateMany', 'findOneAndUpdate', 'bulkWrite', 'insertMany', 'insertOne'] as const;

/** Does the work in a process that dies at its nth change of money or orders, counted from 0; null: it lives. */
export async function cutOff<T>(work: () => Promise<T>, at: number | null): Promise<T> {
  let done = 0;
  const spies = [OrderModel, IntentModel, TransferModel].flatMap(({ collection }) =>
    writing.map((name) => {
      const write = collection[name].bind(collection) as (...all: unknown[]) => Promise<unknown>;
      const dying = async (...all: unknown[]): Promise<unknown> => {
        // The dead do nothing any more.
        if (at !== null && done >= at) throw new Error('killed');
        done += 1;
        return await write(...all);
      };
      return vi.spyOn(collection, name).mockImplementation(dying as never);
    }),
  );
  try {
    return await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
