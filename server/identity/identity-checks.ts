import type { Actor } from '../actor.ts';
import { forbidden, invalid, type Mistake, missing, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';
import { SellerModel } from './seller.ts';
import { getSeller, mayActFor, type Seller } from './sellers.ts';
import { requireFresh } from './sessions.ts';
import {
  type IdentityCheck,
  type IdentityFacts,
  type IdentityKind,
  type IdentityWay,
  standingRules,
} from './standing.ts';

export { type IdentityFacts, identityKinds, identityWays, standingRules } from './standing.ts';

export interface WantedCheck extends IdentityFacts {
  kind: IdentityKind;
  way: IdentityWay;
  /** `YYYY-MM-DD`, when it was looked at */
  on: string;
}

/**
 * Writes down that somebody looked at who a seller is: of a household its cooperative or an officer, of a cooperative an officer.
 * What was looked at is kept sealed; a later check takes the place of the earlier one.
 * @throws forbidden('not-for-your-role' | 'pin-needed'), missing('seller-not-found'), invalid('mistakes') at the field
 */
export async function recordIdentity(actor: Actor, sellerId: string, wanted: WantedCheck, at: Date): Promise<void> {
  await requireChecker(actor, await getSeller(sellerId));
  requireFresh(actor, at);
  const mistakes = mistakesIn(wanted, dayOf(at));
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  const { kind, way, on, ...facts } = wanted;
  const identity: IdentityCheck = {
    kind,
    way,
    on,
    at,
    by: actor.name,
    sealed: sealSecret(JSON.stringify(facts), sellerId),
  };
  await SellerModel.updateOne({ _id: sellerId }, { $set: { identity } });
}

/** Whether this person looks at who this seller is: nobody confirms themselves, and who was erased is nobody. */
export const checksIdentityOf = (
  actor: Actor,
  { id, cooperativeId, isErased }: Pick<Seller, 'id' | 'cooperativeId' | 'isErased'>,
): boolean =>
  !isErased &&
  (actor.role === 'officer' ||
    (actor.role === 'cooperative' &&
      actor.sellerId !== id &&
      actor.sellerId !== null &&
      cooperativeId === actor.sellerId));

/** @throws forbidden('not-for-your-role') for who acts for the seller, missing('seller-not-found') for everybody else */
export async function requireChecker(actor: Actor, seller: Seller): Promise<void> {
  if (checksIdentityOf(actor, seller)) return;
  throw (await mayActFor(actor, seller.id)) ? forbidden('not-for-your-role') : missing('seller-not-found');
}

/** What is known of a seller's identity. */
export type KnownIdentity = Omit<IdentityCheck, 'sealed'> & { facts: IdentityFacts | null };

/**
 * What was confirmed of a seller, for who checks it and for the seller itself; facts are null where their key was lost.
 * @throws missing('seller-not-found') for everybody else
 */
export async function identityOf(actor: Actor, sellerId: string): Promise<KnownIdentity | null> {
  const seller = await getSeller(sellerId);
  if (!checksIdentityOf(actor, seller) && !(await mayActFor(actor, sellerId))) throw missing('seller-not-found');
  const record = await SellerModel.findById(sellerId, { identity: 1 }).lean();
  if (!record?.identity) return null;
  const { kind, way, on, at, by, sealed } = record.identity;
  return { kind, way, on, at, by, facts: factsIn(sealed, sellerId) };
}

/** How many sellers nobody has identified yet. */
export const countUnidentified = (): Promise<number> =>
  SellerModel.countDocuments({ 'identity.on': { $exists: false }, erasedAt: { $exists: false } });

function factsIn(sealed: string, sellerId: string): IdentityFacts | null {
  const opened = openSecret(sealed, sellerId);
  return opened === null ? null : (JSON.parse(opened) as IdentityFacts);
}

function mistakesIn(wanted: WantedCheck, today: string): Mistake[] {
  const { kind, way, on, bornOn, number, validUntil } = wanted;
  const { electronicFrom, passportMonths } = standingRules;
  const isPerson = kind !== 'organisation';
  return mistakesMade([
    [on > today, '/on', 'in-the-future'],
    [way === 'papers' && on >= electronicFrom, '/way', 'identity-must-be-electronic'],
    [isPerson && bornOn === null, '/bornOn', 'required'],
    [bornOn !== null && bornOn >= on, '/bornOn', 'not-a-birthday'],
    [kind === 'person' && !/^\d{12}$/.test(number), '/number', 'not-a-personal-number'],
    [kind === 'foreigner' && validUntil === null, '/validUntil', 'required'],
    [
      kind === 'foreigner' && validUntil !== null && validUntil < monthsAfter(on, passportMonths),
      '/validUntil',
      'passport-ends-soon',
    ],
  ]);
}

// A month's missing days are the next month's first: half a year is half a year there too.
function monthsAfter(day: string, months: number): string {
  const date = new Date(day);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}
