import { findProducts } from '../catalog/products.ts';
import { findSellers } from '../identity/sellers.ts';

/** What products and sellers are called, by id. */
export type Names = ReadonlyMap<string, string>;

/** The names of the products and sellers that rows of a table speak of. */
export async function namesOf(rows: readonly { sellerId: string; productId: string | null }[]): Promise<Names> {
  const [products, sellers] = await Promise.all([
    findProducts([...new Set(rows.flatMap(({ productId }) => productId ?? []))]),
    findSellers([...new Set(rows.map(({ sellerId }) => sellerId))]),
  ]);
  return new Map([...products, ...sellers].map(({ id, name }) => [id, name]));
}

/** The names of these sellers alone. */
export async function sellerNames(ids: readonly string[]): Promise<Names> {
  const sellers = await findSellers([...new Set(ids)]);
  return new Map(sellers.map(({ id, name }) => [id, name]));
}
