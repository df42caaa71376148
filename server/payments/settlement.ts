import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict } from '../errors.ts';
import { answerClaim, findOrder, markPaid, noteOddMoney, type Order } from '../orders/orders.ts';
import { findIntentsByReference, payIntent, succeedIntent } from './intents.ts';
import { referencesIn } from './memo.ts';
import { letBankTell } from './owed.ts';
import { judge, type Reason, type Target, type Verdict } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** What `confirmReceived` calls itself as the payer of an order, before the name of who confirmed. */
export const byHand = 'hand:';

/**
 * Carries out what a kept transfer is good for: pays its order or intent, or lays it on the desk. Each step is safe to
 * repeat, so a crash in between is healed by the provider's next message or by the sweep.
 * @returns whether the transfer has paid
 */
export async function settle(record: TransferRecord, at: Date): Promise<boolean> {
  const { reason, ...target } = await verdictOn(record);
  const refusal = reason ?? (await pay(target, record, at));
  if (refusal !== null) return await toDesk(record, { ...target, reason: refusal }, at);
  // Last, so that a kept transfer is one whose steps may not all be taken.
  if (await match(record, target, at)) return true;
  return await toDesk(record, { ...target, reason: 'doubled' }, at);
}

async function verdictOn(record: TransferRecord): Promise<Verdict> {
  // A person has chosen: amount and content are theirs to judge.
  if (record.chosenBy !== null) return { reason: null, orderNumber: record.orderNumber, intentId: record.intentId };
  const references = referencesIn(record.content);
  return judge(record, { references, intents: await findIntentsByReference(references) });
}

/** Null when the money has gone to its order or intent, now or by an earlier try. */
async function pay({ orderNumber, intentId }: Target, record: TransferRecord, at: Date): Promise<Reason | null> {
  const id = record._id.toHexString();
  if (intentId !== null) return await payIntent(intentId, id, at);
  if (orderNumber === null) return 'refused';
  const payer = { transfer: id, by: record.chosenBy ?? 'bank' };
  const isTaken = await markPaid(orderNumber, payer, earlier(record.receivedAt, at), at);
  const refusal = isTaken ? null : await whyNot(orderNumber, id);
  if (refusal === null) await succeedIntent(orderNumber, id, at);
  return refusal;
}

// The seller said "received" before the bank did: this is the bank saying the same, once.
async function whyNot(orderNumber: string, transfer: string): Promise<Reason | null> {
  const order = await findOrder(orderNumber);
  if (order?.paidBy?.startsWith(byHand) || order?.paidBy === transfer) return null;
  return order && isPaid(order) ? 'doubled' : 'late';
}

export const isPaid = ({ paidAt }: Order): boolean => paidAt !== null;

async function match(record: TransferRecord, target: Target, at: Date): Promise<boolean> {
  try {
    await TransferModel.updateOne(
      { _id: record._id, state: 'kept' },
      {
        $set: { state: 'matched', ...target, reason: null },
        $push: { history: { at, did: 'matched', by: record.chosenBy ?? 'bank', note: null } },
      },
    );
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

async function toDesk(record: TransferRecord, { reason, ...target }: Verdict, at: Date): Promise<false> {
  if (target.orderNumber !== null && isOdd(reason)) await noteOddMoney(target.orderNumber, at);
  await TransferModel.updateOne(
    { _id: record._id, state: 'kept' },
    {
      $set: { state: 'review', reason, ...target, chosenBy: null },
      $push: { history: { at, did: 'review', by: 'system', note: reason } },
    },
  );
  if (target.orderNumber !== null && reason === 'late') {
    await answerClaim(target.orderNumber);
    await letBankTell(target.orderNumber, at);
  }
  if (record.chosenBy !== null) throw conflict(reason === 'doubled' ? 'transfer-order-paid' : 'transfer-order-refused');
  return false;
}

// Part of the money is there: the order must not fall while a person thinks about it.
const isOdd = (reason: Reason | null): boolean => reason === 'short' || reason === 'over';

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
