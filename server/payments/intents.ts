import { changeEach } from '../database/change-each.ts';
import { conflict } from '../errors.ts';
import { cancelledSince, expireOrder, findOrder, noteClaim, type Order } from '../orders/orders.ts';
import { nudgeDue } from './due.ts';
import { type CancellationReason, countdownMinutes, type Intent, isIntentId } from './intent.ts';
import { canceled, succeeded, whereOpen } from './intent-changes.ts';
import { keepIntent } from './intent-opening.ts';
import { IntentModel, type IntentRecord, readIntent } from './intent-record.ts';
import { prefix } from './memo.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { nobody } from './transfer.ts';

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
  const { number, sellerId, totalVnd, placedAt } = order;
  const wanted = {
    orderNumber: number,
    sellerId,
    amountVnd: totalVnd,
    account,
    state: 'requires_action',
    lifeSeconds: countdownMinutes * 60,
    countsFrom: placedAt ?? at,
    description: number,
    metadata: [],
    origin: 'checkout',
    apiVersion: null,
    request: null,
    cause: null,
  } as const;
  const { record } = await keepIntent(wanted, at, () => findForOrder(number));
  return readIntent(record);
}

export async function findIntentForOrder(number: string): Promise<Intent | null> {
  const record = await findForOrder(number);
  return record && readIntent(record);
}

/** The intent of an id that was shown to its buyer; knowing the id is the right to see it. */
export async function findIntent(id: string): Promise<Intent | null> {
  if (!isIntentId(id)) return null;
  const record = await IntentModel.findById(id).lean<IntentRecord>();
  return record && readIntent(record);
}

/** Intents that are named by their reference or their order's number, whatever their state. */
export async function findIntentsNamed(names: readonly string[]): Promise<Intent[]> {
  if (names.length === 0) return [];
  const orderNumbers = names.filter((name) => !name.startsWith(prefix));
  const byReference = IntentModel.find({ reference: { $in: [...names] } }).lean<IntentRecord[]>();
  const byOrder = IntentModel.find({ orderNumber: { $in: orderNumbers } }).lean<IntentRecord[]>();
  const found = await Promise.all([byReference, orderNumbers.length > 0 ? byOrder : []]);
  return [...new Map(found.flat().map((record) => [record._id, readIntent(record)])).values()];
}

/** Whether one of these names it. */
export const isNamed = ({ reference, orderNumber }: Intent, names: readonly string[]): boolean =>
  names.includes(reference) || (orderNumber !== null && names.includes(orderNumber));

/** The seller's last intents of exactly this amount that no money has come for. */
export async function findUnpaidOfAmount(sellerId: string, amountVnd: number): Promise<Intent[]> {
  const unpaid = [{ state: { $ne: 'succeeded' as const } }, { paidBy: nobody }];
  const records = await IntentModel.find({ sellerId, amountVnd, $or: unpaid })
    .sort({ createdAt: -1 })
    .limit(50)
    .lean<IntentRecord[]>();
  return records.map(readIntent);
}

/**
 * The buyer says "I have paid": that is pending, never paid. Its order waits for a person from now on, also when the intent
 * does not wait any more, which is what false says.
 */
export async function claimPaid(id: string, at: Date): Promise<boolean> {
  const orderNumber = (await findIntent(id))?.orderNumber ?? null;
  if (orderNumber !== null) await noteClaim(orderNumber, at);
  if (!isIntentId(id)) return false;
  const { matchedCount } = await IntentModel.updateOne({ _id: id, ...whereOpen }, { $set: { state: 'processing' } });
  return matchedCount === 1;
}

/** The orders are paid, each by its transfer or person; safe to repeat. */
export async function succeedIntents(paid: readonly { number: string; transfer: string; at: Date }[]): Promise<void> {
  if (paid.length === 0) return;
  const changes = paid.map(({ number, transfer, at }) => ({
    filter: { orderNumber: number, state: { $ne: 'succeeded' as const } },
    update: succeeded(transfer, at),
  }));
  const found = await changeEach<IntentRecord>(IntentModel, changes);
  nudgeDue();
  // Their shops were told before that they are paid; whose payment was taken back has another payer now (decision 0094).
  if (found < paid.length)
    await changeEach<IntentRecord>(
      IntentModel,
      paid.map(({ number, transfer }) => ({
        filter: { orderNumber: number, state: 'succeeded' as const, paidBy: nobody },
        update: { $set: { paidBy: transfer } },
      })),
    );
}

