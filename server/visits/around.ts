import { isShown } from '../catalog/listings.ts';
import { findProducts, type Product } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import type { Seller } from '../identity/sellers.ts';
import { imageUrl } from '../media/images.ts';
import { type Batch, findPublicBatch } from '../traceability/batches.ts';
import type { PublicVisit } from './visit.ts';

/** Everything around a page that it shows too. */
export interface Around {
  sellers: readonly Seller[];
  products: ReadonlyMap<string, Product>;
  batches: ReadonlyMap<string, Batch>;
  today: string;
}

/** What the blocks of a page point to, as far as everybody may see it. */
export async function aroundOf({ text }: PublicVisit, sellers: readonly Seller[], at: Date): Promise<Around> {
  const [found, batches] = await Promise.all([
    findProducts([...new Set(text.blocks.flatMap(({ productId }) => productId ?? []))]),
    Promise.all(text.blocks.flatMap(({ batchCode }) => (batchCode ? [findPublicBatch(batchCode)] : []))),
  ]);
  const bySeller = new Map(sellers.map((one) => [one.id, one]));
  const shown = found.filter((product) => {
    const seller = bySeller.get(product.sellerId);
    return seller !== undefined && isShown(product, seller, at);
  });
  return {
    sellers,
    products: new Map(shown.map((product) => [product.id, product])),
    batches: new Map(batches.flatMap((batch) => (batch ? [[batch.code, batch] as const] : []))),
    today: dayOf(at),
  };
}

/** A product as a tile. */
export function tileOf({ name, slug, photoId, packs, sellerId }: Product, sellers: readonly Seller[]) {
  return {
    url: `/san-pham/${slug}`,
    title: name,
    photo: photoId && imageUrl(photoId, 320),
    from: sellers.find(({ id }) => id === sellerId)?.name ?? null,
    priceVnd: packs.length > 0 ? Math.min(...packs.map(({ priceVnd }) => priceVnd)) : null,
  };
}
