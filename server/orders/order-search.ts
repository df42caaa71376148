import { listProducts } from '../catalog/products.ts';
import { type Branch, oneByOne } from '../database/newest.ts';
import { wordsIn } from '../fold.ts';
import { sellersNamed } from '../identity/sellers.ts';
import type { Buyer } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';

/** What an order forgets with its buyer. */
export const withoutTraces = { buyer: null, buyerWords: [], note: null, sender: null };

/** By what a seller finds a buyer: the words of the name, the phone as it is dialled here, and its last four figures. */
export function buyerWords({ name, phone }: Pick<Buyer, 'name' | 'phone'>): string[] {
  const here = phone.replace(/^\+84/, '0');
  return [...wordsIn(name), here, here.slice(-4)];
}

/**
 * What was typed may be the beginning of an order's number, words of the name of goods or of a seller, or of a buyer, which
 * only those find who act for the seller.
 * @param seen the sellers whose orders are looked through; `buyersOf` those whose buyers too
 */
export async function ordersNamed(
  typed: string,
  { seen, buyersOf }: { seen: readonly string[] | 'all'; buyersOf: readonly string[] },
): Promise<Branch<OrderRecord>[]> {
  const isSeen = (sellerId: string) => seen === 'all' || seen.includes(sellerId);
  const [sellers, products] = await Promise.all([
    sellersNamed(typed),
    listProducts({ ...(seen !== 'all' && { sellerIds: seen }), search: typed, limit: 200 }),
  ]);
  return [
    ...(await numbered(typed)).map((branch) => ({
      ...branch,
      ...(seen !== 'all' && { sellerId: { $in: [...seen] } }),
    })),
    ...oneByOne(sellers.filter(isSeen)).map((sellerId) => ({ sellerId })),
    ...oneByOne(products.map(({ id }) => id)).map((id) => ({
      'items.productId': id,
    })),
    ...bought(typed, buyersOf),
  ];
}

/** More numbers that begin alike are none that anybody looks for. */
const mostNumbers = 100;

/** Asked for one by one: walking the list for a beginning would read all of it where there is none. */
async function numbered(typed: string): Promise<Branch<OrderRecord>[]> {
  const beginning = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  if (beginning.length < 4) return [];
  const ranges = [beginning, `DH${beginning}`].map((one) => ({ number: { $gte: one, $lt: `${one}\uFFFF` } }));
  const found = await Promise.all(
    ranges.map((range) => OrderModel.find(range, { number: 1 }).limit(mostNumbers).lean<{ number: string }[]>()),
  );
  return found.flatMap((records) =>
    records.length === 0 ? [] : [{ number: { $in: records.map(({ number }) => number) } }],
  );
}

function bought(typed: string, sellerIds: readonly string[]): Branch<OrderRecord>[] {
  const phone = typed.replaceAll(/[\s.()-]/g, '').replace(/^\+?84/, '0');
  const words = /^\d{4,}$/.test(phone) ? [phone] : wordsIn(typed);
  if (words.length === 0) return [];
  return sellerIds.map((sellerId) => ({ $and: [{ sellerId }, ...words.map((word) => ({ buyerWords: word }))] }));
}
