import { isDuplicateKey } from './duplicate-key.ts';

/**
 * Does a write that changes a document or makes it when it is not there. When two make it at once, MongoDB may refuse the
 * later one by its key: done again, that one finds the document the other made.
 * @param write an update with `upsert: true` whose filter is the unique key and nothing else
 * @returns what the write returned
 * @throws what else the database says
 */
export async function upsert<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return await write();
  }
}
