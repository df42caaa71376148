import { isDuplicateKey } from '../../database/duplicate-key.ts';
import { bytesOf } from '../../database/kept-bytes.ts';
import { rootOver } from './merkle.ts';
import { hashBytes, hashesIn, type ReadTile, tileWidth } from './tile.ts';
import { bareTiles, idOf, TileModel, type TileRecord } from './tile-record.ts';

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

/** A full tile's root stands in the level above before any leaf stands behind it. Safe to repeat. */
export async function raise(level: number, place: number, hashes: Buffer): Promise<void> {
  const above = { place: Math.floor(place / tileWidth), at: place % tileWidth };
  const id = idOf(level + 1, above.place);
  const found = await TileModel.findOne({ _id: id }).lean();
  const before = { place: above.place, width: found?.width ?? 0, hashes: bytesOf(found?.hashes) };
  if (before.width > above.at) return;
  const next = { width: above.at + 1, hashes: Buffer.concat([before.hashes, rootOver(hashesIn(hashes))]) };
  if ((await writeTile(level + 1, before, next)) && next.width === tileWidth)
    await raise(level + 1, above.place, next.hashes);
}

type Kept = Pick<TileRecord, 'width' | 'hashes'> & Partial<Pick<TileRecord, 'entries'>>;

/** Writes a tile over what was seen there. @returns whether it was that still */
export async function writeTile(level: number, before: { place: number; width: number }, next: Kept): Promise<boolean> {
  const _id = idOf(level, before.place);
  // Straight to the driver: casting kilobytes that are bytes already took half of it.
  if (before.width > 0)
    return (await bareTiles().updateOne({ _id, width: before.width }, { $set: next })).modifiedCount === 1;
  try {
    await TileModel.create({ _id, ...next });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}
