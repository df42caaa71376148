import type { Actor } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { type Branch, crossed, newestOf, oneByOne } from '../database/newest.ts';
import { sellersNamed, sellersSeenBy } from '../identity/sellers.ts';
import { ScanDayModel, type ScanDayRecord } from './scan-day.ts';

/** Scans of one product's labels on one day. */
export interface ScansOfDay {
  id: string;
  /** `YYYY-MM-DD` */
  day: string;
  productId: string;
  people: number;
  previews: number;
  robots: number;
}

export interface ScansWanted {
  /** days `YYYY-MM-DD`, both counted */
  from: string | null;
  to: string | null;
  limit: number;
  /** the id of the last one already seen */
  after: string | null;
  /** words of the name of goods or of their seller */
  words: string;
}

/** Scans by day and product of the sellers somebody sees, the last day first. */
export async function listScans(actor: Actor, { from, to, limit, after, words }: ScansWanted): Promise<ScansOfDay[]> {
  const before = [after, to === null ? null : `${to}~`].filter((one) => one !== null).sort()[0];
  const days = { _id: { $gt: from ?? '', ...(before !== undefined && { $lt: before }) } };
  const branches = crossed<ScanDayRecord>(await goodsOf(actor, words), [days]);
  return (await newestOf(ScanDayModel, branches, { limit })).map(({ _id, ...scans }) => ({
    ...scans,
    id: _id,
    day: _id.slice(0, 10),
  }));
}

const mostGoods = 2000;

async function goodsOf(actor: Actor, words: string): Promise<Branch<ScanDayRecord>[]> {
  const seen = await sellersSeenBy(actor);
  if (seen === 'all' && words === '') return [{}];
  const ids = words === '' ? await goodsIds(seen, '') : await goodsNamed(seen, words);
  return oneByOne(ids).map((productId) => ({ productId }));
}

async function goodsNamed(seen: readonly string[] | 'all', words: string): Promise<string[]> {
  const sellers = (await sellersNamed(words)).filter((id) => seen === 'all' || seen.includes(id));
  return [...new Set([...(await goodsIds(seen, words)), ...(sellers.length > 0 ? await goodsIds(sellers, '') : [])])];
}

const goodsIds = async (seen: readonly string[] | 'all', search: string): Promise<string[]> =>
  (await listProducts({ ...(seen !== 'all' && { sellerIds: seen }), search, limit: mostGoods })).map(({ id }) => id);
