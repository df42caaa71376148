import { isDuplicateKey } from '../../database/duplicate-key.ts';
import { bytesOf } from '../../database/kept-bytes.ts';
import { leafHash } from './merkle.ts';
import { hashBytes, hashesIn, tileWidth } from './tile.ts';
import { bareLoose, LooseModel, ofLeaves, TileModel } from './tile-record.ts';
import { raise, writeTile } from './tiles.ts';

/** The last tile of the leaves' level: where the next entry goes. */
export interface Tail {
  place: number;
  /** How many of its entries stand in the tile; the others lie loose behind it. */
  folded: number;
  entries: Buffer;
  /** When it was known to be the tail, in this process's own milliseconds. */
  seenAt: number;
}

/** How many entries the log has when this is its tail. */
export const sizeOf = ({ place, entries }: Tail): number => place * tileWidth + entries.length / hashBytes;

// The tail as this process saw it last. Its next entry says whether it still is the tail, so that it need not be read again.
let latest: Tail | null = null;

// Loose entries are cleared away no sooner than this after they stand in their tile; who adds to a tail that was seen longer ago
// than the half may have found the place of one that is gone, and looks again.
const clearAfterMs = 10_000;
const believedMs = clearAfterMs / 2;

/** The tail as this process saw it, where the log had so many entries just now; else null. Others may have added since. */
export const ownTail = (size: number): Tail | null =>
  latest !== null && sizeOf(latest) === size && performance.now() - latest.seenAt < believedMs / 2 ? latest : null;

/** The tail as it is now; a full tile is put together and raised, so that the levels above say all that the leaves say. */
export async function readTail(): Promise<Tail> {
  for (;;) {
    const tail = await lookAtTail();
    if (tail.entries.length < tileWidth * hashBytes) return (latest = tail);
    await fold(tail);
  }
}

async function lookAtTail(): Promise<Tail> {
  const seenAt = performance.now();
  const { place, folded, entries } = await lastTile();
  const loose = await looseFrom(place * tileWidth + folded, (place + 1) * tileWidth);
  return { place, folded, entries: Buffer.concat([entries, ...loose]), seenAt };
}

async function lastTile(): Promise<Omit<Tail, 'seenAt'>> {
  const last = await TileModel.findOne({ _id: ofLeaves }).sort({ _id: -1 }).lean();
  if (last === null) return { place: 0, folded: 0, entries: Buffer.alloc(0) };
  if (last.width < tileWidth) return { place: last._id, folded: last.width, entries: bytesOf(last.entries) };
  // Where a process died in between, what is full is not raised yet.
  await raise(0, last._id, bytesOf(last.hashes));
  return { place: last._id + 1, folded: 0, entries: Buffer.alloc(0) };
}

// One behind the other without a gap; what stands in the tile already is left out, and what others add behind it meanwhile.
async function looseFrom(start: number, end: number): Promise<Buffer[]> {
  const found = await LooseModel.find({ _id: { $gte: start, $lt: end } })
    .sort({ _id: 1 })
    .lean();
  const parts: Buffer[] = [];
  let next = start;
  for (const { _id, entries } of found) {
    if (_id !== next) break;
    parts.push(bytesOf(entries));
    next += bytesOf(entries).length / hashBytes;
  }
  return parts;
}

/**
 * Adds entries behind the tail, as many as its tile has room for. Writing one new record decides: of two who stand on the same
 * tail one adds, so that nothing forks whoever writes and whenever somebody dies.
 * @param entries of 32 bytes each
 * @returns the tail after it, or null when somebody else was faster, or may have been
 */
export async function extend(tail: Tail, entries: readonly Buffer[]): Promise<Tail | null> {
  const room = tileWidth - tail.entries.length / hashBytes;
  const added = Buffer.concat(entries.slice(0, room));
  const at = performance.now();
  latest = null;
  try {
    await bareLoose().insertOne({ _id: sizeOf(tail), entries: added });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return null;
  }
  if (performance.now() - tail.seenAt > believedMs) return null;
  const next = { ...tail, entries: Buffer.concat([tail.entries, added]), seenAt: at };
  latest = next.entries.length < tileWidth * hashBytes ? next : null;
  return next;
}

/** The tail with all its entries in its tile: what is signed is read from tiles alone. */
export async function foldedTail(): Promise<Tail> {
  for (;;) {
    const tail = await readTail();
    if (tail.folded === tail.entries.length / hashBytes || (await fold(tail))) return tail;
  }
}

/** @returns whether it stood as we saw it; somebody else may have done it, or more */
async function fold({ place, folded, entries }: Tail): Promise<boolean> {
  const width = entries.length / hashBytes;
  const hashes = Buffer.concat(hashesIn(entries).map(leafHash));
  const isWritten = await writeTile(0, { place, width: folded }, { width, hashes, entries });
  if (isWritten && latest !== null && latest.place === place) latest = { ...latest, folded: width };
  return isWritten;
}

let cleared: { before: number; at: number } | null = null;

/**
 * Clears away loose entries that have stood in their tiles for a while. Called again and again: what it finds folded it clears the
 * next time.
 */
export async function clearLoose(): Promise<void> {
  const at = performance.now();
  if (cleared !== null && at - cleared.at < clearAfterMs) return;
  const before = cleared?.before ?? 0;
  const { place, folded } = await lookAtTail();
  cleared = { before: place * tileWidth + folded, at };
  if (before > 0) await LooseModel.deleteMany({ _id: { $lt: before } });
}

/** Entries from one place in the log up to, not with, another one or to the tail, in 32 bytes each. */
export async function entriesFrom(from: number, to?: number): Promise<Buffer[]> {
  const { place, entries } = await readTail();
  const first = Math.floor(from / tileWidth);
  const end = to ?? place * tileWidth + entries.length / hashBytes;
  const ids = { $gte: first, $lt: Math.min(place, Math.ceil(end / tileWidth)) };
  const records = first < place ? await TileModel.find({ _id: ids }, { entries: 1 }).sort({ _id: 1 }).lean() : [];
  const all = [...records.flatMap((record) => hashesIn(bytesOf(record.entries))), ...hashesIn(entries)];
  const start = Math.min(first, place) * tileWidth;
  return all.slice(from - start, end - start);
}
