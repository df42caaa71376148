import { limits } from '../ground/limits.ts';
import { tooLarge } from '../ground/replies.ts';
import { CommandError } from '../language/errors.ts';
import { encodeKey, isTruncated } from '../language/keys.ts';
import { hasAnyField, indexValues, isMultikey } from '../language/paths.ts';
import { type Document, getField } from '../language/values.ts';
import type { Catalogue, Collection } from './catalogue.ts';
import type { Index } from './index-spec.ts';
import { entryKeyOf, numberBytes, readNumber, recordKey } from './layout.ts';
import type { Store } from './store.ts';

/** A document as it is kept: its bytes, and what they say. */
export interface Stored {
  bytes: Uint8Array;
  document: Document;
}

/**
 * Documents together with their index entries and their count. Everything here runs inside `store.write`, and checks
 * all that can go wrong before its first put, because a throw does not undo one.
 */
export class Records {
  readonly #store: Store;
  readonly #catalogue: Catalogue;

  constructor(store: Store, catalogue: Catalogue) {
    this.#store = store;
    this.#catalogue = catalogue;
  }

  /** Throws code 11000 when a unique index already has one of its keys. Returns its record number. */
  insert(collection: Collection, stored: Stored): number {
    checkSize(stored.bytes);
    const record = collection.lastRecord + 1;
    const all = collection.indexes.map((index) => ({ index, keys: keysOf(index, stored.document) }));
    this.#requireUnique(collection, all, { record, document: stored.document });
    collection.lastRecord = record;
    this.#noteShapes(collection, all, stored.document);
    this.#store.put(recordKey(collection.id, record), Buffer.from(stored.bytes));
    this.#put(collection, all, record);
    this.#catalogue.addToCount(collection, 1);
    return record;
  }

  /**
   * Throws code 11000 when a unique index already has one of its new keys under another document. Fields that `after`
   * shares with `before` are taken as unchanged, so indexes on them are not looked at.
   */
  replace(collection: Collection, record: number, before: Document, after: Stored): void {
    checkSize(after.bytes);
    const indexes = collection.indexes.filter((index) => isTouched(index, before, after.document));
    const old = indexes.map((index) => ({ index, keys: keysOf(index, before) }));
    const wanted = indexes.map((index) => ({ index, keys: keysOf(index, after.document) }));
    const added = without(wanted, old);
    this.#requireUnique(collection, added, { record, document: after.document });
    this.#remove(collection, without(old, wanted), record);
    this.#noteShapes(collection, wanted, after.document);
    this.#store.put(recordKey(collection.id, record), Buffer.from(after.bytes));
    this.#put(collection, added, record);
  }

  remove(collection: Collection, record: number, document: Document): void {
    const all = collection.indexes.map((index) => ({ index, keys: keysOf(index, document) }));
    this.#remove(collection, all, record);
    this.#store.remove(recordKey(collection.id, record));
    this.#catalogue.addToCount(collection, -1);
  }

  /** Adds a document's entries to one index that is being built. Throws code 11000 when a unique one has the key already. */
  addTo(collection: Collection, index: Index, record: number, document: Document): void {
    const entries = [{ index, keys: keysOf(index, document) }];
    this.#requireUnique(collection, entries, { record, document });
    this.#noteShapes(collection, entries, document);
    this.#put(collection, entries, record);
  }

