import { type Collection, mongo } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.ts';

/**
 * Writes many documents at once, whatever their order; those of which a unique index has the key already stay as they are.
 * By the driver itself, so the documents must be complete: mongoose's unordered insertMany leaves out in silence what it
 * finds invalid.
 * @returns the places of those that were there already
 * @throws what else the database says, also that it is not sure of what it wrote
 */
export async function insertNew(
  { collection }: { collection: Collection },
  documents: readonly object[],
): Promise<number[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany([...documents], { ordered: false });
    return [];
  } catch (error) {
    const failures = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
    if (failures.length === 0 || !failures.every(isDuplicateKey) || isUnsure(error)) throw error;
    return failures.map(({ index }) => index);
  }
}

// Beside the keys that were taken, most of the members of a replica set may not have the rest: whoever asked does it again.
const isUnsure = (error: unknown): boolean =>
  error instanceof mongo.MongoBulkWriteError && error.result.getWriteConcernError() !== undefined;
