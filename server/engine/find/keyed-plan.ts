import type { Collection } from '../keep/catalogue.ts';
import type { Index } from '../keep/index-spec.ts';
import { entryKeyOf } from '../keep/layout.ts';
import { encodeKey, isCut } from '../language/keys.ts';
import { typeRank } from '../language/order.ts';
import type { Plan, Question } from './plan.ts';

/**
 * The plan for the most frequent question of all, "the document whose `_id`, code or slug is this" (MongoDB calls it
 * express): one key of a unique index leads to one document, so there is nothing to weigh, to match or to sort. Null: the
 * filter asks something else, or no index answers it by itself.
 */
export function keyedPlan(collection: Collection, { filter, sort, hint }: Question): Plan | null {
  if (sort !== undefined || hint !== undefined) return null;
  const [path, another] = Object.keys(filter);
  if (path === undefined || another !== undefined) return null;
  const value = filter[path];
  if (!hasOneMeaning(value)) return null;
  const index = collection.indexes.find((candidate) => answersAlone(candidate, path));
  if (!index) return null;
  const key = encodeKey([value], index.directions);
  if (isCut(key)) return null;
  const start = entryKeyOf({ collection: collection.id, index: index.id }, key, null);
  return {
    index,
    ranges: [{ start, end: start, isKey: true }],
    reverse: false,
    sorted: true,
    isExact: true,
    branches: [],
  };
}

/** Numbers, text, binary, ids, booleans, dates: not null (also missing), documents and arrays (operators), patterns. */
const plain: ReadonlySet<number> = new Set([10, 15, 30, 35, 40, 45]);
const hasOneMeaning = (value: unknown): boolean => plain.has(typeRank(value));

/** Every document with the value is in it, under that one key. */
function answersAlone(index: Index, path: string): boolean {
  const isSingle = index.unique && index.fields.length === 1 && index.fields[0] === path;
  return isSingle && index.ready && index.partial === null && !index.multikey;
}
