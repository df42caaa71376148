import { conflict } from '../errors.ts';
import { findOrder, markPaid, type Order } from '../orders/orders.ts';
import { findIntentsByReference, succeedIntent } from './intents.ts';
import { referencesIn } from './memo.ts';
import { judge, type Reason } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** What `confirmReceived` calls itself as the payer of an order, before the name of who confirmed. */
export const byHand = 'hand:';

/**
 * Carries out what a kept transfer is good for: pays its order, or lays it on the desk. Each step is safe to repeat, so a
 * crash in between is healed by the provider's next message or by the sweep.
 * @returns the order's number when the transfer has paid it, else null
 */
export async function settle(record: TransferRecord, at: Date): Promise<string | null> {
  const { orderNumber, reason } = await targetOf(record);
  if (orderNumber === null || reason !== null) return await toDesk(record, { orderNumber, reason }, at);
  const id = record._id.toHexString();
  const refusal = (await markPaid(orderNumber, id, earlier(record.receivedAt, at), at))
    ? null
    : await whyNot(orderNumber, id);
  if (refusal !== null) return await toDesk(record, { orderNumber, reason: refusal }, at);
  // The order is paid: the intent and the transfer only follow, in any order.
  const [isMatched] = await Promise.all([match(record, orderNumber, at), succeedIntent(orderNumber, id)]);
  return isMatched ? orderNumber : await toDesk(record, { orderNumber, reason: 'doubled' }, at);
}

interface Target {
  orderNumber: string | null;
  reason: Reason | null;
}

async function targetOf(record: TransferRecord): Promise<Target> {
  // A person has chosen the order: amount and content are theirs to judge.
  if (record.chosenBy !== null) return { orderNumber: record.orderNumber, reason: null };
  const references = referencesIn(record.content);
  const verdict = judge(record, { references, intents: await findIntentsByReference(references) });
  return 'intent' in verdict ? { orderNumber: verdict.intent.orderNumber, reason: null } : verdict;
}

// The seller said "received" before the bank did: this is the bank saying the same, once.
async function whyNot(orderNumber: string, transfer: string): Promise<Reason | null> {
  const order = await findOrder(orderNumber);
  if (order?.paidBy?.startsWith(byHand) || order?.paidBy === transfer) return null;
  return order && isPaid(order) ? 'doubled' : 'late';
}

export const isPaid = ({ paidAt }: Order): boolean => paidAt !== null;

async function match(record: TransferRecord, orderNumber: string, at: Date): Promise<boolean> {
  try {
    await TransferModel.updateOne(
      { _id: record._id, state: 'kept' },
      {
        $set: { state: 'matched', orderNumber, reason: null },
        $push: { history: { at, did: 'matched', by: record.chosenBy ?? 'bank', note: null } },
      },
    );
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11_000) throw error;
    return false;
  }
}

async function toDesk(record: TransferRecord, { orderNumber, reason }: Target, at: Date): Promise<null> {
  await TransferModel.updateOne(
    { _id: record._id, state: 'kept' },
    {
      $set: { state: 'review', reason: reason ?? 'refused', orderNumber, chosenBy: null },
      $push: { history: { at, did: 'review', by: 'system', note: reason } },
    },
  );
  if (record.chosenBy !== null) throw conflict(reason === 'doubled' ? 'transfer-order-paid' : 'transfer-order-refused');
  return null;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
