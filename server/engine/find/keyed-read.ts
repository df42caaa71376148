import type { Collection } from '../keep/catalogue.ts';
import type { Index } from '../keep/index-spec.ts';
import { entryKeyOf, readNumber, recordKey } from '../keep/layout.ts';
import type { Snapshot, Store } from '../keep/store.ts';
import { encodeKey, isCut } from '../language/keys.ts';
import { typeRank } from '../language/order.ts';
import type { Document } from '../language/values.ts';

/**
 * The most frequent question of all, "the document whose `_id`, code or slug is this", by the short way (MongoDB calls it
 * express): one key of a unique index leads to one document, so there is nothing to plan, to match or to sort.
 */
export interface Keyed {
  collection: Collection;
  key: Buffer;
}

/** null: the filter asks something else, or no index answers it by itself. */
export function keyedQuestion(collection: Collection, filter: Document): Keyed | null {
  const [path, another] = Object.keys(filter);
  if (path === undefined || another !== undefined) return null;
  const value = filter[path];
  if (!hasOneMeaning(value)) return null;
  const index = collection.indexes.find((candidate) => answersAlone(candidate, path));
  if (!index) return null;
  const key = encodeKey([value], index.directions);
  return isCut(key) ? null : { collection, key: entryKeyOf({ collection: collection.id, index: index.id }, key, null) };
}

/** The document's bytes, exactly as they are kept. */
export function readKeyed(store: Store, { collection, key }: Keyed, snapshot?: Snapshot): Buffer | undefined {
  const record = store.get(key, snapshot);
  return record && store.get(recordKey(collection.id, readNumber(record)), snapshot);
}

/** Numbers, text, binary, ids, booleans, dates: not null (also missing), documents and arrays (operators), patterns. */
const plain: ReadonlySet<number> = new Set([10, 15, 30, 35, 40, 45]);
const hasOneMeaning = (value: unknown): boolean => plain.has(typeRank(value));

/** Every document with the value is in it, under that one key. */
function answersAlone(index: Index, path: string): boolean {
  const isSingle = index.unique && index.fields.length === 1 && index.fields[0] === path;
  return isSingle && index.ready && index.partial === null && !index.multikey;
}
