import { fieldNames, onlyFields } from '../language/bson-bytes.ts';
import { rootOf } from '../language/paths.ts';
import { type Document, decode, decodeLoosely } from '../language/values.ts';
import type { Index } from './index-spec.ts';

/**
 * What a document's index entries are made of. Its bytes are kept as they are, so its fields may be in any order, except
 * in a field that an index holds as a whole. Throws CommandError there, and for what is no document.
 */
export function decodeForIndexes(bytes: Uint8Array, indexes: readonly Index[]): Document {
  const { document, isExact } = decodeLoosely(bytes);
  if (isExact) return document;
  const names = fieldNames(indexes.flatMap(({ fields }) => fields.map(rootOf)));
  decode(onlyFields(Buffer.from(bytes), names), 'inside');
  return document;
}
