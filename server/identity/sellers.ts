import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { underFreeSlug } from '../database/free-slug.ts';
import { type DomainError, forbidden, invalid, missing, ofAnother } from '../errors.ts';
import { holdsWords, slugOf } from '../fold.ts';
import type { Localized } from '../language.ts';
import { refusesSensitive } from '../platform.ts';
import { type Address, presentSeller, type Seller, SellerModel, type SellerRecord } from './seller.ts';

export type { Seller } from './seller.ts';

export interface WantedSeller {
  name: string;
  village: string;
  address: Omit<Address, 'formerly'> & { formerly?: string | null };
  people?: string | null;
  story?: Localized | null;
}

/** @throws missing('seller-not-found') */
export async function getSeller(id: string): Promise<Seller> {
  const [seller] = await findSellers([id]);
  if (!seller) throw missing('seller-not-found');
  return seller;
}

/** Those of the ids that are there, in no particular order. */
export async function findSellers(ids: readonly string[]): Promise<Seller[]> {
  const known = ids.filter((id) => isObjectIdOrHexString(id));
  if (known.length === 0) return [];
  return (await SellerModel.find({ _id: { $in: known } }).lean()).map(presentSeller);
}

export async function findSellerBySlug(slug: string): Promise<Seller | null> {
  const record = await SellerModel.findOne({ slug: slug.toLowerCase() }).lean();
  return record && presentSeller(record);
}

/** Every seller of the commune, in the order of the Vietnamese alphabet. */
export async function listSellers(): Promise<Seller[]> {
  return byName(await SellerModel.find().lean());
}

/** The ids of the sellers whose name holds every word of a search. */
export const sellersNamed = async (search: string): Promise<string[]> =>
  (await listSellers()).filter(({ name }) => holdsWords(name, search)).map(({ id }) => id);

/** Whom somebody may act for: a household for itself, a cooperative for itself and its members, an officer for nobody. */
export async function sellersActedFor(actor: Actor): Promise<Seller[]> {
  if (actor.sellerId === null) return [];
  if (actor.role !== 'cooperative') return findSellers([actor.sellerId]);
  return byName(await SellerModel.find({ $or: [{ _id: actor.sellerId }, { cooperativeId: actor.sellerId }] }).lean());
}

/** Whom somebody may help and look after: an officer the whole commune, others whom they act for. */
export const sellersHelpedBy = (actor: Actor): Promise<Seller[]> =>
  actor.role === 'officer' ? listSellers() : sellersActedFor(actor);

/** The villages of these sellers, each once, in the order of the Vietnamese alphabet. */
export const villagesOf = (sellers: readonly Seller[]): string[] =>
  [...new Set(sellers.map(({ village }) => village))].sort(new Intl.Collator('vi').compare);

/** Whose records somebody may look at: those acted for; an officer sees the whole commune. */
export async function sellersSeenBy(actor: Actor): Promise<string[] | 'all'> {
  if (actor.role === 'officer') return 'all';
  return (await sellersActedFor(actor)).map((seller) => seller.id);
}

/** What picks the records of these sellers, by the field that names whose they are. */
export const whereOf = <F extends string = 'sellerId'>(
  sellerIds: readonly string[] | 'all',
  field?: F,
): { [K in F]?: { $in: string[] } } =>
  sellerIds === 'all' ? {} : ({ [field ?? 'sellerId']: { $in: [...sellerIds] } } as { [K in F]: { $in: string[] } });

/** What picks the records that somebody may look at, by the field that names whose they are. */
export const whereSeen = async <F extends string = 'sellerId'>(actor: Actor, field?: F) =>
  whereOf(await sellersSeenBy(actor), field);

export async function mayActFor(actor: Actor, sellerId: string): Promise<boolean> {
  if (actor.sellerId === null || !isObjectIdOrHexString(sellerId)) return false;
  if (actor.sellerId === sellerId) return true;
  if (actor.role !== 'cooperative') return false;
  return (await SellerModel.exists({ _id: sellerId, cooperativeId: actor.sellerId })) !== null;
}

/** Whether somebody may look at what is a seller's and not everybody's: who acts for it, and an officer. */
export const mayLookAt = async (actor: Actor | null, sellerId: string): Promise<boolean> =>
  actor !== null && (actor.role === 'officer' || (await mayActFor(actor, sellerId)));

/**
 * Lets only those pass who act for the seller.
 * @throws missing(missingCode) when the actor may not even see it, forbidden('not-yours') when it may only look.
 */
export async function requireActFor(actor: Actor, sellerId: string, missingCode: string): Promise<void> {
  if (await mayActFor(actor, sellerId)) return;
  const refusal = actor.role === 'officer' ? forbidden('not-yours') : missing(missingCode);
  throw ofAnother(refusal, missingCode.replace(/-not-found$/, ''));
}

/** A seller that somebody does not act for. */
export const absentSeller = (id: string): Promise<DomainError> => absent(SellerModel, { _id: id }, 'seller-not-found');

/** A cooperative is a seller of its own and acts for its member households. */
export async function addCooperative(wanted: WantedSeller, at: Date): Promise<Seller> {
  return addSeller({ ...record(wanted, at), kind: 'cooperative', cooperativeId: null });
}

/**
 * @param wanted without a cooperative an officer looks after it
 * @param id one that was given before, so that what is repeated makes one household
 * @throws missing('cooperative-not-found')
 */
export async function addHousehold(
  wanted: WantedSeller & { cooperativeId: string | null },
  at: Date,
  id?: string,
): Promise<Seller> {
  const cooperativeId = wanted.cooperativeId === null ? null : await cooperativeOf(wanted.cooperativeId);
  return addSeller({ ...record(wanted, at, id), kind: 'household', cooperativeId });
}

async function cooperativeOf(id: string): Promise<Types.ObjectId> {
  const known = isObjectIdOrHexString(id) && (await SellerModel.exists({ _id: id, kind: 'cooperative' }));
  if (!known) throw missing('cooperative-not-found');
  return known._id;
}

const record = (wanted: WantedSeller, at: Date, id?: string) => ({
  _id: new Types.ObjectId(id),
  name: wanted.name.normalize('NFC'),
  village: wanted.village,
  address: { ...wanted.address, formerly: wanted.address.formerly ?? null },
  people: peopleIn(wanted),
  story: wanted.story ?? null,
  publicPhone: null,
  createdAt: at,
});

/** @throws invalid('no-sensitive-data') for the people a household belongs to while none are taken */
function peopleIn({ people = null }: WantedSeller): string | null {
  if (people !== null && refusesSensitive())
    throw invalid('no-sensitive-data', {}, [{ pointer: '/people', code: 'no-sensitive-data' }]);
  return people;
}

async function addSeller(wanted: Omit<SellerRecord, 'slug'>): Promise<Seller> {
  const slug = await underFreeSlug(slugOf(wanted.name, 'ho'), (free) => SellerModel.create({ ...wanted, slug: free }));
  return presentSeller({ ...wanted, slug });
}

const byName = (records: SellerRecord[]): Seller[] => {
  const vietnamese = new Intl.Collator('vi');
  return records.map(presentSeller).sort((a, b) => vietnamese.compare(a.name, b.name));
};
