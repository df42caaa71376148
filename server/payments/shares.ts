import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { insertNew } from '../database/insert-new.ts';
import { conflict } from '../errors.ts';
import { formatMoney } from '../format.ts';
import { requireFresh } from '../identity/accounts.ts';
import { findIntent, findIntentForOrder } from './intents.ts';
import { settleOne } from './settlement.ts';
import { noTarget, type Target, type Transfer, takesMoney } from './transfer.ts';
import { readTransfer, type Share, TransferModel, type TransferRecord } from './transfer-record.ts';
import { getOwnTransfer, isMovable, targetNamed } from './transfers.ts';
import { finishUndoing, mark, markedBefore, unmark } from './undoing.ts';

// One transfer pays one thing (decision 0021). One that was sent for several is divided by a person into parts, which are transfers like
// any other and go the one road of money; together they are the whole to the đồng, and only they are counted (decision 0095).

/** Orders that one transfer may pay together. */
export const mostShares = 20;

/**
 * A person says which orders one transfer pays together; what is more than they cost lies on the desk as a part of its own.
 * @param named the numbers of orders, or payment references
 * @returns the parts, in the order named
 * @throws forbidden('pin-needed'), missing('order-not-found'), conflict('shares-same') when one is named twice or there is but one,
 * conflict('transfer-order-refused') when one takes no money, conflict('shares-exceed') naming what is missing, conflict('transfer-settled')
 */
export async function shareOut(actor: Actor, id: string, named: readonly string[], at: Date): Promise<Transfer[]> {
  const transfer = await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  const targets = await Promise.all(named.map((name) => targetNamed(name, transfer.sellerId)));
  const names = new Set(targets.map(nameOf));
  if (names.size !== targets.length || names.size < 2 || names.size > mostShares) throw conflict('shares-same');
  const shares = await sharesOf(transfer, targets);
  const sharing = { at, by: actor.name, round: String(new Types.ObjectId()), shares };
  const record = await TransferModel.findOneAndUpdate(
    { _id: transfer.id, state: 'review', ...isMovable },
    {
      $set: { state: 'set-aside', shared: true, sharing },
      $push: { history: { at, did: 'shared', by: actor.name, note: targets.map(nameOf).join(', ') } },
    },
    { returnDocument: 'after' },
  ).lean<TransferRecord>();
  if (!record) throw conflict('transfer-settled');
  await finishSharing(record);
  return await partsFrom(transfer.id);
}

const nameOf = ({ orderNumber, intentId }: Target): string => orderNumber ?? intentId ?? '';

async function sharesOf({ amountVnd }: Transfer, targets: readonly Target[]): Promise<Share[]> {
  const asked = await Promise.all(
    targets.map(async ({ orderNumber, intentId }) => {
      const intent = orderNumber === null ? await findIntent(intentId ?? '') : await findIntentForOrder(orderNumber);
      if (!intent || !takesMoney(intent)) throw conflict('transfer-order-refused');
      return { orderNumber, intentId, amountVnd: intent.amountVnd };
    }),
  );
  const restVnd = asked.reduce((rest, share) => rest - share.amountVnd, amountVnd);
  if (restVnd < 0) throw conflict('shares-exceed', { short: formatMoney(-restVnd) });
  return restVnd === 0 ? asked : [...asked, { ...noTarget, amountVnd: restVnd }];
}

/** Writes down the parts of a divided transfer and carries them out; safe to repeat. */
export async function finishSharing(whole: TransferRecord): Promise<void> {
  const { _id, sharing } = whole;
  if (!sharing) return;
  const parts = sharing.shares.map((share, place) => partOf(whole, { share, place }));
  await insertNew(TransferModel, parts);
  await TransferModel.updateOne({ _id, 'sharing.round': sharing.round }, { $set: { sharing: null } });
  const kept = await TransferModel.find({ key: { $in: parts.map(({ key }) => key) }, state: 'kept' }).lean<
    TransferRecord[]
  >();
  // An order that was paid or let go meanwhile refuses its part, which lies on the desk then.
  await Promise.allSettled(kept.map((record) => settleOne({ record, at: sharing.at })));
}

