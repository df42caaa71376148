import type { Actor } from '../actor.ts';
import { getSeller, requireActFor } from '../identity/sellers.ts';
import { getProduct, type Product } from './products.ts';
import type { LinkOwner } from './shop-links.ts';

/** A product or seller that links and certificates belong to. */
export interface Owned {
  id: string;
  sellerId: string;
  owner: LinkOwner;
  title: string;
}

/** A product of somebody the actor acts for. @throws missing('product-not-found'), forbidden('not-yours') */
export async function ownProduct(actor: Actor, id: string): Promise<Product> {
  const product = await getProduct(id);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  return product;
}

/** @throws as ownProduct */
export async function productOwner(actor: Actor, id: string): Promise<Owned> {
  const { sellerId, name } = await ownProduct(actor, id);
  return { id, sellerId, owner: { productId: id }, title: name };
}

/** @throws missing('seller-not-found'), forbidden('not-yours') */
export async function sellerOwner(actor: Actor, id: string): Promise<Owned> {
  await requireActFor(actor, id, 'seller-not-found');
  return { id, sellerId: id, owner: { sellerId: id }, title: (await getSeller(id)).name };
}
