import { changeEach } from '../database/change-each.ts';
import { nudgeDue } from './due.ts';
import { succeeded } from './intent-changes.ts';
import { IntentModel, type IntentRecord } from './intent-record.ts';

/** The orders are paid, each by its transfer; safe to repeat. As `succeedIntent`, for several at once. */
export async function succeedIntents(paid: readonly { number: string; transfer: string; at: Date }[]): Promise<void> {
  if (paid.length === 0) return;
  const changes = paid.map(({ number, transfer, at }) => ({
    filter: { orderNumber: number, state: { $ne: 'succeeded' as const } },
    update: succeeded(transfer, at),
  }));
  await changeEach<IntentRecord>(IntentModel, changes);
  nudgeDue();
}
