import { listProducts, type Pack, type Product } from '../catalog/products.ts';
import { findSellers, type Seller } from '../identity/sellers.ts';
import { availableByPack } from '../traceability/stock.ts';
import type { Stall } from './stall.ts';

/** A pack as it lies on the counter. */
export interface OnCounter {
  product: Product;
  pack: Pack;
  seller: Seller;
  /** How many may be sold now. */
  left: number;
}

/** Every pack of these sellers, those that are there first; what there is none of comes last. @param today YYYY-MM-DD */
export async function goodsOf(sellers: readonly Seller[], today: string): Promise<OnCounter[]> {
  const products = await listProducts({ sellerIds: sellers.map(({ id }) => id), limit: 100 });
  const left = await availableByPack(
    products.flatMap(({ packs }) => packs.map(({ id }) => id)),
    today,
  );
  const byId = new Map(sellers.map((seller) => [seller.id, seller]));
  const goods = products.flatMap((product) => {
    const seller = byId.get(product.sellerId);
    return seller ? product.packs.map((pack) => ({ product, pack, seller, left: left.get(pack.id) ?? 0 })) : [];
  });
  return goods.sort((a, b) => Number(b.left > 0) - Number(a.left > 0));
}

/** Every pack that lies on a stall: its seller's and its guests'. @param today YYYY-MM-DD */
export async function goodsAt(stall: Stall, today: string): Promise<OnCounter[]> {
  return await goodsOf([stall.seller, ...(await findSellers(stall.guestIds))], today);
}
