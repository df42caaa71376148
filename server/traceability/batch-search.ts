import { listProducts } from '../catalog/products.ts';
import type { Branch } from '../database/newest.ts';
import { sellersNamed } from '../identity/sellers.ts';
import type { BatchRecord } from './batch-record.ts';

/** More of a kind than this are asked for together. */
const mostBranches = 20;

/** What was typed may be the beginning of a batch's code or lot, or words of the name of its goods or of its maker. */
export async function batchesNamed(typed: string): Promise<Branch<BatchRecord>[]> {
  const [sellers, products] = await Promise.all([sellersNamed(typed), listProducts({ search: typed, limit: 200 })]);
  return [
    ...beginningWith(typed),
    ...each(sellers).map((sellerId) => ({ sellerId })),
    ...each(products.map(({ id }) => id)).map((productId) => ({ productId })),
  ];
}

function beginningWith(typed: string): Branch<BatchRecord>[] {
  if (typed.length < 3) return [];
  const code = typed.toUpperCase();
  const lots = [...new Set([typed, code])].map((lot) => ({ lot: { $gte: lot, $lt: `${lot}\uFFFF` } }));
  return [{ code: { $gte: code, $lt: `${code}\uFFFF` } }, ...lots];
}

const each = (ids: readonly string[]): (string | { $in: string[] })[] =>
  ids.length > mostBranches ? [{ $in: [...ids] }] : [...ids];
