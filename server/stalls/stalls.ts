import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { invalid, missing } from '../errors.ts';
import {
  findSellerBySlug,
  findSellers,
  listSellers,
  mayActFor,
  requireActFor,
  type Seller,
} from '../identity/sellers.ts';
import { readStall, type Stall, StallModel, type StallPlace, type StallRecord } from './stall.ts';

export type { Stall } from './stall.ts';

/** What a stall's people write down of it. */
export interface WantedStall {
  places: StallPlace[];
  guestIds: string[];
}

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

/**
 * Writes down where the stall stands and whose goods lie on it.
 * @throws missing('stall-not-found'), forbidden('not-yours'), invalid('guest-not-yours') for a guest the actor does not act for
 */
export async function setStall(actor: Actor, id: string, wanted: WantedStall): Promise<void> {
  const stall = await getOwnStall(actor, { id });
  const guestIds = [...new Set(wanted.guestIds)].filter((guest) => guest !== stall.id);
  for (const guest of guestIds) if (!(await mayActFor(actor, guest))) throw invalid('guest-not-yours');
  await changeStall(stall.id, { places: wanted.places, guestIds });
}

/** Sets fields of a stall's record, which is made if there is none. */
export async function changeStall(id: string, fields: Partial<Omit<StallRecord, '_id'>>): Promise<void> {
  await upsert(() => StallModel.updateOne({ _id: id }, { $set: fields }, { upsert: true }));
}

/** Every stall of the commune, in the order of its sellers' names. */
export async function listStalls(): Promise<Stall[]> {
  const sellers = await listSellers();
  const records = await StallModel.find({ _id: { $in: sellers.map(({ id }) => id) } }).lean<StallRecord[]>();
  const byId = new Map(records.map((record) => [record._id, record]));
  return sellers.map((seller) => readStall(seller, byId.get(seller.id) ?? null));
}

const stallOf = async (seller: Seller): Promise<Stall> =>
  readStall(seller, await StallModel.findById(seller.id).lean<StallRecord>());
