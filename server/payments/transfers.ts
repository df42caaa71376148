import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { type Branch, crossed, type Days, newestOf, perSeller, within } from '../database/newest.ts';
import { conflict, missing, ofAnother } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor, sellersSeenBy, whereSeen } from '../identity/sellers.ts';
import { findOrder } from '../orders/orders.ts';
import { findIntentsNamed } from './intents.ts';
import { referencesIn } from './memo.ts';
import { isOwed } from './owed.ts';
import { settleOne } from './settlement.ts';
import { type Target, type Transfer, targetOf } from './transfer.ts';
import { readTransfer, TransferModel, type TransferRecord } from './transfer-record.ts';
import { transfersNamed } from './transfer-search.ts';
import { countUnread } from './unread-messages.ts';

export type { Source } from './keeping.ts';
export { receiveTransfer } from './reception.ts';
export type { Transfer } from './transfer.ts';

/** Neither divided into parts, nor such a part that is no more, nor being taken back at this moment. */
export const isMovable = { shared: { $ne: true }, merged: { $ne: true }, undoing: null };

/** A kept transfer that nobody acts on for this long belongs to a process that died. */
const restSeconds = 10;

export interface TransfersWanted extends Days {
  state?: 'matched' | 'review' | 'set-aside';
  limit: number;
  /** the id of the last one already seen */
  after?: string;
  without?: typeof isOwed;
  /** an order's number, a sum, the bank's reference, or the name of a seller */
  words?: string;
}

/** Transfers of every seller the actor sees, newest first. */
export async function listTransfers(actor: Actor, wanted: TransfersWanted): Promise<Transfer[]> {
  const { limit, after, without, words = '' } = wanted;
  const every: Branch<TransferRecord>[] = [
    { merged: { $ne: true } },
    ...(without ? [{ $nor: [without] }] : []),
    ...(after === undefined ? [] : [{ _id: { $lt: isObjectIdOrHexString(after) ? new Types.ObjectId(after) : null } }]),
    ...within<TransferRecord>('receivedAt', wanted),
  ];
  const branches = crossed<TransferRecord>(
    words === '' ? [{}] : await transfersNamed(words),
    perSeller(await sellersSeenBy(actor), words !== ''),
    statesOf(wanted).map((state) => ({ $and: [state, ...every] })),
  );
  return (await newestOf(TransferModel, branches, { limit })).map(readTransfer);
}

// One that is kept and not judged yet is looked at like those that wait.
function statesOf({ state }: TransfersWanted): Branch<TransferRecord>[] {
  if (state === undefined) return [{}];
  return state === 'review' ? [{ state }, { state: 'kept' }] : [{ state }];
}

/**
 * How many transfers, and messages that nobody could read, wait for a person among the sellers the actor sees: the desk's badge.
 * What has to be given back is counted by itself (`countOwed`).
 */
export async function countTransfersToReview(actor: Actor): Promise<number> {
  const transfers = await TransferModel.countDocuments({
    ...(await whereSeen(actor)),
    state: 'review',
    $nor: [isOwed],
  });
  return transfers + (await countUnread(actor));
}

/** @throws missing('transfer-not-found') */
export async function getTransfer(actor: Actor, id: string): Promise<Transfer> {
  const record = await find(id);
  if (!record) throw missing('transfer-not-found');
  const seen = await sellersSeenBy(actor);
  if (seen !== 'all' && !seen.includes(record.sellerId ?? '')) {
    throw ofAnother(missing('transfer-not-found'), 'transfer');
  }
  return readTransfer(record);
}

/**
 * A person says what a transfer pays, whatever its amount and content: an order, by its number, or what a shop asked for
 * through the API, by its payment reference.
 * @throws forbidden('pin-needed'), conflict('transfer-settled') when it is no longer to be looked at, missing('order-not-found') for an order of
 * another seller, conflict('transfer-order-paid') or conflict('transfer-order-refused') when the order takes no money
 */
export async function matchTransfer(actor: Actor, id: string, named: string, at: Date): Promise<Transfer> {
  const transfer = await getOwnTransfer(actor, id);
  const target = await targetNamed(named, transfer.sellerId);
  if (transfer.state === 'matched' && isSame(transfer, target)) return transfer;
  requireFresh(actor, at);
  const chosen = await TransferModel.findOneAndUpdate(
    { _id: transfer.id, state: { $in: ['review', 'set-aside'] }, ...isMovable },
    {
      $set: { state: 'kept', keptAt: at, ...target, chosenBy: actor.name },
      $push: { history: { at, did: 'chosen', by: actor.name, note: target.orderNumber ?? named } },
    },
    { returnDocument: 'after' },
  ).lean<TransferRecord>();
  const record = chosen ?? (await cutOff(transfer.id, target));
  if (!record) throw conflict('transfer-settled');
  await settleOne({ record, at });
  return await getOwnTransfer(actor, id);
}

// Whoever chose and heard no answer chooses the same again: it is carried out from where it was cut off.
const cutOff = async (id: string, target: Target): Promise<TransferRecord | null> =>
  await TransferModel.findOne({ _id: id, state: 'kept', ...target, chosenBy: { $ne: null } }).lean<TransferRecord>();

/** Before when the work of a process that still lives would be done. */
export const restedSince = (at: Date): Date => new Date(at.getTime() - restSeconds * 1000);

/** Acts on transfers that were kept by a process that died before it could. */
export async function settleForgotten(at: Date): Promise<void> {
  const rested = restedSince(at);
  const records = await TransferModel.find({ state: 'kept', keptAt: { $lte: rested } })
    .sort({ keptAt: 1 })
    .limit(200)
    .lean<TransferRecord[]>();
  const told = await Promise.allSettled(records.map((record) => settleOne({ record, at })));
  const failed = told.find((one) => one.status === 'rejected' && !isRefused(one.reason));
  if (failed?.status === 'rejected') throw failed.reason;
}

// A person's choice that the order refuses goes back to the desk, where the person sees it.
const isRefused = (error: unknown): boolean => (error as { kind?: unknown }).kind === 'conflict';

/** An order of the seller by its number, or what a shop asked for by its reference. @throws missing('order-not-found') */
export async function targetNamed(named: string, sellerId: string | null): Promise<Target> {
  const order = await findOrder(named);
  if (order && order.sellerId === sellerId) return { orderNumber: order.number, intentId: null };
  const [intent] = await findIntentsNamed(referencesIn(named));
  if (!order && intent?.sellerId === sellerId) return targetOf(intent);
  throw missing('order-not-found');
}

const isSame = (a: Target, b: Target): boolean => a.orderNumber === b.orderNumber && a.intentId === b.intentId;

/** A transfer of a seller the actor acts for. @throws missing('transfer-not-found'), forbidden('not-yours') */
export async function getOwnTransfer(actor: Actor, id: string): Promise<Transfer> {
  const transfer = await getTransfer(actor, id);
  await requireActFor(actor, transfer.sellerId ?? '', 'transfer-not-found');
  return transfer;
}

const find = async (id: string): Promise<TransferRecord | null> =>
  isObjectIdOrHexString(id) ? await TransferModel.findById(id).lean<TransferRecord>() : null;
