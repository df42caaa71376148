import type { Collection, Model, mongo, ProjectionType, QueryFilter, UpdateQuery } from 'mongoose';

/** One document, found by its filter, and what becomes of it. */
export interface ChangeOfOne<T> {
  filter: QueryFilter<T>;
  update: UpdateQuery<T>;
}

const aPiece = 500;

/**
 * Changes each document that a filter finds, a piece at a time, and each only while the filter still finds it. Safe to repeat and to
 * be cut off, as long as a change takes the document out of what is found.
 * @param fields what `changeOf` reads
 */
export async function changeFound<T extends object>(
  model: Model<T>,
  { filter, fields }: { filter: QueryFilter<T>; fields: Partial<Record<keyof T & string, 1>> },
  changeOf: (found: T) => UpdateQuery<T>,
): Promise<void> {
  let piece: ChangeOfOne<T>[] = [];
  for await (const found of model
    .find(filter, fields as ProjectionType<T>)
    .lean<T[]>()
    .cursor({ batchSize: aPiece })) {
    const { _id } = found as T & { _id: unknown };
    piece.push({ filter: { _id, ...filter }, update: changeOf(found) });
    if (piece.length < aPiece) continue;
    await changeEach(model, piece);
    piece = [];
  }
  await changeEach(model, piece);
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
