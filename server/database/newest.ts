import type { Model, QueryFilter } from 'mongoose';

/** A part of what is looked for, for which there is an index that gives its documents by their ids. */
export type Branch<T> = QueryFilter<T>;

/**
 * The newest documents of several searches together, each document once: every search walks its own index from the newest one on
 * and stops at the limit, which one search for all of them together would not do.
 */
export async function newestOf<T extends { _id: unknown }>(
  model: Model<T>,
  branches: readonly Branch<T>[],
  limit: number,
): Promise<T[]> {
  const found = await Promise.all(
    branches.map((branch) => model.find(branch).sort({ _id: -1 }).limit(limit).lean<T[]>().exec()),
  );
  const each = new Map(found.flat().map((one) => [String(one._id), one]));
  return [...each]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, limit)
    .map(([, one]) => one);
}
