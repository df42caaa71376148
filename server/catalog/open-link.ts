import { isObjectIdOrHexString } from 'mongoose';
import { gone, missing } from '../errors.ts';
import { getSeller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { isListed } from './listing.ts';
import { readShopUrl } from './pasted-link.ts';
import { ProductModel, readProduct } from './product.ts';
import { ShopLinkModel, type ShopLinkRecord } from './shop-link.ts';

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
