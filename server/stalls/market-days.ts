import type { StallPlace } from './stall.ts';
import { listStalls } from './stalls.ts';

/** A stall at one of the places where it stands. */
export interface StandingStall {
  slug: string;
  name: string;
  village: string;
  hours: string | null;
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

/**
 * Which stalls stand where on each day of the week, from today on; days without any are left out. A stall that says no days stands
 * nowhere in it.
 * @param today 1 Monday to 7 Sunday
 */
export async function listMarketDays(today: number): Promise<MarketDay[]> {
  const stalls = await listStalls();
  const fromToday = week.map((_, step) => ((today - 1 + step) % 7) + 1);
  return fromToday
    .map((day) => ({ day, isToday: day === today, places: placesOn(day, stalls) }))
    .filter(({ places }) => places.length > 0);
}

function placesOn(day: number, stalls: Awaited<ReturnType<typeof listStalls>>): PlaceOnDay[] {
  const byPlace = new Map<string, PlaceOnDay>();
  for (const { slug, name, seller, places } of stalls) {
    for (const { place, hours } of places.filter(({ days }) => days.includes(day))) {
      const key = keyOf({ place });
      const at = byPlace.get(key) ?? { place, stalls: [] };
      at.stalls.push({ slug, name, village: seller.village, hours });
      byPlace.set(key, at);
    }
  }
  return [...byPlace.values()].toSorted((a, b) => a.place.localeCompare(b.place, 'vi'));
}

// People write one market in several ways: letters' case and blanks do not make it another.
const keyOf = ({ place }: Pick<StallPlace, 'place'>): string =>
  place
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replaceAll(/[\s,.]+/g, ' ')
    .trim();
