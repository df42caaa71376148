import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { invalid, missing } from '../errors.ts';
import {
  findSellerBySlug,
  findSellers,
  listSellers,
  requireActFor,
  type Seller,
  sellersActedFor,
} from '../identity/sellers.ts';
import { readStall, type Stall, StallModel, type StallPlace, type StallRecord } from './stall.ts';

export type { Stall } from './stall.ts';

/** What a stall's people write down of it. */
export interface WantedStall {
  places: StallPlace[];
  guestIds: string[];
}

/** How a stall is named in an address of programs, and in one of people. */
type Which = { id: string } | { slug: string };

/** @throws missing('stall-not-found') */
export async function getStall(which: Which): Promise<Stall> {
  const [seller] = 'id' in which ? await findSellers([which.id]) : [await findSellerBySlug(which.slug)];
  if (!seller) throw missing('stall-not-found');
  return readStall(seller, await StallModel.findById(seller.id).lean<StallRecord>());
}

/** A stall whose people the actor is one of. @throws missing('stall-not-found'), forbidden('not-yours') */
export async function getOwnStall(actor: Actor, which: Which): Promise<Stall> {
  const stall = await getStall(which);
  await requireActFor(actor, stall.id, 'stall-not-found');
  return stall;
}

/** A stall that the actor may look at: its people's, and every one of the commune to an officer. @throws missing('stall-not-found') */
export async function getSeenStall(actor: Actor, which: Which): Promise<Stall> {
  return actor.role === 'officer' ? await getStall(which) : await getOwnStall(actor, which);
}

/** Whose goods may be sold at a stall by this person: the stall's own seller, and its guests that the person acts for. */
export async function sellersAt(actor: Actor, stall: Stall): Promise<Seller[]> {
  const acted = await sellersActedFor(actor);
  return [stall.seller, ...acted.filter(({ id }) => stall.guestIds.includes(id))];
}

/**
 * Writes down where a stall of the actor's stands and whose goods lie on it.
 * @throws invalid('guest-not-yours') for a guest the actor does not act for
 */
export async function setStall(actor: Actor, stall: Stall, wanted: WantedStall): Promise<void> {
  const guestIds = [...new Set(wanted.guestIds)].filter((guest) => guest !== stall.id);
  const acted = new Set((await sellersActedFor(actor)).map(({ id }) => id));
  if (guestIds.some((guest) => !acted.has(guest))) throw invalid('guest-not-yours');
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
