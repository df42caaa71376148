import { listProducts, type Product } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import { listSellers, type Seller, villagesOf } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { type Offer, offersOf } from './offers.ts';

/** In which order a reader may ask for the goods. Without a word from the reader the newest stand first: /phap-ly says the same. */
export const orders = ['newest', 'cheapest', 'dearest'] as const;
type Order = (typeof orders)[number];

/** What a reader asks the market for. */
export interface Search {
  search?: string;
  kind?: string;
  village?: string;
  order?: Order;
  /** only what can be bought now */
  onlyLeft?: boolean;
  /** the id of the last product already seen */
  after?: string;
}

const aPage = 24;
/** As many as the list for search engines tells: a commune has hundreds. */
const most = 5000;

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

async function findOffers(wanted: Search, sellerIds: readonly string[] | undefined, at: Date) {
  const asked = { search: wanted.search?.slice(0, 100), kind: wanted.kind, sellerIds, shownAt: at };
  const today = dayOf(at);
  if (wanted.onlyLeft || (wanted.order ?? 'newest') !== 'newest') {
    const all = (await listProducts({ ...asked, limit: most })).toSorted(comparing[wanted.order ?? 'newest']);
    if (!wanted.onlyLeft) return pageOf(await offersOf(afterThe(all, wanted.after), today));
    const left = (await offersOf(all, today)).filter(({ available }) => available > 0);
    const from = left.findIndex(({ product }) => product.id === wanted.after) + 1;
    return pageOf(left.slice(from));
  }
  return pageOf(await offersOf(await listProducts({ ...asked, after: wanted.after, limit: aPage + 1 }), today));
}

/** The page after a product, and one more: whether there is a next page. */
const afterThe = (all: readonly Product[], after: string | undefined): Product[] => {
  const from = all.findIndex(({ id }) => id === after) + 1;
  return all.slice(from, from + aPage + 1);
};

const pageOf = (offers: readonly Offer[]) => ({
  offers: offers.slice(0, aPage),
  next: offers.length > aPage ? (offers[aPage - 1]?.product.id ?? null) : null,
});

// The products come newest first, and a sort that is stable keeps that among equals. What has no price stands last.
const comparing: Readonly<Record<Order, (a: Product, b: Product) => number>> = {
  newest: () => 0,
  cheapest: (a, b) => byPrice(priceOf(a) - priceOf(b), a, b),
  dearest: (a, b) => byPrice(priceOf(b) - priceOf(a), a, b),
};

const byPrice = (difference: number, a: Product, b: Product): number =>
  Number(a.packs.length === 0) - Number(b.packs.length === 0) || (Number.isNaN(difference) ? 0 : difference);

/** The price that stands on its tile, in đồng: of its cheapest pack. */
const priceOf = ({ packs }: Product): number => Math.min(...packs.map(({ priceVnd }) => priceVnd));
