import { isPowerOfTwo, nodeHash, rootOver, splitOf } from './merkle.ts';

/** How many hashes a whole tile has (C2SP tlog-tiles). */
export const tileWidth = 256;
/** Of SHA-256. */
export const hashBytes = 32;

/** The first hashes of a tile; `level` 0 is the leaves'. */
export type ReadTile = (level: number, place: number, width: number) => Promise<Buffer>;

/** Cuts a tile into its hashes. */
export const hashesIn = (tile: Buffer): Buffer[] =>
  Array.from({ length: tile.length / hashBytes }, (_, at) => tile.subarray(at * hashBytes, (at + 1) * hashBytes));

/** How wide the tile at this place is in a tree of so many leaves; 0 where it has none. */
export const widthIn = (size: number, level: number, place: number): number =>
  Math.max(0, Math.min(tileWidth, Math.floor(size / tileWidth ** level) - place * tileWidth));

/**
 * Gives the root over leaves from one up to, not with, another one as tiles tell it.
 * @param size of the tree whose tiles are read
 */
export function rootByTiles(readTile: ReadTile, size: number) {
  const rootOf = async (from: number, to: number): Promise<Buffer> => {
    const count = to - from;
    const whole = wholeLevel(from, count);
    if (whole !== null) return rootWithin(whole, from, count);
    const middle = from + splitOf(count);
    return nodeHash(await rootOf(from, middle), await rootOf(middle, to));
  };
  // Of a whole subtree: it lies in one tile.
  const rootWithin = async (level: number, from: number, count: number): Promise<Buffer> => {
    const first = from / tileWidth ** level;
    const place = Math.floor(first / tileWidth);
    const tile = await readTile(level, place, widthIn(size, level, place));
    const start = first - place * tileWidth;
    // Only what is asked for is cut out: a path asks for each part of a tile once.
    return rootOver(hashesIn(tile.subarray(start * hashBytes, (start + count / tileWidth ** level) * hashBytes)));
  };
  return rootOf;
}

// The level of the tile that holds these leaves' hashes; null where they are no whole subtree.
function wholeLevel(from: number, count: number): number | null {
  if (!isPowerOfTwo(count) || from % count !== 0) return null;
  let level = 0;
  while (count > tileWidth ** (level + 1)) level += 1;
  return count === tileWidth ** (level + 1) ? level + 1 : level;
}

/** The path of a tile below `/log/tile/`; at full width no `.p` (C2SP tlog-tiles). */
export function tilePath(level: number | 'entries', place: number, width: number): string {
  const digits = String(place).padStart(Math.ceil(String(place).length / 3) * 3, '0');
  const parts = digits.match(/\d{3}/g) ?? [];
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return `${level}/${name}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** Reads such a path; null for anything else. */
export function readTilePath(path: string): { level: number | 'entries'; place: number; width: number } | null {
  const found = /^(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  const [, level, name, width] = found ?? [];
  if (level === undefined || name === undefined) return null;
  const read = {
    level: level === 'entries' ? ('entries' as const) : Number(level),
    place: Number(name.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return tilePath(read.level, read.place, read.width) === path ? read : null;
}