function partOf(whole: TransferRecord, { share, place }: { share: Share; place: number }): TransferRecord {
  const { at, by, round } = whole.sharing ?? { at: whole.keptAt, by: '', round: '' };
  const { orderNumber, intentId, amountVnd } = share;
  const hasTarget = orderNumber !== null || intentId !== null;
  const key = `part:${whole._id.toHexString()}:${round}:${place}`;
  return {
    ...whole,
    _id: new Types.ObjectId(),
    key,
    identity: key,
    tellings: [],
    partOf: whole._id.toHexString(),
    amountVnd,
    orderNumber,
    intentId,
    keptAt: at,
    state: hasTarget ? 'kept' : 'review',
    reason: hasTarget ? null : 'over',
    chosenBy: hasTarget ? by : null,
    shared: false,
    sharing: null,
    merged: false,
    undone: false,
    undoing: null,
    history: [{ at, did: 'part', by, note: null }],
  };
}

/** What a transfer was divided into, as far as that stands. */
export async function partsFrom(id: string): Promise<Transfer[]> {
  return (await recordsFrom(id)).map(readTransfer);
}

const recordsFrom = (id: string): Promise<TransferRecord[]> =>
  TransferModel.find({ partOf: { $gt: '', $in: [id] }, merged: { $ne: true } })
    .sort({ _id: 1 })
    .lean<TransferRecord[]>()
    .exec();

/**
 * The parts are one transfer on the desk again, and their orders wait for money once more.
 * @throws forbidden('pin-needed'), conflict('transfer-not-aside'), conflict('shares-moved') when money of a part was given back or set aside
 */
export async function putTogether(actor: Actor, id: string, at: Date): Promise<Transfer> {
  await getOwnTransfer(actor, id);
  requireFresh(actor, at);
  const undoing = { at, by: actor.name };
  const one = { _id: id, state: 'set-aside' as const, shared: true, sharing: null };
  await TransferModel.updateOne({ ...one, undoing: null }, { $set: { undoing } });
  const whole = await TransferModel.findOne({ ...one, 'undoing.by': { $gt: '' } }).lean<TransferRecord>();
  if (!whole) throw conflict('transfer-not-aside');
  if (!(await finishPuttingTogether(whole))) throw conflict('shares-moved');
  return await getOwnTransfer(actor, id);
}

/** @returns false, and leaves what stands, when a part cannot be moved any more; safe to repeat */
export async function finishPuttingTogether(whole: TransferRecord): Promise<boolean> {
  const { _id, undoing } = whole;
  if (!undoing) return true;
  const parts = await recordsFrom(_id.toHexString());
  const { at, by } = undoing;
  if (!(await holdAll(parts, undoing))) {
    for (const part of [...parts, whole]) await unmark(part);
    return false;
  }
  // From here on no part can be moved by anybody else.
  await TransferModel.updateMany(
    { _id: { $in: parts.map((part) => part._id) }, state: 'review', 'undoing.by': { $gt: '' } },
    {
      $set: { state: 'set-aside', merged: true, undoing: null },
      $push: { history: { at, did: 'merged', by, note: null } },
    },
  );
  await TransferModel.updateOne(
    { _id, shared: true, 'undoing.by': by },
    {
      $set: { state: 'review', reason: 'undone', ...noTarget, shared: false, undone: true, undoing: null },
      $push: { history: { at, did: 'undone', by, note: null } },
    },
  );
  return true;
}

async function holdAll(
  parts: readonly TransferRecord[],
  undoing: NonNullable<TransferRecord['undoing']>,
): Promise<boolean> {
  for (const part of parts) {
    const marked = await mark(part._id.toHexString(), undoing, ['matched', 'review']);
    if (!marked || (marked.state === 'matched' && marked.orderNumber === null)) return false;
    if (marked.state === 'matched' && !(await finishUndoing(marked, true))) return false;
  }
  return true;
}

/** Finishes what a crash cut off while transfers were divided or put together. */
export async function finishForgottenShares(before: Date): Promise<void> {
  // `$gt` says aloud what the index holds: those few alone.
  const sharing = await TransferModel.find({ 'sharing.at': { $gt: new Date(0), $lte: before } })
    .limit(200)
    .lean<TransferRecord[]>();
  for (const whole of sharing) await finishSharing(whole);
  for (const one of await markedBefore(before)) if (one.shared) await finishPuttingTogether(one);
  await finishParts(before);
}

// Marked parts of a whole that is not being put together: one of them alone was being undone, or the whole was given up.
async function finishParts(before: Date): Promise<void> {
  for (const part of await markedBefore(before)) {
    if (!part.partOf) continue;
    const isWhole = await TransferModel.exists({ _id: part.partOf, 'undoing.by': { $gt: '' } });
    if (isWhole) continue;
    if (part.state === 'matched') await finishUndoing(part);
    else await unmark(part);
  }
}
