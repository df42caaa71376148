import { isObjectIdOrHexString } from 'mongoose';
import type { Actor } from '../actor.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { conflict } from '../errors.ts';
import { AccountModel } from './account.ts';
import { addAccount, listAccounts } from './accounts.ts';
import { SellerModel } from './seller.ts';
import { addHousehold, findSellers, getSeller, mayActFor } from './sellers.ts';

/** A household of a list, with the person who signs in for it. */
export interface ListedHousehold {
  /** Given beforehand, so that a list that was cut off goes on where it stopped. */
  id: string;
  name: string;
  village: string;
  people: string | null;
  person: string;
  /** E.164. */
  phone: string;
}

/** Of some phone numbers those that somebody signs in with already, and for which seller. */
export async function phonesTaken(phones: readonly string[]): Promise<Map<string, string>> {
  const known = await AccountModel.find({ phone: { $in: [...phones] } }, { phone: 1, sellerId: 1 }).lean();
  return new Map(known.flatMap(({ phone, sellerId }) => (phone === null ? [] : [[phone, String(sellerId)] as const])));
}

/**
 * Takes a household of a list into the actor's cooperative, at the cooperative's commune. Safe to repeat: a household that is
 * there already only gets its person, if that is missing.
 * @throws conflict('phone-taken')
 */
export async function takeInHousehold(actor: Actor, wanted: ListedHousehold, at: Date): Promise<void> {
  const cooperativeId = actor.sellerId ?? '';
  const { address } = await getSeller(cooperativeId);
  const [there] = await findSellers([wanted.id]);
  const { id, name, village, people } = wanted;
  const seller = { name, village, people, cooperativeId, address: { ...address, line: village } };
  if (!there) await addHousehold(seller, at, id).catch(unlessThere);
  if ((await listAccounts([id], at)).length > 0) return;
  const person = { name: wanted.person, role: 'household' as const, phone: wanted.phone, sellerId: id, cooperativeId };
  await addAccount(person, at).catch(async (error: unknown) => {
    if ((await listAccounts([id], at)).length === 0) throw error;
  });
}

/** The same list is run twice at once: the other one was faster. */
function unlessThere(error: unknown): void {
  if (!takenKey(error)?.has('_id')) throw error;
}

/**
 * Takes a household back that nobody has used: no one of it ever signed in. Safe to repeat.
 * @param also takes back what went in with it, once it is sure that it may go
 * @throws conflict('household-in-use')
 */
export async function takeBackHousehold(actor: Actor, sellerId: string, also: () => Promise<void>): Promise<void> {
  if (!isObjectIdOrHexString(sellerId) || !(await mayActFor(actor, sellerId))) return;
  await requireUnused(sellerId);
  await also();
  await AccountModel.deleteMany({ sellerId, secretHash: null });
  await SellerModel.deleteOne({ _id: sellerId });
}

/** @throws conflict('household-in-use') when somebody of it has signed in */
async function requireUnused(sellerId: string): Promise<void> {
  const used = await AccountModel.exists({ sellerId, secretHash: { $ne: null } });
  if (used) throw conflict('household-in-use');
}
