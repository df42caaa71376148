import { conflict } from '../errors.ts';
import { expireOrder, findOrder, type Order } from '../orders/orders.ts';
import { countdownMinutes, type Intent, isIntentId, newIntentId, openStates, type PayeeAccount } from './intent.ts';
import { IntentModel, type IntentRecord, readIntent } from './intent-record.ts';
import { newReference } from './memo.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { encode } from './vietqr/encode.ts';

export type { Intent } from './intent.ts';

/**
 * Opens the order's intent to its seller's receiving account, or gives the one it already has.
 * @throws conflict('no-receiving-account') when the seller cannot be paid by transfer, conflict('order-not-waiting') when
 * the order does not wait for one
 */
export async function openIntent(order: Order, at: Date): Promise<Intent> {
  const earlier = await findIntentForOrder(order.number);
  if (earlier) return earlier;
  if (order.delivery.payBy !== 'vietqr' || order.state !== 'placed') throw conflict('order-not-waiting');
  const account = await findReceivingAccount(order.sellerId, at);
  if (!account) throw conflict('no-receiving-account');
  return await keep(order, account, at);
}

export async function findIntentForOrder(number: string): Promise<Intent | null> {
  const record = await IntentModel.findOne({ orderNumber: number }).lean<IntentRecord>();
  return record && readIntent(record);
}

/** The intent of an id that was shown to its buyer; knowing the id is the right to see it. */
export async function findIntent(id: string): Promise<Intent | null> {
  if (!isIntentId(id)) return null;
  const record = await IntentModel.findById(id).lean<IntentRecord>();
  return record && readIntent(record);
}

/** Intents whose reference is one of these, whatever their state. */
export async function findIntentsByReference(references: readonly string[]): Promise<Intent[]> {
  if (references.length === 0) return [];
  const records = await IntentModel.find({ reference: { $in: [...references] } }).lean<IntentRecord[]>();
  return records.map(readIntent);
}

/** The seller's last intents of exactly this amount that no money has come for. */
export async function findUnpaidOfAmount(sellerId: string, amountVnd: number): Promise<Intent[]> {
  const records = await IntentModel.find({ sellerId, amountVnd, state: { $ne: 'succeeded' } })
    .sort({ createdAt: -1 })
    .limit(50)
    .lean<IntentRecord[]>();
  return records.map(readIntent);
}

/** The buyer says "I have paid": that is pending, never paid. False when the intent does not wait any more. */
export async function claimPaid(id: string): Promise<boolean> {
  if (!isIntentId(id)) return false;
  const { matchedCount } = await IntentModel.updateOne(
    { _id: id, state: { $in: [...openStates] } },
    { $set: { state: 'processing' } },
  );
  return matchedCount === 1;
}

/** The order is paid, by this transfer or person; safe to repeat. */
export async function succeedIntent(orderNumber: string, paidBy: string): Promise<void> {
  await IntentModel.updateOne({ orderNumber, state: { $ne: 'succeeded' } }, { $set: { state: 'succeeded', paidBy } });
}

/** Ends the intents whose time is up and whose order waits no more, and lets orders fall. Returns how many it ended. */
export async function expireIntents(at: Date): Promise<number> {
  const late = await IntentModel.find({ state: { $in: [...openStates] }, expiresAt: { $lte: at } })
    .sort({ expiresAt: 1 })
    .limit(500)
    .lean<IntentRecord[]>();
  let ended = 0;
  for (const record of late) if (await endWithOrder(record, at)) ended += 1;
  return ended;
}

async function endWithOrder({ _id, orderNumber }: IntentRecord, at: Date): Promise<boolean> {
  await expireOrder(orderNumber, at);
  const order = await findOrder(orderNumber);
  if (order?.state === 'placed') return false;
  if (order?.paidBy) await succeedIntent(orderNumber, order.paidBy);
  else await IntentModel.updateOne({ _id, state: { $in: [...openStates] } }, { $set: { state: 'canceled' } });
  return true;
}

async function keep(order: Order, account: PayeeAccount, at: Date): Promise<Intent> {
  for (let tries = 1; ; tries += 1) {
    try {
      const record = recordOf(order, account, at);
      await IntentModel.create(record);
      return readIntent(record);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11_000 || tries === 5) throw error;
      // Taken is either the order (somebody was faster: theirs counts) or, once in 2³⁵, the reference.
      const faster = await findIntentForOrder(order.number);
      if (faster) return faster;
    }
  }
}

function recordOf(order: Order, account: PayeeAccount, at: Date): IntentRecord {
  const reference = newReference();
  const { bin, number } = account;
  return {
    _id: newIntentId(),
    orderNumber: order.number,
    sellerId: order.sellerId,
    reference,
    amountVnd: order.totalVnd,
    payload: encode({ bin, number, amountVnd: order.totalVnd, purpose: reference }),
    state: 'requires_action',
    createdAt: at,
    expiresAt: new Date((order.placedAt ?? at).getTime() + countdownMinutes * 60_000),
    paidBy: null,
    account,
  };
}
