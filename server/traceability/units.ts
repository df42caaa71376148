import { unavailable } from '../errors.ts';

/** Sets aside `count` unit numbers of a batch and answers the first; no two calls share a number. */
export async function reserveUnits(_code: string, _count: number): Promise<number> {
  throw unavailable('units-not-kept');
}
