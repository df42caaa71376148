import type { ReadTile } from './tile.ts';
import { readKept } from './tiles.ts';

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
