import { hashBytes, type ReadTile, tileWidth } from './tile.ts';
import { idOf } from './tile-record.ts';
import { readKept, readSeveral } from './tiles.ts';

/** Reads tiles for one answer, each once. Not longer: what is kept must be seen to have been changed. */
export function tilesOnce(): ReadTile {
  const kept = new Map<string, Promise<Buffer>>();
  return (level, place, width) => {
    const key = `${level}/${place}/${width}`;
    const found = kept.get(key) ?? readKept(level, place, width);
    kept.set(key, found);
    return found;
  };
}

/**
 * Reads in one go what proves that these leaves stand in a tree of so many: of each level the tile above each leaf, and the last
 * one, whatever the size. For one answer.
 */
export async function tilesAround(leaves: readonly number[], size: number): Promise<ReadTile> {
  const kept = await readSeveral(idsAround(leaves, size));
  const others = tilesOnce();
  return (level, place, width) => {
    const found = kept.get(idOf(level, place));
    return found !== undefined && found.length >= width * hashBytes
      ? Promise.resolve(found.subarray(0, width * hashBytes))
      : others(level, place, width);
  };
}

function idsAround(leaves: readonly number[], size: number): number[] {
  const ids = new Set<number>();
  for (let level = 0; size >= tileWidth ** level; level += 1) {
    const span = tileWidth ** (level + 1);
    for (const leaf of [...leaves, Math.floor(size / tileWidth ** level) * tileWidth ** level - 1])
      ids.add(idOf(level, Math.floor(leaf / span)));
  }
  return [...ids];
}
