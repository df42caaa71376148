import { listProducts } from '../catalog/products.ts';
import { type Branch, oneByOne } from '../database/newest.ts';
import { sellersNamed } from '../identity/sellers.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';

/**
 * What was typed may be the beginning of a batch's code or lot, or words of the name of its goods or of its maker.
 * @param seen whose batches are looked for
 */
export async function batchesNamed(typed: string, seen: readonly string[] | 'all'): Promise<Branch<BatchRecord>[]> {
  const own = seen === 'all' ? {} : { sellerIds: seen };
  const [sellers, products] = await Promise.all([
    sellersNamed(typed),
    listProducts({ ...own, search: typed, limit: 200 }),
  ]);
  return [
    ...(await beginningWith(typed)),
    ...oneByOne(sellers.filter((id) => seen === 'all' || seen.includes(id))).map((sellerId) => ({ sellerId })),
    ...oneByOne(products.map(({ id }) => id)).map((productId) => ({ productId })),
  ];
}

/** More codes that begin alike are none that anybody looks for. */
const mostCodes = 100;

/** Asked for one by one: walking the list for a beginning would read all of it where there is none. */
async function beginningWith(typed: string): Promise<Branch<BatchRecord>[]> {
  if (typed.length < 3) return [];
  const code = typed.toUpperCase();
  const fields = [['code', code] as const, ...[...new Set([typed, code])].map((lot) => ['lot', lot] as const)];
  const found = await Promise.all(
    fields.map(([field, one]) =>
      BatchModel.find({ [field]: { $gte: one, $lt: `${one}\uFFFF` } }, { code: 1 })
        .limit(mostCodes)
        .lean<{ code: string }[]>(),
    ),
  );
  const codes = [...new Set(found.flat().map((record) => record.code))];
  return codes.length === 0 ? [] : [{ code: { $in: codes } }];
}
