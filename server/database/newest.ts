import type { Model, QueryFilter } from 'mongoose';

/** A part of what is looked for, for which there is an index that gives its documents in the order of the list. */
export type Branch<T> = QueryFilter<T>;

/** What a list is ordered by, the newest first: ids alone, or an instant and then the ids. */
export type Order<T> = '_id' | (keyof T & string);

interface Wanted<T> {
  limit: number;
  by?: Order<T>;
  /** Searches that find so few that they are read whole, by an index that gives no order. */
  few?: readonly Branch<T>[];
}

/**
 * The newest documents of several searches together, each document once: every search walks its own index from the newest one on
 * and stops at the limit, which one search for all of them together would not do.
 */
export async function newestOf<T extends object>(
  model: Model<T>,
  branches: readonly Branch<T>[],
  { limit, by = '_id', few = [] }: Wanted<T>,
): Promise<T[]> {
  const sort = by === '_id' ? ({ _id: -1 } as const) : ({ [by]: -1, _id: -1 } as Record<string, -1>);
  const found = await Promise.all([
    ...branches.map((branch) => model.find(branch).sort(sort).limit(limit).lean<T[]>().exec()),
    ...few.map((branch) => model.find(branch).lean<T[]>().exec()),
  ]);
  const each = new Map(found.flat().map((one) => [placeOf(one, by), one]));
  return [...each]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, limit)
    .map(([, one]) => one);
}

/** Where a document stands in its list, as texts that sort alike. */
function placeOf<T extends object>(one: T, by: Order<T>): string {
  const at = by === '_id' ? null : one[by as keyof T];
  return `${at instanceof Date ? at.toISOString() : ''} ${String(idOf(one))}`;
}

/** What comes behind a document in such a list. */
export function behind<T extends object>(last: T, by: Order<T> = '_id'): Branch<T> {
  if (by === '_id') return { _id: { $lt: idOf(last) } };
  const at = last[by as keyof T];
  return { [by]: { $lte: at }, $nor: [{ [by]: at, _id: { $gte: idOf(last) } }] };
}

/** Days that a list is narrowed to: from the first instant on, and before the second. */
export interface Days {
  since?: Date | null;
  until?: Date | null;
}

/** What lies in the days by one field; nothing where there are none. */
export function within<T extends object>(field: keyof T & string, { since, until }: Days): Branch<T>[] {
  if (!since && !until) return [];
  return [{ [field]: { ...(since && { $gte: since }), ...(until && { $lt: until }) } }];
}

/** Each seller's index by itself where nothing else narrows; else all sellers together. `all`: everybody's. */
export function perSeller(
  sellerIds: readonly string[] | 'all',
  isNarrowed: boolean,
): ({ sellerId?: never } | { sellerId: string } | { sellerId: { $in: string[] } })[] {
  if (sellerIds === 'all') return [{}];
  return isNarrowed ? [{ sellerId: { $in: [...sellerIds] } }] : sellerIds.map((sellerId) => ({ sellerId }));
}

const mostBranches = 100;

/**
 * Ids to be asked for, each in a branch of its own: an index gives the documents of one in the order of the list, those of several
 * have to be read whole and sorted. Beyond a hundred all together.
 */
export const oneByOne = (ids: readonly string[]): (string | { $in: string[] })[] =>
  ids.length > mostBranches ? [{ $in: [...ids] }] : [...ids];

/** Every search with each part of another list: one branch for each pair. */
export const crossed = <T extends object>(...lists: readonly (readonly Branch<T>[])[]): Branch<T>[] =>
  lists.reduce<Branch<T>[]>((all, list) => all.flatMap((one) => list.map((two) => ({ $and: [one, two] }))), [{}]);

const idOf = (one: object): unknown => (one as { _id: unknown })._id;
