import type { Collection } from '../keep/catalogue.ts';
import { elements, fieldNames, withFields } from '../language/bson-bytes.ts';
import { fieldsOf } from '../language/filter-fields.ts';
import { type Document, encode, getField } from '../language/values.ts';

/**
 * A change of a few fields need not decode and write a whole document: an order's payment leaves its goods alone, a sale
 * the whole history of its batch. Only the fields that matter are decoded, and the others stay as the bytes they are.
 */

/** Names of top-level fields; null: all of them. */
export type Part = readonly Buffer[] | null;

/** The top-level fields that a change reads or writes; 'entries': it takes the document out of the indexes, no more. */
export type Touched = ReadonlySet<string> | 'all' | 'entries';

/** What has to be decoded to see whether a document matches, to change it, and to know its keys in the indexes. */
export function partFor({ indexes }: Collection, { filter, touched }: { filter: Document; touched: Touched }): Part {
  const asked = fieldsOf(filter);
  if (touched === 'all' || asked === null) return null;
  const written = touched === 'entries' ? [] : [...touched];
  const names = new Set(['_id', ...written, ...asked]);
  for (const { reads } of indexes) {
    if (reads === null) return null;
    const isTouched = touched === 'entries' || [...reads].some((field) => touched.has(field));
    if (isTouched) for (const field of reads) names.add(field);
  }
  return fieldNames(names);
}

/** The bytes of a document after a change of its decoded part. */
export function bytesAfter(
  bytes: Buffer,
  part: Part,
  { before, after }: { before: Document; after: Document },
): Buffer {
  if (part === null) return encode(after);
  const written = Object.entries(after).filter(([name, value]) => getField(before, name) !== value);
  const elementOf = elementsByName(encode(Object.fromEntries(written)));
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = [...removed, ...written.map(([name]) => name)];
  return withFields(
    bytes,
    changed.map((name) => ({ name: Buffer.from(name, 'utf8'), element: elementOf.get(name) ?? nothing })),
  );
}

const elementsByName = (document: Buffer): Map<string, Uint8Array> =>
  new Map([...elements(document)].map(({ name, start, end }) => [name, document.subarray(start, end)]));

const nothing = new Uint8Array();
