import type { Collection, mongo, QueryFilter, UpdateQuery } from 'mongoose';

/** One document, found by its filter, and what becomes of it. */
export interface ChangeOfOne<T> {
  filter: QueryFilter<T>;
  update: UpdateQuery<T>;
}

/**
 * Changes several documents in one command, whatever their order. By the driver itself, so filters and values must be as
 * they are kept: mongoose would read every one of them against the schema again, which takes longer than the rest.
 * @returns how many of them were found
 * @throws what the database says
 */
export async function changeEach<T>(
  { collection }: { collection: Collection },
  changes: readonly ChangeOfOne<T>[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const statements = changes.map((updateOne) => ({ updateOne })) as mongo.AnyBulkWriteOperation[];
  const { matchedCount } = await collection.bulkWrite(statements, { ordered: false });
  return matchedCount;
}
