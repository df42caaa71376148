import { isListed } from '../catalog/listings.ts';
import { findPacks } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import { findSellers, type Seller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { tagOf } from '../orders/orders.ts';
import { availableByPack } from '../traceability/stock.ts';
import type { CartLine } from './cart.ts';

/** A line of the cart with what it stands for today. */
export interface BasketLine {
  packId: string;
  quantity: number;
  name: string;
  packName: string;
  slug: string;
  photoId: string | null;
  priceVnd: number;
  sumVnd: number;
  available: number;
  short: boolean;
  /** changes with the pack's name and content */
  tag: string;
}

/** What one seller's parcel would hold: the cart makes one order a seller. */
export interface Basket {
  seller: Seller;
  lines: BasketLine[];
  goodsVnd: number;
  short: boolean;
}

/** The cart sorted by seller; packs that are no longer offered, or whose page nobody sees any more, are left out. */
export async function basketsOf(cart: readonly CartLine[], at: Date): Promise<Basket[]> {
  const packIds = cart.map(({ packId }) => packId);
  const [packs, available] = await Promise.all([findPacks(packIds), availableByPack(packIds, dayOf(at))]);
  const found = packs.filter(({ product }) => isListed(product));
  const byPack = new Map(found.map((one) => [one.pack.id, one]));
  const sellers = await findSellers([...new Set(found.map(({ product }) => product.sellerId))]);
  return sellers.flatMap((seller) => {
    if (isSuspended(seller, at)) return [];
    const lines = cart.flatMap((line) => {
      const one = byPack.get(line.packId);
      return one?.product.sellerId === seller.id ? [lineOf(line, one, available.get(line.packId) ?? 0)] : [];
    });
    return {
      seller,
      lines,
      goodsVnd: lines.reduce((sum, { sumVnd }) => sum + sumVnd, 0),
      short: lines.some(({ short }) => short),
    };
  });
}

type Found = Awaited<ReturnType<typeof findPacks>>[number];

const lineOf = ({ packId, quantity }: CartLine, { product, pack }: Found, available: number): BasketLine => ({
  packId,
  quantity,
  name: product.name,
  packName: pack.name,
  slug: product.slug,
  photoId: product.photoId,
  priceVnd: pack.priceVnd,
  sumVnd: pack.priceVnd * quantity,
  available,
  short: quantity > available,
  tag: tagOf({ ...pack, name: product.name, packName: pack.name }),
});
