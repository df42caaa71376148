import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { underFreeSlug } from '../database/free-slug.ts';
import { conflict, forbidden, missing, unavailable } from '../errors.ts';
import { slugOf } from '../fold.ts';
import { requireActFor } from '../identity/sellers.ts';
import { requireImages } from '../media/images.ts';
import { saysOtherwise } from './listing.ts';
import { newPack } from './packs.ts';
import {
  cheapestOf,
  type Pack,
  type Product,
  ProductModel,
  type ProductRecord,
  readPack,
  readProduct,
} from './product.ts';
import { changeOf, folded, gtinOf, type WantedChange, type WantedProduct } from './product-change.ts';
import { requireFacts } from './product-facts.ts';
import { tellProduct } from './product-told.ts';
import { getProfile } from './profiles.ts';

export { findProductBySlug, findProductsByGtin } from './addressed-products.ts';
export { kindsOnOffer, type Pack, type Product, type Quantity } from './product.ts';
export type { WantedChange, WantedProduct } from './product-change.ts';
export {
  bringPricesUpToDate,
  listProducts,
  type ProductOrder,
  type ProductsWanted,
  productOrders,
} from './product-lists.ts';

/**
 * Adds a product to a seller's goods.
 * @throws invalid('kind-unknown' | 'product-mistaken' | 'image-not-found'), missing('seller-not-found'),
 * forbidden('not-yours'), conflict('gtin-taken')
 */
export async function addProduct(actor: Actor, wanted: WantedProduct, at: Date): Promise<Product> {
  const sellerId = wanted.sellerId ?? actor.sellerId;
  if (sellerId === null) throw forbidden('not-yours');
  await requireActFor(actor, sellerId, 'seller-not-found');
  const { requestId = null } = wanted;
  const earlier = requestId === null ? null : await ProductModel.findOne({ requestId }).lean();
  if (earlier) return readProduct(earlier);
  await checkFacts(wanted.kind, sellerId, wanted);
  const packs = wanted.packs.map(newPack);
  return keep({
    _id: new Types.ObjectId(),
    slug: slugOf(wanted.name, 'san-pham'),
    name: wanted.name,
    folded: folded(wanted.name, wanted.kind),
    kind: wanted.kind,
    sellerId,
    ...gtinOf(wanted.gtin),
    packs,
    fromVnd: cheapestOf(packs),
    photoId: wanted.photoId ?? null,
    description: wanted.description ?? null,
    needsInspection: wanted.needsInspection ?? false,
    version: 0,
    createdAt: at,
    ...(requestId !== null && { requestId }),
  });
}

/**
 * Changes what is given and leaves the rest. Packs are given whole: one that is missing is no longer offered.
 * @throws missing('product-not-found'), forbidden('not-yours'), invalid('pack-unknown' | 'product-mistaken'),
 * conflict('gtin-taken')
 */
export async function changeProduct(actor: Actor, id: string, wanted: WantedChange, at: Date): Promise<Product> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const record = isObjectIdOrHexString(id) ? await ProductModel.findOne({ _id: id }).lean() : null;
    if (!record) throw missing('product-not-found');
    await requireActFor(actor, record.sellerId, 'product-not-found');
    await checkFacts(record.kind, record.sellerId, wanted);
    const changed = await rewrite(record, wanted, at);
    if (!changed) continue;
    tellProduct(actor, record, changed);
    return readProduct(changed);
  }
  throw unavailable('product-busy');
}

/** @throws missing('product-not-found') */
export async function getProduct(id: string): Promise<Product> {
  const product = await findProduct(id);
  if (!product) throw missing('product-not-found');
  return product;
}

export async function findProduct(id: string): Promise<Product | null> {
  const [product] = await findProducts([id]);
  return product ?? null;
}

export async function findProducts(ids: readonly string[]): Promise<Product[]> {
  const records = await ProductModel.find({ _id: { $in: ids.filter((id) => isObjectIdOrHexString(id)) } }).lean();
  return records.map(readProduct);
}

/** Packs and their products; `withRetired` also those no longer offered, for naming what was sold or stored before. */
export async function findPacks(
  packIds: readonly string[],
  { withRetired = false } = {},
): Promise<{ product: Product; pack: Pack }[]> {
  const wanted = new Set(packIds);
  const records = await ProductModel.find({ 'packs.packId': { $in: [...wanted] } }).lean();
  return records.flatMap((record) =>
    record.packs
      .filter((pack) => wanted.has(pack.packId) && (withRetired || pack.retiredAt === null))
      .map((pack) => ({ product: readProduct(record), pack: readPack(pack) })),
  );
}

async function rewrite(record: ProductRecord, wanted: WantedChange, at: Date): Promise<ProductRecord | null> {
  const change = changeOf(record, wanted, at);
  const unset = {
    ...(wanted.gtin === null && { gtin: 1 }),
    ...(saysOtherwise(record, change) && { screening: 1 }),
  };
  const update = {
    $inc: { version: 1 },
    ...(Object.keys(change).length > 0 ? { $set: change } : {}),
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
  };
  try {
    const filter = { _id: record._id, version: record.version };
    return await ProductModel.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean();
  } catch (error) {
    throw takenIndex(error) === 'gtin' ? conflict('gtin-taken') : error;
  }
}

// Two products may bear one name; the unique index decides, and the next one gets -2, -3…
async function keep(record: ProductRecord): Promise<Product> {
  try {
    const slug = await underFreeSlug(record.slug, (free) => ProductModel.create({ ...record, slug: free }));
    return readProduct({ ...record, slug });
  } catch (error) {
    throw takenKey(error)?.has('gtin') ? conflict('gtin-taken') : error;
  }
}

async function checkFacts(kind: string, sellerId: string, wanted: WantedChange): Promise<void> {
  requireFacts(getProfile(kind), wanted);
  if (wanted.photoId) await requireImages([wanted.photoId], sellerId);
}

const takenIndex = (error: unknown): 'slug' | 'gtin' | null =>
  (['gtin', 'slug'] as const).find((field) => takenKey(error)?.has(field)) ?? null;
