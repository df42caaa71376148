import type { Position } from '../reading/positions.ts';

/** A place on the map of a page. */
export interface MapPlace {
  name: string;
  position: Position;
  /** Null for what has no page of its own. */
  url: string | null;
  isHere: boolean;
}

const size = { width: 320, height: 260 };
const margin = 28;
// Below the places: the bar of kilometres.
const foot = 34;
const kmOfDegree = 111.32;
// What stands alone is drawn with this much land around it, in kilometres.
const leastKm = 1;

/**
 * The places of a page as points of a drawing, north above, and a bar of whole kilometres; flat, as a commune nearly is. Null where
 * the page has no place of its own.
 */
export function mapOf(places: readonly MapPlace[]) {
  const here = places.find(({ isHere }) => isHere);
  if (!here) return null;
  const flat = places.map((place) => ({ ...place, ...flattened(place.position, here.position) }));
  const [east, north] = [flat.map(({ x }) => x), flat.map(({ y }) => y)];
  const [left, right] = [Math.min(...east), Math.max(...east)];
  const [low, high] = [Math.min(...north), Math.max(...north)];
  const inside = { width: size.width - 2 * margin, height: size.height - 2 * margin - foot };
  const perKm = Math.min(inside.width / Math.max(right - left, leastKm), inside.height / Math.max(high - low, leastKm));
  const toPoint = ({ x, y }: { x: number; y: number }) => ({
    x: round(size.width / 2 + (x - (left + right) / 2) * perKm),
    y: round((size.height - foot) / 2 - (y - (low + high) / 2) * perKm),
  });
  const km = [10, 5, 2, 1].find((one) => one * perKm <= inside.width / 2) ?? 1;
  return {
    ...size,
    points: flat.map((place, index) => ({
      ...toPoint(place),
      n: index + 1,
      name: place.name,
      url: place.url,
      isHere: place.isHere,
    })),
    bar: { km, right: round(margin + km * perKm), left: margin, y: size.height - 10 },
  };
}

/** A link that any phone's map opens. */
export const mapUrl = ({ latitude, longitude }: Position): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;

/** Kilometres east and north of a place. */
const flattened = (one: Position, from: Position) => ({
  x: (one.longitude - from.longitude) * kmOfDegree * Math.cos((from.latitude * Math.PI) / 180),
  y: (one.latitude - from.latitude) * kmOfDegree,
});

const round = (value: number): number => Math.round(value * 10) / 10;
