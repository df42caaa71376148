import { isDuplicateKey } from '../../database/duplicate-key.ts';
import { bytesOf } from '../../database/kept-bytes.ts';
import { leafHash, rootOver } from './merkle.ts';
import { hashBytes, hashesIn, type ReadTile, tileWidth } from './tile.ts';
import { bareTiles, idOf, ofLeaves, TileModel } from './tile-record.ts';

/** The last tile of the leaves' level: where the next entry goes. */
export interface Tail {
  place: number;
  width: number;
  hashes: Buffer;
  entries: Buffer;
}

/** How many entries the log has when this is its tail. */
export const sizeOf = ({ place, width }: Tail): number => place * tileWidth + width;

// The tail as this process wrote it last. Its next write says whether it still is the tail, so that it need not be read again.
let latest: Tail | null = null;

/** The tail as this process wrote it, where the log had so many entries then; else null. Others may have added since. */
export const ownTail = (size: number): Tail | null => (latest !== null && sizeOf(latest) === size ? latest : null);

/** The tail as it is now; full tiles are raised, so that the levels above say all that the leaves say. */
export async function readTail(): Promise<Tail> {
  const last = await TileModel.findOne({ _id: ofLeaves }).sort({ _id: -1 }).lean();
  if (last === null) return { place: 0, width: 0, hashes: Buffer.alloc(0), entries: Buffer.alloc(0) };
  if (last.width < tileWidth)
    return { place: last._id, width: last.width, hashes: bytesOf(last.hashes), entries: bytesOf(last.entries) };
  await raise(0, last._id, bytesOf(last.hashes));
  return { place: last._id + 1, width: 0, hashes: Buffer.alloc(0), entries: Buffer.alloc(0) };
}

/**
 * Adds entries behind the tail, as many as its tile has room for. One conditional write of one record decides: of two who
 * stand on the same tail one adds, so that nothing forks whoever writes and whenever somebody dies.
 * @param entries of 32 bytes each
 * @returns the tail after it, or null when somebody else was faster
 */
export async function extend(tail: Tail, entries: readonly Buffer[]): Promise<Tail | null> {
  const fitting = entries.slice(0, tileWidth - tail.width);
  const next = {
    place: tail.place,
    width: tail.width + fitting.length,
    hashes: Buffer.concat([tail.hashes, ...fitting.map(leafHash)]),
    entries: Buffer.concat([tail.entries, ...fitting]),
  };
  const isWritten = await write(0, tail, next);
  latest = isWritten && next.width < tileWidth ? next : null;
  return isWritten ? next : null;
}

/** Reads tiles as they are kept, cut to the width asked for. @throws RangeError for what is not there */
export const readKept: ReadTile = async (level, place, width) => {
  const found = await TileModel.findOne({ _id: idOf(level, place) }, { hashes: 1 }).lean();
  const hashes = bytesOf(found?.hashes);
  if (width < 1 || hashes.length < width * hashBytes) throw new RangeError('no such tile');
  return hashes.subarray(0, width * hashBytes);
};

/** Several tiles at once, each as wide as it is kept, by `idOf`; those that are not there are left out. */
export async function readSeveral(ids: readonly number[]): Promise<Map<number, Buffer>> {
  const found = await TileModel.find({ _id: { $in: [...ids] } }, { hashes: 1 }).lean();
  return new Map(found.map(({ _id, hashes }) => [_id, bytesOf(hashes)]));
}

/** Entries from one place in the log up to, not with, another one or to the tail, in 32 bytes each. */
export async function entriesFrom(from: number, to = ofLeaves.$lt): Promise<Buffer[]> {
  const first = Math.floor(from / tileWidth);
  const ids = { $gte: first, $lt: Math.min(Math.ceil(to / tileWidth), ofLeaves.$lt) };
  const records = await TileModel.find({ _id: ids }, { entries: 1 }).sort({ _id: 1 }).lean();
  const start = first * tileWidth;
  return records.flatMap(({ entries }) => hashesIn(bytesOf(entries))).slice(from - start, to - start);
}

// A full tile's root stands in the level above before any leaf stands behind it. Safe to repeat.
async function raise(level: number, place: number, hashes: Buffer): Promise<void> {
  const above = { place: Math.floor(place / tileWidth), at: place % tileWidth };
  const id = idOf(level + 1, above.place);
  const found = await TileModel.findOne({ _id: id }).lean();
  const before = { place: above.place, width: found?.width ?? 0, hashes: bytesOf(found?.hashes) };
  if (before.width > above.at) return;
  const next = { ...before, width: above.at + 1, hashes: Buffer.concat([before.hashes, rootOver(hashesIn(hashes))]) };
  if ((await write(level + 1, before, next)) && next.width === tileWidth)
    await raise(level + 1, above.place, next.hashes);
}

type Kept = Pick<Tail, 'place' | 'width' | 'hashes'> & Partial<Pick<Tail, 'entries'>>;

async function write(level: number, before: Kept, { width, hashes, entries }: Kept): Promise<boolean> {
  const _id = idOf(level, before.place);
  const set = { width, hashes, ...(entries ? { entries } : {}) };
  // Straight to the driver: casting kilobytes that are bytes already took half of an append.
  if (before.width > 0)
    return (await bareTiles().updateOne({ _id, width: before.width }, { $set: set })).modifiedCount === 1;
  try {
    await TileModel.create({ _id, ...set });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
