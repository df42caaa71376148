import { markPlacedPaid } from '../orders/orders.ts';
import { succeedIntents } from './intents-paid.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/**
 * Pays together what is plain: transfers just kept, each for an order that waits for its money. The steps are those of
 * `settle`, in its order; whatever does not come through here is left as it is for `settle`, which repeats every step.
 * @returns those that have paid
 */
export async function settleTogether(kept: readonly TransferRecord[]): Promise<Set<TransferRecord>> {
  const payments = plainPayments(kept);
  if (payments.length === 0) return new Set();
  try {
    const numbers = await markPlacedPaid(payments);
    const paid = payments.filter(({ number }) => numbers.has(number));
    await succeedIntents(paid);
    await matchTogether(paid);
    return new Set(paid.map(({ record }) => record));
  } catch {
    // One by one it will come out whose fault it is.
    return new Set();
  }
}

interface PlainPayment {
  record: TransferRecord;
  number: string;
  transfer: string;
  paidAt: Date;
  at: Date;
}

/** Two transfers for one order are not plain: the second has to be looked at. */
function plainPayments(kept: readonly TransferRecord[]): PlainPayment[] {
  const payments = new Map<string, PlainPayment>();
  for (const record of kept) {
    const { orderNumber: number, receivedAt, keptAt: at } = record;
    if (number === null || payments.has(number)) continue;
    const paidAt = receivedAt < at ? receivedAt : at;
    payments.set(number, { record, number, transfer: record._id.toHexString(), paidAt, at });
  }
  return [...payments.values()];
}

async function matchTogether(paid: readonly PlainPayment[]): Promise<void> {
  const at = paid[0]?.at;
  if (at === undefined) return;
  await TransferModel.updateMany(
    { _id: { $in: paid.map(({ record }) => record._id) }, state: 'kept' },
    { $set: { state: 'matched' }, $push: { history: { at, did: 'matched', by: 'bank', note: null } } },
  );
}
