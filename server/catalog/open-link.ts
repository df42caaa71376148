import { isObjectIdOrHexString } from 'mongoose';
import { gone, missing } from '../errors.ts';
import { getSeller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { isListed } from './listing.ts';
import { readShopUrl } from './pasted-link.ts';
import { ProductModel, readProduct } from './product.ts';
import { FormerShopLinkModel, ShopLinkModel, type ShopLinkRecord } from './shop-link.ts';

/**
 * Whose a link was that its owner took away: once printed, an address leads somewhere for ever.
 * @returns the address of the page of its goods, or of its seller; null for a link that never was
 */
export async function formerPlaceOf(id: string): Promise<string | null> {
  const former = isObjectIdOrHexString(id) ? await FormerShopLinkModel.findById(id).lean() : null;
  if (!former) return null;
  const product = former.productId && (await ProductModel.findById(former.productId, { slug: 1 }).lean());
  return product ? `/san-pham/${product.slug}` : `/ho/${(await getSeller(former.sellerId)).slug}`;
}

/**
 * A link that people may open: its website was looked at, and what it is of is still shown here.
 * @throws missing('shop-link-not-found'), gone('listing-gone')
 */
export async function openRecord(id: string, at: Date): Promise<ShopLinkRecord> {
  const record = isObjectIdOrHexString(id)
    ? await ShopLinkModel.findOne({ _id: id, approvedAt: { $ne: null } }).lean()
    : null;
  // Asked again on the way out: a host taken off the list is closed for links kept before, too.
  if (!record || readShopUrl(record.channel, record.url) === null) throw missing('shop-link-not-found');
  if (isSuspended(await getSeller(record.sellerId), at)) throw gone('listing-gone');
  const product = record.productId === null ? null : await ProductModel.findOne({ _id: record.productId }).lean();
  if (product && !isListed(readProduct(product))) throw gone('listing-gone');
  return record;
}
