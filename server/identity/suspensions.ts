import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { daysAfter, momentOn } from '../days.ts';
import { conflict, forbidden, invalid, missing } from '../errors.ts';
import { dayOf, formatDay } from '../format.ts';
import { tellChange } from '../told-changes.ts';
import { SellerModel } from './seller.ts';
import { getSeller } from './sellers.ts';
import { requireFresh } from './sessions.ts';
import { type Suspension, standingRules } from './standing.ts';

export type { Suspension } from './standing.ts';

export interface WantedSuspension {
  /** `YYYY-MM-DD`; an authority's holds at once */
  from: string;
  reason: string;
  /** number and day of the authority's paper */
  authority: string | null;
}

/** The first day on which a stall may be suspended that is told of today. */
export const earliestSuspension = (today: string): string => daysAfter(today, standingRules.suspensionNoticeDays);

/**
 * An officer suspends a seller's stall, told ahead with its reason; at an authority's word at once.
 * @throws forbidden('not-for-your-role' | 'pin-needed'), missing('seller-not-found'), invalid('mistakes') at `/from`,
 *   conflict('already-suspended')
 */
export async function suspendSeller(
  actor: Actor,
  sellerId: string,
  { from, reason, authority }: WantedSuspension,
  at: Date,
): Promise<Suspension> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  await getSeller(sellerId);
  const earliest = earliestSuspension(dayOf(at));
  if (authority === null && from < earliest)
    throw invalid('mistakes', {}, [{ pointer: '/from', code: 'suspension-too-soon', facts: { earliest } }]);
  const suspension: Suspension = {
    id: randomBytes(8).toString('hex'),
    from: authority === null ? momentOn(from) : at,
    toldAt: at,
    by: actor.name,
    reason,
    authority,
    liftedAt: null,
    liftedBy: null,
  };
  const { modifiedCount } = await SellerModel.updateOne(
    { _id: sellerId, $nor: [{ suspensions: { $elemMatch: { liftedAt: null } } }] },
    { $push: { suspensions: suspension } },
  );
  if (modifiedCount === 0) throw conflict('already-suspended');
  tellChange(actor, { what: 'suspended-from', from: null, to: formatDay(suspension.from) });
  return suspension;
}

/**
 * An officer opens a stall again, or takes back what was told ahead. Twice is as good as once.
 * @throws forbidden('not-for-your-role' | 'pin-needed'), missing('seller-not-found')
 */
export async function liftSuspension(actor: Actor, sellerId: string, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  const { suspendedFrom } = await getSeller(sellerId);
  await SellerModel.updateOne(
    { _id: sellerId, erasedAt: null, suspensions: { $elemMatch: { liftedAt: null } } },
    { $set: { 'suspensions.$.liftedAt': at, 'suspensions.$.liftedBy': actor.name } },
  );
  tellChange(actor, { what: 'suspended-from', from: suspendedFrom && formatDay(suspendedFrom), to: null });
}

/** The ids of the sellers whose stalls are suspended at this moment: few. */
export async function suspendedSellers(at: Date): Promise<string[]> {
  const closed = {
    'suspensions.from': { $lte: at },
    suspensions: { $elemMatch: { from: { $lte: at }, liftedAt: null } },
  };
  return (await SellerModel.find(closed, { _id: 1 }).lean()).map(({ _id }) => _id.toHexString());
}

/** All that was ever said of a seller's suspension, the newest first. @throws missing('seller-not-found') */
export async function suspensionsOf(sellerId: string): Promise<Suspension[]> {
  const record = await SellerModel.findById(sellerId, { suspensions: 1 }).lean();
  if (!record) throw missing('seller-not-found');
  return (record.suspensions ?? []).toReversed();
}
