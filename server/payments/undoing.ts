import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { findOrder, payOrders, takePaymentBack, unpaidOrders } from '../orders/orders.ts';
import { forgetPayment, succeedIntents } from './intents.ts';
import { isJoined } from './received.ts';
import type { Transfer } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';
import { getOwnTransfer } from './transfers.ts';

// A person takes back that a transfer has paid an order (decision 0094). Marked first and moved last, so that at every moment the money
// is counted once, and a crash in between is healed by the sweep or by asking again.

/**
 * The transfer lies on the desk again, and with it what was joined to its order as the rest; the order waits for money once more.
 * @throws forbidden('pin-needed'), conflict('transfer-not-matched'), conflict('transfer-of-request') where a shop was told that it is
 * paid, conflict('transfer-given-back') when the order's money went back to its buyer
 */
export async function undoMatch(actor: Actor, id: string, at: Date): Promise<Transfer> {
  const transfer = await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  if (transfer.state !== 'matched') throw conflict('transfer-not-matched');
  if (transfer.orderNumber === null) throw conflict('transfer-of-request');
  const marked = await mark(id, { at, by: actor.name });
  if (!marked) throw conflict('transfer-not-matched');
  if (!(await finishUndoing(marked))) throw conflict('transfer-given-back', { number: transfer.orderNumber });
  return await getOwnTransfer(actor, id);
}

/** Nothing else may move it from now on. Null when it is neither paid to an order nor on the desk. */
export async function mark(
  id: string,
  undoing: NonNullable<TransferRecord['undoing']>,
  states: ('matched' | 'review')[] = ['matched'],
): Promise<TransferRecord | null> {
  const one = { _id: id, state: { $in: states } };
  await TransferModel.updateOne({ ...one, undoing: null }, { $set: { undoing } });
  // Whoever marked it: the steps are the same.
  return await TransferModel.findOne({ ...one, 'undoing.by': { $gt: '' } }).lean<TransferRecord>();
}

export const unmark = async ({ _id }: Pick<TransferRecord, '_id'>): Promise<void> => {
  await TransferModel.updateOne({ _id }, { $set: { undoing: null } });
};

/**
 * Takes the steps of an undoing that is marked; safe to repeat.
 * @param keepsMark leaves it immovable on the desk, for who puts it together with others (shares.ts)
 * @returns false, and takes the mark away, when money of its order was given back since
 */
export async function finishUndoing(record: TransferRecord, keepsMark = false): Promise<boolean> {
  const { _id, orderNumber, undoing } = record;
  if (!undoing || orderNumber === null) return true;
  const id = _id.toHexString();
  if ((await findOrder(orderNumber))?.paidBy === id) await bringRestsBack(record);
  if (!(await takePaymentBack(orderNumber, id, undoing.at))) {
    await unmark(record);
    return false;
  }
  await forgetPayment(orderNumber, id);
  const { at, by } = undoing;
  await TransferModel.updateOne(
    { _id, state: 'matched', 'undoing.by': by },
    {
      $set: {
        state: 'review',
        reason: 'undone',
        orderNumber: null,
        chosenBy: null,
        undone: true,
        ...(!keepsMark && { undoing: null }),
      },
      $push: { history: { at, did: 'undone', by, note: orderNumber } },
    },
  );
  return true;
}

// What belonged to the order beside this one would belong to nothing.
async function bringRestsBack({ sellerId, orderNumber, undoing }: TransferRecord): Promise<void> {
  if (!undoing) return;
  const { at, by } = undoing;
  await TransferModel.updateMany(
    { sellerId, orderNumber: { $gt: '', $in: [orderNumber ?? ''] }, ...isJoined },
    { $set: { state: 'review', undone: true }, $push: { history: { at, did: 'undone', by, note: orderNumber } } },
  );
}

/** Transfers that were marked before then, the oldest first; at most 200. The index holds those alone, whatever became of the rest. */
export const markedBefore = (before: Date): Promise<TransferRecord[]> =>
  TransferModel.find({ 'undoing.at': { $gt: new Date(0), $lte: before } })
    .sort({ 'undoing.at': 1 })
    .limit(200)
    .lean<TransferRecord[]>()
    .exec();

/** Finishes what a crash cut off; parts of a transfer that is being put together again are for shares.ts. */
export async function finishForgottenUndoings(before: Date): Promise<void> {
  const marked = await markedBefore(before);
  for (const record of marked) if (record.state === 'matched' && !record.partOf) await finishUndoing(record);
}

/**
 * An order whose payment by word was taken back at the very moment at which its bank told of the money: what the bank told has
 * paid it.
 */
export async function payWithMatched(at: Date): Promise<void> {
  const numbers = await unpaidOrders();
  if (numbers.length === 0) return;
  const ofThese = { orderNumber: { $gt: '', $in: numbers }, state: 'matched' as const, undoing: null };
  const matched = await TransferModel.find(ofThese).lean<TransferRecord[]>();
  const payments = matched.map(({ _id, orderNumber, receivedAt }) => ({
    number: orderNumber ?? '',
    transfer: _id.toHexString(),
    by: 'bank',
    paidAt: receivedAt,
    at,
  }));
  const told = await payOrders(payments);
  const paid = told.map((one) => one.status === 'fulfilled' && one.value);
  if (paid.includes(true)) await succeedIntents(payments.filter((_, place) => paid[place]));
}