/** Takes back that this transfer or person paid the order's intent: money for it is taken again. Safe to repeat. */
export async function forgetPayment(orderNumber: string, payer: string): Promise<void> {
  await IntentModel.updateOne({ orderNumber, state: 'succeeded', paidBy: payer }, { $set: { paidBy: nobody } });
}

/**
 * Money has come for an intent that stands for itself.
 * @returns null when it is now paid by this very transfer, whether this call or an earlier one made it so; else why not
 */
export async function payIntent(
  id: string,
  transfer: string,
  at: Date,
): Promise<'doubled' | 'late' | 'refused' | null> {
  const { matchedCount } = await IntentModel.updateOne(
    { _id: id, orderNumber: null, ...whereOpen },
    succeeded(transfer, at),
  );
  nudgeDue();
  if (matchedCount === 1) return null;
  const intent = await findIntent(id);
  if (intent?.state === 'succeeded') return intent.paidBy === transfer ? null : 'doubled';
  return intent?.state === 'canceled' ? 'late' : 'refused';
}

/** Ends the intents of orders that were let go; safe to repeat. Money that comes for one is for a person to look at. */
export async function cancelIntentsOf(orderNumbers: readonly string[], at: Date): Promise<void> {
  const open = await IntentModel.find({ orderNumber: { $in: [...orderNumbers] }, ...whereOpen }).lean<IntentRecord[]>();
  for (const { _id, orderNumber } of open) {
    const order = await findOrder(orderNumber ?? '');
    await IntentModel.updateOne({ _id, ...whereOpen }, canceled(reasonOf(order), at));
  }
  if (open.length > 0) nudgeDue();
}

/** Ends the intents of orders let go as long ago as a countdown lasts; earlier ones have run out by themselves. */
export async function cancelForgotten(at: Date): Promise<void> {
  await cancelIntentsOf(await cancelledSince(new Date(at.getTime() - countdownMinutes * 60_000)), at);
}

/** Ends the intents whose time is up, of an order only when it waits no more, and lets orders fall. Returns how many it ended. */
export async function expireIntents(at: Date): Promise<number> {
  // Apart, because orders whose buyers say they have paid may wait long for a person, and shall keep nobody else from ending.
  const late = [...(await lateIn('requires_action', at)), ...(await lateIn('processing', at))];
  let ended = 0;
  for (const record of late) if (await end(record, at)) ended += 1;
  return ended;
}

const lateIn = (state: 'requires_action' | 'processing', at: Date): Promise<IntentRecord[]> =>
  IntentModel.find({ state, expiresAt: { $lte: at } })
    .sort({ expiresAt: 1 })
    .limit(500)
    .lean<IntentRecord[]>()
    .exec();

async function end({ _id, orderNumber }: IntentRecord, at: Date): Promise<boolean> {
  if (orderNumber !== null) await expireOrder(orderNumber, at);
  const order = orderNumber === null ? null : await findOrder(orderNumber);
  if (order?.state === 'placed') return false;
  if (order?.paidBy) {
    await succeedIntents([{ number: order.number, transfer: order.paidBy, at }]);
    return true;
  }
  const { modifiedCount } = await IntentModel.updateOne({ _id, ...whereOpen }, canceled(reasonOf(order), at));
  return modifiedCount === 1;
}

/** Why the intent of an order ends: Stripe has words for a buyer's wish and for time, none for a seller's or a recall's. */
function reasonOf(order: Order | null): CancellationReason | null {
  const letGo = order?.history.find(({ state }) => state === 'cancelled');
  if (!letGo) return 'expired';
  return letGo.by === 'buyer' ? 'requested_by_customer' : null;
}

const findForOrder = (number: string): Promise<IntentRecord | null> =>
  IntentModel.findOne({ orderNumber: number }).lean<IntentRecord>();
