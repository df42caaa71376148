import type { Channel } from '../channels.ts';
import { CertificateModel, type CertificateRecord } from './certificate.ts';
import { ProductModel, type ProductRecord } from './product.ts';
import { ShopLinkModel, type ShopLinkRecord } from './shop-link.ts';

/** What the commune's figures take from a product. */
export interface GoodsFigures {
  id: string;
  name: string;
  slug: string;
  kind: string;
  sellerId: string;
  /** since when it is on the list */
  since: Date;
  /** a pack of it can be ordered here */
  isOffered: boolean;
}

/** Every product, also those of which no pack is offered any more. */
export async function goodsFigures(): Promise<GoodsFigures[]> {
  const records = await ProductModel.find({}, { name: 1, slug: 1, kind: 1, sellerId: 1, packs: 1, createdAt: 1 })
    .sort({ _id: 1 })
    .lean<Pick<ProductRecord, '_id' | 'name' | 'slug' | 'kind' | 'sellerId' | 'packs' | 'createdAt'>[]>();
  return records.map(({ _id, name, slug, kind, sellerId, packs, createdAt }) => ({
    id: _id.toHexString(),
    name,
    slug,
    kind,
    sellerId,
    since: createdAt,
    isOffered: packs.some(({ retiredAt }) => retiredAt === null),
  }));
}

/** An OCOP certificate of a product, in force from its first day to its last, both counted (`YYYY-MM-DD`). */
export interface OcopFigures {
  id: string;
  sellerId: string;
  productId: string;
  number: string;
  stars: number | null;
  issuedOn: string;
  validUntil: string;
}

/** Every OCOP certificate of a product, those that have ended too. */
export async function ocopFigures(): Promise<OcopFigures[]> {
  const records = await CertificateModel.find({ kind: 'ocop', productId: { $ne: null } })
    .sort({ _id: 1 })
    .lean<CertificateRecord[]>();
  return records.map(({ _id, sellerId, productId, number, stars, issuedOn, validUntil }) => ({
    id: _id.toHexString(),
    sellerId,
    productId: productId ?? '',
    number,
    stars,
    issuedOn,
    validUntil,
  }));
}

/** The outside shops that anybody may open, with since when. */
export async function outsideShopFigures(): Promise<
  { sellerId: string; productId: string | null; url: string; since: Date }[]
> {
  const records = await ShopLinkModel.find({ approvedAt: { $ne: null } }).lean<ShopLinkRecord[]>();
  return records.map(({ sellerId, productId, url, approvedAt, createdAt }) => ({
    sellerId,
    productId,
    url,
    since: approvedAt ?? createdAt,
  }));
}

/** Which channels these sellers are on, for their goods or themselves: one query. `isOpen`: buyers may go there. */
export async function sellerLinks(
  sellerIds: readonly string[],
): Promise<{ sellerId: string; channel: Channel; isOpen: boolean; reports: number }[]> {
  const records = await ShopLinkModel.find({ sellerId: { $in: [...sellerIds] } }).lean();
  return records.map(({ sellerId, channel, approvedAt, reports }) => ({
    sellerId,
    channel,
    isOpen: approvedAt !== null,
    reports,
  }));
}
