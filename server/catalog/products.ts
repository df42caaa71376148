import type { Actor } from '../actor.ts';
import { unavailable } from '../errors.ts';
import type { Localized } from '../language.ts';
import type { Pack, Product, Quantity } from './product.ts';

export type { Pack, Product, Quantity } from './product.ts';

export interface WantedPack {
  /** Of a pack that is already there; without it a new one. */
  id?: string | undefined;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
}

export interface WantedProduct {
  name: string;
  kind: string;
  /** Whom it is sold by, when the actor acts for several; else the actor's own seller. */
  sellerId?: string | undefined;
  gtin?: string | null | undefined;
  packs: WantedPack[];
  photoId?: string | null | undefined;
  description?: Localized | null | undefined;
}

export async function addProduct(_actor: Actor, _wanted: WantedProduct, _at: Date): Promise<Product> {
  throw unavailable('product-not-kept');
}

export async function changeProduct(
  _actor: Actor,
  _id: string,
  _wanted: Partial<Omit<WantedProduct, 'sellerId' | 'kind'>>,
  _at: Date,
): Promise<Product> {
  throw unavailable('product-not-kept');
}

export async function getProduct(_id: string): Promise<Product> {
  throw unavailable('product-not-kept');
}

export async function findProduct(_id: string): Promise<Product | null> {
  throw unavailable('product-not-kept');
}

export async function findProductBySlug(_slug: string): Promise<Product | null> {
  throw unavailable('product-not-kept');
}

export async function findProductByGtin(_gtin: string): Promise<Product | null> {
  throw unavailable('product-not-kept');
}

export interface ProductsWanted {
  sellerIds?: string[] | undefined;
  kind?: string | undefined;
  search?: string | undefined;
  limit?: number | undefined;
  after?: string | undefined;
}

export async function listProducts(_wanted: ProductsWanted): Promise<Product[]> {
  throw unavailable('product-not-kept');
}

export async function findPacks(_packIds: string[]): Promise<{ product: Product; pack: Pack }[]> {
  throw unavailable('product-not-kept');
}
