import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { whereSeen } from '../identity/sellers.ts';
import { answerClaim, type Order } from '../orders/orders.ts';
import { findIntentForOrder } from './intents.ts';
import type { Transfer } from './transfer.ts';
import { readTransfer, TransferModel, type TransferRecord } from './transfer-record.ts';

// Money that came for what takes none any more, the order over and its packs gone, is owed back to who sent it. A bank's message
// lies on the desk as `late` (settlement.ts); what no bank tells, a person's word, is written down beside them as one of these.

/** The "bank" of money that a person says has come. */
export const byWord = 'hand';

/** What waits on the desk to be given back. */
export const isOwed = { state: 'review' as const, reason: 'late' as const };

const keyOf = (orderNumber: string): string => `${byWord}:${orderNumber}`;

/**
 * The seller says that the money of an order has come which takes none any more: it is written down as owed, once, unless the
 * bank told of it. Safe to repeat.
 */
export async function noteOwed(actor: Actor, order: Order, at: Date): Promise<void> {
  const intent = await findIntentForOrder(order.number);
  if (!intent || (await toldByBank(order))) return await answerClaim(order.number);
  const record: TransferRecord = {
    _id: new Types.ObjectId(),
    key: keyOf(order.number),
    identity: null,
    tellings: [],
    provider: byWord,
    connectionId: byWord,
    sellerId: order.sellerId,
    reference: intent.reference,
    amountVnd: order.totalVnd,
    accountNumber: intent.account.number,
    subAccount: null,
    content: intent.reference,
    receivedAt: at,
    keptAt: at,
    ...isOwed,
    orderNumber: order.number,
    intentId: null,
    undone: false,
    partOf: null,
    shared: false,
    sharing: null,
    merged: false,
    undoing: null,
    chosenBy: null,
    history: [{ at, did: 'said', by: actor.name, note: null }],
  };
  await TransferModel.create(record).catch(unlessWritten);
  await answerClaim(order.number);
  // A bank that told of it at this very moment.
  if (await toldByBank(order)) await letBankTell(order.number, at);
}

function unlessWritten(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}

const toldByBank = async ({ sellerId, number }: Pick<Order, 'sellerId' | 'number'>): Promise<boolean> =>
  (await TransferModel.exists({
    sellerId,
    state: { $in: ['review', 'set-aside'] },
    orderNumber: number,
    reason: 'late',
    provider: { $ne: byWord },
  })) !== null;

/** The bank tells the same: its message stands on the desk now, not the person's word. Safe to repeat. */
export async function letBankTell(orderNumber: string, at: Date): Promise<void> {
  await TransferModel.updateOne(
    { key: keyOf(orderNumber), state: 'review' },
    { $set: { state: 'set-aside' }, $push: { history: { at, did: 'told', by: 'bank', note: null } } },
  );
}

/** A person's word that its bank has told since: the same money is not counted twice. */
export const isToldSince = { provider: byWord, history: { $elemMatch: { did: 'told' as const } } };

/** What is owed back by the sellers the actor sees, the oldest first. */
export async function listOwed(actor: Actor, limit: number): Promise<Transfer[]> {
  const records = await TransferModel.find({ ...(await whereSeen(actor)), ...isOwed })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<TransferRecord[]>();
  return records.map(readTransfer);
}

export const countOwed = async (actor: Actor): Promise<number> =>
  TransferModel.countDocuments({ ...(await whereSeen(actor)), ...isOwed });

/** What its buyer has to get, or has got, back for an order that took no money; null when none came. In đồng. */
export async function owedFor({
  sellerId,
  number,
}: Pick<Order, 'sellerId' | 'number'>): Promise<{ amountVnd: number; isReturned: boolean } | null> {
  const records = await TransferModel.find({
    sellerId,
    state: { $in: ['review', 'set-aside'] },
    orderNumber: number,
    reason: 'late',
    $nor: [isToldSince],
  }).lean<TransferRecord[]>();
  const owed = records.filter(({ state }) => state === 'review');
  const returned = records.filter(({ history }) => history.some(({ did }) => did === 'returned'));
  const counted = owed.length > 0 ? owed : returned;
  if (counted.length === 0) return null;
  return { amountVnd: counted.reduce((sum, { amountVnd }) => sum + amountVnd, 0), isReturned: owed.length === 0 };
}
