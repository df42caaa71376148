import { findSellers } from '../identity/sellers.ts';
import { goodsOf } from './counter.ts';
import type { Stall, StallPlace } from './stall.ts';
import { listStalls } from './stalls.ts';

/** A stall at one of the places where it stands. */
export interface StandingStall {
  slug: string;
  name: string;
  village: string;
  hours: string | null;
  /** What lies on it today, a few names of it; empty when nothing does. */
  goods: string;
}

/** Who stands at one place on one day. */
export interface PlaceOnDay {
  place: string;
  stalls: StandingStall[];
}

/** A day of the week, 1 Monday to 7 Sunday, and who stands where on it. */
export interface MarketDay {
  day: number;
  isToday: boolean;
  places: PlaceOnDay[];
}

const week = [1, 2, 3, 4, 5, 6, 7];

/** More than a line of a phone holds nobody reads; the stall's own page has them all. */
const mostGoods = 4;

/**
 * Which stalls stand where on each day of the week, from today on, and what they sell; days without any are left out. A stall that
 * says no days stands nowhere in it.
 * @param today YYYY-MM-DD
 */
export async function listMarketDays(today: string): Promise<MarketDay[]> {
  // Sunday is 0 to JavaScript and 7 here.
  const first = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  const stalls = (await listStalls()).filter(({ places }) => places.some(({ days }) => days.length > 0));
  const goods = await goodsBySeller(stalls, today);
  const fromToday = week.map((_, step) => ((first - 1 + step) % 7) + 1);
  return fromToday
    .map((day) => ({ day, isToday: day === first, places: placesOn(day, stalls, goods) }))
    .filter(({ places }) => places.length > 0);
}

/** The names of what each seller at these stalls has to sell today, by the seller's id. */
async function goodsBySeller(stalls: readonly Stall[], today: string): Promise<ReadonlyMap<string, string[]>> {
  const guests = await findSellers([...new Set(stalls.flatMap(({ guestIds }) => guestIds))]);
  const sellers = new Map([...stalls.map(({ seller }) => seller), ...guests].map((seller) => [seller.id, seller]));
  const names = new Map<string, string[]>();
  for (const { product, seller, left } of await goodsOf([...sellers.values()], today))
    if (left > 0) names.set(seller.id, [...(names.get(seller.id) ?? []), product.name]);
  return names;
}

function placesOn(day: number, stalls: readonly Stall[], goods: ReadonlyMap<string, string[]>): PlaceOnDay[] {
  const byPlace = new Map<string, PlaceOnDay>();
  for (const stall of stalls) {
    for (const { place, hours } of stall.places.filter(({ days }) => days.includes(day))) {
      const key = keyOf({ place });
      const at = byPlace.get(key) ?? { place, stalls: [] };
      at.stalls.push(standing(stall, hours, goods));
      byPlace.set(key, at);
    }
  }
  return [...byPlace.values()].toSorted((a, b) => a.place.localeCompare(b.place, 'vi'));
}

const standing = (
  { slug, name, seller, id, guestIds }: Stall,
  hours: string | null,
  goods: ReadonlyMap<string, string[]>,
): StandingStall => {
  const names = new Set([id, ...guestIds].flatMap((one) => goods.get(one) ?? []));
  return { slug, name, village: seller.village, hours, goods: [...names].slice(0, mostGoods).join(', ') };
};

// People write one market in several ways: letters' case and blanks do not make it another.
const keyOf = ({ place }: Pick<StallPlace, 'place'>): string =>
  place
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replaceAll(/[\s,.]+/g, ' ')
    .trim();
