import type { Actor } from '../actor.ts';
import { forbidden, missing } from '../errors.ts';
import { getSeller, mayActFor } from '../identity/sellers.ts';
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
  if (await mayActFor(actor, product.sellerId)) return product;
  throw actor.role === 'officer' ? forbidden('not-yours') : missing('product-not-found');
}

/** @throws as ownProduct */
export async function productOwner(actor: Actor, id: string): Promise<Owned> {
  const { sellerId, name } = await ownProduct(actor, id);
  return { id, sellerId, owner: { productId: id }, title: name };
}

/** @throws missing('seller-not-found'), forbidden('not-yours') */
export async function sellerOwner(actor: Actor, id: string): Promise<Owned> {
  if (!(await mayActFor(actor, id)))
    throw actor.role === 'officer' ? forbidden('not-yours') : missing('seller-not-found');
  return { id, sellerId: id, owner: { sellerId: id }, title: (await getSeller(id)).name };
}
