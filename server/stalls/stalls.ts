import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { findSellerBySlug, findSellers, mayActFor, requireActFor, type Seller } from '../identity/sellers.ts';
import { readStall, type Stall, StallModel, type StallRecord } from './stall.ts';

export type { Stall } from './stall.ts';

/** @throws missing('stall-not-found') */
export async function getStall(id: string): Promise<Stall> {
  const [seller] = await findSellers([id]);
  if (!seller) throw missing('stall-not-found');
  return await stallOf(seller);
}

/** @throws missing('stall-not-found') */
export async function getStallBySlug(slug: string): Promise<Stall> {
  const seller = await findSellerBySlug(slug);
  if (!seller) throw missing('stall-not-found');
  return await stallOf(seller);
}

/** A stall whose people the actor is one of. @throws missing('stall-not-found'), forbidden('not-yours') */
export async function getOwnStall(actor: Actor, which: { id: string } | { slug: string }): Promise<Stall> {
  const stall = 'id' in which ? await getStall(which.id) : await getStallBySlug(which.slug);
  await requireActFor(actor, stall.id, 'stall-not-found');
  return stall;
}

/** A stall that the actor may look at: its people's, and every one of the commune to an officer. @throws missing('stall-not-found') */
export async function getSeenStall(actor: Actor, id: string): Promise<Stall> {
  return actor.role === 'officer' ? await getStall(id) : await getOwnStall(actor, { id });
}

/** Whose goods may be sold at a stall by this person: the stall's own seller, and its guests that the person acts for. */
export async function sellersAt(actor: Actor, stall: Stall): Promise<Seller[]> {
  const acted = await Promise.all(stall.guestIds.map((id) => mayActFor(actor, id)));
  return [stall.seller, ...(await findSellers(stall.guestIds.filter((_id, index) => acted[index])))];
}

const stallOf = async (seller: Seller): Promise<Stall> =>
  readStall(seller, await StallModel.findById(seller.id).lean<StallRecord>());