  #put(collection: Collection, entries: readonly Entries[], record: number): void {
    const value = numberBytes(record);
    for (const { index, keys } of entries) {
      for (const key of keys) this.#store.put(entryKey(collection, index, { key, record }), value);
    }
  }

  #remove(collection: Collection, entries: readonly Entries[], record: number): void {
    for (const { index, keys } of entries) {
      for (const key of keys) {
        const at = entryKey(collection, index, { key, record });
        if (index.ready || this.#isOf(at, record)) this.#store.remove(at);
      }
    }
  }

  /** An index that is still being built may not have the entry yet, or may have it for another document. */
  #isOf(entry: Buffer, record: number): boolean {
    const value = this.#store.get(entry);
    return value !== undefined && readNumber(value) === record;
  }

  #requireUnique(collection: Collection, entries: readonly Entries[], { record, document }: Owner): void {
    for (const { index, keys } of entries) {
      if (!index.unique) continue;
      for (const key of keys) {
        const value = this.#store.get(entryKey(collection, index, { key, record }));
        if (value && readNumber(value) !== record) throw duplicateKey(collection, index, document);
      }
    }
  }

  /** Remembers for the planner that an index has arrays or cut keys; rare, so the catalogue is seldom written. */
  #noteShapes(collection: Collection, entries: readonly Entries[], document: Document): void {
    let changed = false;
    for (const { index, keys } of entries) {
      if (keys.length === 0 || (index.multikey && index.truncated)) continue;
      const multikey = index.multikey || isMultikey(document, index.paths);
      const truncated = index.truncated || hasCutKey(index, document, keys);
      changed ||= multikey !== index.multikey || truncated !== index.truncated;
      Object.assign(index, { multikey, truncated });
    }
    if (changed) this.#catalogue.save(collection);
  }
}

/** Keys of one document in one index. */
interface Entries {
  index: Index;
  keys: Buffer[];
}

interface Owner {
  record: number;
  document: Document;
}

/** Whether the index has entries for such a document: a sparse one needs a field, a partial one its filter. */
export function covers(index: Index, document: Document): boolean {
  if (index.sparse && !hasAnyField(document, index.paths)) return false;
  return index.partial === null || index.partial.matches(document);
}

/** The keys a document has in an index, each once. */
export function keysOf(index: Index, document: Document): Buffer[] {
  if (!covers(index, document)) return [];
  const keys = indexValues(document, index.paths).map((values) => encodeKey(values, index.directions));
  if (keys.length < 2) return keys;
  return [...new Map(keys.map((key) => [textOf(key), key])).values()];
}

/** Where an entry lies: a unique index has one record per key, so the number is only its value. */
export function entryKey(
  collection: Collection,
  index: Index,
  { key, record }: { key: Buffer; record: number },
): Buffer {
  return entryKeyOf({ collection: collection.id, index: index.id }, key, index.unique ? null : record);
}

/** Whether the change may have given the document other entries in the index. */
const isTouched = ({ reads }: Index, before: Document, after: Document): boolean =>
  reads === null || [...reads].some((field) => getField(before, field) !== getField(after, field));

/** The keys that the others, index by index, have not. */
const without = (entries: readonly Entries[], others: readonly Entries[]): Entries[] =>
  entries.map(({ index, keys }, place) => ({ index, keys: missingFrom(others[place]?.keys ?? [], keys) }));

function missingFrom(others: readonly Buffer[], keys: readonly Buffer[]): Buffer[] {
  if (others.length <= fewKeys) return keys.filter((key) => !others.some((other) => other.equals(key)));
  const known = new Set(others.map(textOf));
  return keys.filter((key) => !known.has(textOf(key)));
}

const fewKeys = 8;
const textOf = (key: Buffer): string => key.toString('latin1');

/** A cut field alone makes a key this long (see keys.ts), so most keys need no closer look. */
const shortestCutKey = (fields: number): number => 590 / fields;

function hasCutKey(index: Index, document: Document, keys: readonly Buffer[]): boolean {
  const fields = index.fields.length;
  if (!keys.some((key) => key.length > shortestCutKey(fields))) return false;
  return indexValues(document, index.paths).some((values) => values.some((value) => isTruncated(value, fields)));
}

function duplicateKey(collection: Collection, index: Index, document: Document): CommandError {
  const values = indexValues(document, index.paths)[0] ?? [];
  const keyValue = Object.fromEntries(index.fields.map((field, place) => [field, values[place] ?? null]));
  const shown = index.fields.map((field) => `${field}: ${JSON.stringify(keyValue[field])}`).join(', ');
  const where = `collection: ${collection.database}.${collection.name} index: ${index.name} dup key: { ${shown} }`;
  return new CommandError(11000, 'DuplicateKey', `E11000 duplicate key error ${where}`, {
    keyPattern: index.key,
    keyValue,
  });
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= limits.documentBytes) return;
  throw tooLarge(`A document of ${bytes.length} bytes is larger than ${limits.documentBytes}`);
}
