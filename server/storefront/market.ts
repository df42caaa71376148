import { listProducts, type ProductOrder, type ProductsWanted } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import { listSellers, type Seller, villagesOf } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { productsLeft } from '../traceability/stock.ts';
import { type Offer, offersOf } from './offers.ts';

/** What a reader asks the market for. */
export interface Search {
  search?: string;
  kind?: string;
  village?: string;
  /** without a word from the reader the newest stand first: /phap-ly says the same */
  order?: ProductOrder;
  /** only what can be bought now */
  onlyLeft?: boolean;
  /** the id of the last product already seen */
  after?: string;
}

const aPage = 24;

interface Found {
  offers: Offer[];
  /** the id after which the next page goes on; null on the last */
  next: string | null;
  /** who sells at this moment, by name, and their villages */
  sellers: Seller[];
  villages: string[];
}

/** A page of the goods as asked for, and among whom it can be narrowed. */
export async function lookAround(wanted: Search, at: Date): Promise<Found> {
  const sellers = (await listSellers()).filter((one) => !isSuspended(one, at));
  const { village } = wanted;
  const from = village === undefined ? undefined : sellers.filter((seller) => seller.village === village);
  const sellerIds = from?.map(({ id }) => id);
  return { ...(await findOffers(wanted, sellerIds, at)), sellers, villages: villagesOf(sellers) };
}

async function findOffers({ search, kind, order, onlyLeft, after }: Search, sellerIds: Asked['sellerIds'], at: Date) {
  const asked: Asked = { search: search?.slice(0, 100), kind, sellerIds, order, shownAt: at };
  const today = dayOf(at);
  if (onlyLeft) return pageOf(await whatIsLeft(asked, after, today));
  return pageOf(await offersOf(await listProducts({ ...asked, after, limit: aPage + 1 }), today));
}

type Asked = Omit<ProductsWanted, 'after' | 'limit'>;

/**
 * Goods of which something is left, a page and one more. Where the shelves are full a few looks along the list find them; where
 * hardly anything is left, the batches tell which goods those are.
 */
async function whatIsLeft(asked: Asked, after: string | undefined, today: string): Promise<Offer[]> {
  const near = await lookAlong(asked, { after, today, looks: [aPage * 2, aPage * 8] });
  if (near !== null) return near;
  const ids = await productsLeft(today);
  return (await lookAlong({ ...asked, ids }, { after, today, looks: [aPage * 2, ids.length + 1] })) ?? [];
}

interface Along {
  after: string | undefined;
  today: string;
  /** how many goods to read at a time */
  looks: readonly number[];
}

/** What is left among the next goods, as soon as it is a page and one more or all there is; null when the looks end before. */
async function lookAlong(asked: Asked, { after, today, looks }: Along): Promise<Offer[] | null> {
  const left: Offer[] = [];
  let last = after;
  for (const limit of looks) {
    const products = await listProducts({ ...asked, after: last, limit });
    left.push(...(await offersOf(products, today)).filter(({ available }) => available > 0));
    if (left.length > aPage || products.length < limit) return left;
    last = products.at(-1)?.id;
  }
  return null;
}

const pageOf = (offers: readonly Offer[]) => ({
  offers: offers.slice(0, aPage),
  next: offers.length > aPage ? (offers[aPage - 1]?.product.id ?? null) : null,
});
