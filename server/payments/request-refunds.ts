import type { Actor } from '../actor.ts';
import { conflict, missing } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor, whereSeen } from '../identity/sellers.ts';
import { keepGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import { type Intent, labelOf } from './intent.ts';
import { IntentModel, type IntentRecord, readIntent } from './intent-record.ts';
import { type IntentRefund, isRefundId, readIntentRefund } from './intent-refund.ts';
import { changeRefund, refundOn } from './intent-refunds.ts';

// What shops ask through the API to be given back, and a seller gives back by hand: the money never lies here.

/** A refund that waits for its seller, or came to its end, with what it is for. */
export interface RequestRefund {
  refund: IntentRefund;
  intent: Intent;
  label: string | null;
}

const waits = { 'refunds.state': 'pending' as const };

/** What waits to be given back by the sellers the actor sees, the oldest first. */
export async function listRefundsAsked(actor: Actor, limit: number): Promise<RequestRefund[]> {
  const records = await IntentModel.find({ ...(await whereSeen(actor)), ...waits })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<IntentRecord[]>();
  return records.flatMap((record) =>
    (record.refunds ?? [])
      .filter(({ state }) => state === 'pending')
      .map((refund) => present(record, readIntentRefund(refund))),
  );
}

/** Of how many payments something waits to be given back. */
export const countRefundsAsked = async (actor: Actor): Promise<number> =>
  IntentModel.countDocuments({ ...(await whereSeen(actor)), ...waits });

const present = (record: IntentRecord, refund: IntentRefund): RequestRefund => {
  const intent = readIntent(record);
  return { refund, intent, label: labelOf(intent) };
};

/** @throws missing('refund-not-found'), forbidden('not-yours') */
export async function getRefundAsked(actor: Actor, id: string): Promise<RequestRefund> {
  const record = isRefundId(id) ? await IntentModel.findOne({ 'refunds.id': id }).lean<IntentRecord>() : null;
  const refund = record && refundOn(record, id);
  if (!record || !refund) throw missing('refund-not-found');
  await requireActFor(actor, record.sellerId, 'refund-not-found');
  return present(record, refund);
}

/** How a wish came to its end: the money went back, or does not. */
export interface RefundEnd {
  isGiven: boolean;
  note: string;
  photo?: Buffer | null;
}

/**
 * The seller has sent the money back by hand, or says that it does not go back; its shop is told. Repeating the same changes nothing.
 * @throws missing('refund-not-found'), forbidden('not-yours' | 'pin-needed'), conflict('refund-ended')
 */
export async function endRefund(actor: Actor, id: string, { isGiven, note, photo = null }: RefundEnd, at: Date) {
  const { refund } = await getRefundAsked(actor, id);
  requireFresh(actor, at);
  const state = isGiven ? ('succeeded' as const) : ('failed' as const);
  if (refund.state === state) return;
  const photoId = photo && (await keepGuardedImage(photo)).id;
  await changeRefund({ 'refunds.id': id }, at, async (record) => {
    const now = refundOn(record, id);
    if (now?.state !== 'pending') throw conflict('refund-ended');
    const ended = { ...now, state, endedAt: at, by: actor.name, note, photoId };
    return { refund: ended, tells: isGiven ? 'refund.updated' : 'refund.failed', cause: null };
  }).catch(async (error: unknown) => {
    if (photoId !== null) await removeGuardedImage(photoId);
    throw error;
  });
}
