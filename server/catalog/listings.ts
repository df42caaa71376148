import { isObjectIdOrHexString, type QueryFilter } from 'mongoose';
import type { Actor } from '../actor.ts';
import { conflict, forbidden, gone, missing } from '../errors.ts';
import { searchWords } from '../fold.ts';
import { requireFresh } from '../identity/accounts.ts';
import { mayLookAt, type Seller } from '../identity/sellers.ts';
import { rulesNow } from '../platform.ts';
import { isListed, isShown, type Look, type Screening, type TakenDown } from './listing.ts';
import { type Product, ProductModel, type ProductRecord, readProduct } from './product.ts';

export { isListed, isShown } from './listing.ts';

/** A product with what an officer looks at, and what was said of it before. */
export interface Listing {
  product: Product;
  /** changes with each change of the product: what is decided is decided of what was seen */
  version: number;
  looks: Look[];
  takenDown: TakenDown[];
}

/**
 * Lets a product's page through for everybody as long as it is shown; for its seller and the officer always.
 * @returns whether everybody sees it
 * @throws gone('listing-gone') of what was taken down or whose stall is suspended, missing('product-not-found') of what nobody has
 *   looked at yet
 */
export async function requireShown(
  { product, seller }: { product: Product; seller: Seller },
  actor: Actor | null,
  at: Date,
): Promise<boolean> {
  if (isShown(product, seller, at)) return true;
  if (await mayLookAt(actor, seller.id)) return false;
  throw product.isTakenDown || isListed(product) ? gone('listing-gone') : missing('product-not-found');
}

/** What waits to be looked at where the mode wants that; nothing elsewhere. */
export const countWaitingListings = (): Promise<number> =>
  rulesNow().screens ? ProductModel.countDocuments(waiting) : Promise.resolve(0);

/** How many would wait if the market were run as one where goods are looked at first. */
export const countUnscreened = (): Promise<number> => ProductModel.countDocuments(waiting);

const waiting: QueryFilter<ProductRecord> = { screening: { $nin: ['passed', 'refused'] }, isTakenDown: { $ne: true } };

/** Of these sellers' goods, how many were refused or taken down: something for the seller to do. */
export const countHiddenListings = (sellerIds: readonly string[]): Promise<number> =>
  ProductModel.countDocuments({
    sellerId: { $in: [...sellerIds] },
    $or: [{ isTakenDown: true }, ...(rulesNow().screens ? [{ screening: 'refused' as const }] : [])],
  });

export const listingStates = ['waiting', 'refused', 'taken-down', 'passed'] as const;
export type ListingState = (typeof listingStates)[number];

/** In which of the officer's lists a product is. */
export const stateOf = ({ isTakenDown, screening }: Product): ListingState => (isTakenDown ? 'taken-down' : screening);

const byState: Record<ListingState, QueryFilter<ProductRecord>> = {
  waiting,
  refused: { screening: 'refused', isTakenDown: { $ne: true } },
  'taken-down': { isTakenDown: true },
  passed: { screening: 'passed', isTakenDown: { $ne: true } },
};

/**
 * Goods in one state, for the officer; those that wait the oldest first, else the newest.
 * @param search words of the name
 */
export async function listListings(actor: Actor, state: ListingState, search: string): Promise<Product[]> {
  requireOfficer(actor);
  const words = searchWords(search).map((word) => ({ folded: { $regex: word } }));
  const filter = { ...byState[state], ...(words.length > 0 ? { $and: words } : {}) };
  const records = await ProductModel.find(filter)
    .sort({ _id: state === 'waiting' ? 1 : -1 })
    .limit(200)
    .lean();
  return records.map(readProduct);
}

/** @throws forbidden('not-for-your-role'), missing('product-not-found') */
export async function getListing(actor: Actor, id: string): Promise<Listing> {
  requireOfficer(actor);
  return listingOf(await recordOf(id));
}

/** What was said of one's own goods. @throws missing('product-not-found') */
export async function ownListing(productId: string): Promise<Listing> {
  return listingOf(await recordOf(productId));
}

/**
 * An officer looked at what a product's page says: it passes, or is refused with a reason that its seller reads.
 * @param version the one that was looked at
 * @throws forbidden('not-for-your-role'), missing('product-not-found'), conflict('listing-changed') when it says something else now
 */
export async function screenListing(
  actor: Actor,
  id: string,
  { version, passed, reason }: { version: number; passed: boolean; reason: string | null },
  at: Date,
): Promise<void> {
  requireOfficer(actor);
  const { _id } = await recordOf(id);
  const look: Look = { at, by: actor.name, passed, reason };
  const screening: Screening = passed ? 'passed' : 'refused';
  const { matchedCount } = await ProductModel.updateOne(
    { _id, version },
    { $set: { screening }, $push: { looks: look }, $inc: { version: 1 } },
  );
  if (matchedCount === 0) throw conflict('listing-changed');
}

/**
 * An officer takes a product off the market: nobody sees it any more but its seller and the officer; what it is part of stays.
 * Twice is as good as once.
 * @throws forbidden('not-for-your-role' | 'pin-needed'), missing('product-not-found')
 */
export async function takeDown(
  actor: Actor,
  id: string,
  { reason, authority }: { reason: string; authority: string | null },
  at: Date,
): Promise<void> {
  requireOfficer(actor);
  requireFresh(actor, at);
  const { _id } = await recordOf(id);
  const entry: TakenDown = { at, by: actor.name, reason, authority, putBackAt: null, putBackBy: null };
  await ProductModel.updateOne(
    { _id, isTakenDown: { $ne: true } },
    { $set: { isTakenDown: true }, $push: { takenDown: entry }, $inc: { version: 1 } },
  );
}

/** Puts back what was taken down. @throws as `takeDown` */
export async function putBack(actor: Actor, id: string, at: Date): Promise<void> {
  requireOfficer(actor);
  requireFresh(actor, at);
  const { _id } = await recordOf(id);
  await ProductModel.updateOne(
    { _id, isTakenDown: true, takenDown: { $elemMatch: { putBackAt: null } } },
    {
      $set: { isTakenDown: false, 'takenDown.$.putBackAt': at, 'takenDown.$.putBackBy': actor.name },
      $inc: { version: 1 },
    },
  );
}

function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
}

async function recordOf(id: string): Promise<ProductRecord> {
  const record = isObjectIdOrHexString(id) ? await ProductModel.findOne({ _id: id }).lean<ProductRecord>() : null;
  if (!record) throw missing('product-not-found');
  return record;
}

const listingOf = (record: ProductRecord): Listing => ({
  product: readProduct(record),
  version: record.version,
  looks: (record.looks ?? []).toReversed(),
  takenDown: (record.takenDown ?? []).toReversed(),
});
