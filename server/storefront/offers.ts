import type { Pack, Product } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { findSellers, type Seller } from '../identity/sellers.ts';
import { availableByPack } from '../traceability/stock.ts';

/** A pack and how many of it can be ordered now. */
export interface PackOnOffer extends Pack {
  available: number;
}

/** A product as it stands in the shop window: who sells it, and what is left. */
export interface Offer {
  product: Product;
  seller: Seller;
  packs: PackOnOffer[];
  /** over all its packs */
  available: number;
  /** the cheapest pack, in đồng; null without packs */
  fromVnd: number | null;
}

/** The products with their sellers and what is left of them on this day (YYYY-MM-DD), in the same order. */
export async function offersOf(products: readonly Product[], today: string): Promise<Offer[]> {
  const packIds = products.flatMap(({ packs }) => packs.map(({ id }) => id));
  const [sellers, available] = await Promise.all([
    findSellers([...new Set(products.map(({ sellerId }) => sellerId))]),
    availableByPack(packIds, today),
  ]);
  const byId = new Map(sellers.map((seller) => [seller.id, seller]));
  return products.flatMap((product) => {
    const seller = byId.get(product.sellerId);
    return seller ? [offerOf(product, seller, available)] : [];
  });
}

/** One product so. @throws missing('product-not-found') without its seller */
export async function getOffer(product: Product, today: string): Promise<Offer> {
  const [offer] = await offersOf([product], today);
  if (!offer) throw missing('product-not-found');
  return offer;
}

function offerOf(product: Product, seller: Seller, left: ReadonlyMap<string, number>): Offer {
  const packs = product.packs.map((pack) => ({ ...pack, available: left.get(pack.id) ?? 0 }));
  return {
    product,
    seller,
    packs,
    available: packs.reduce((sum, pack) => sum + pack.available, 0),
    fromVnd: packs.length > 0 ? Math.min(...packs.map(({ priceVnd }) => priceVnd)) : null,
  };
}
