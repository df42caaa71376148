import { nudgeDue } from './due.ts';
import { succeeded } from './intent-changes.ts';
import { IntentModel } from './intent-record.ts';

/** The orders are paid, each by its transfer; safe to repeat. As `succeedIntent`, for several at once. */
export async function succeedIntents(paid: readonly { number: string; transfer: string; at: Date }[]): Promise<void> {
  if (paid.length === 0) return;
  const statements = paid.map(({ number, transfer, at }) => ({
    updateOne: {
      filter: { orderNumber: number, state: { $ne: 'succeeded' as const } },
      update: succeeded(transfer, at),
    },
  }));
  await IntentModel.bulkWrite(statements, { ordered: false });
  nudgeDue();
}
