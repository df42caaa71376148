import type { Catalogue, Collection } from './catalogue.ts';
import type { Index } from './index-spec.ts';
import { CommandError } from './language/errors.ts';
import { encodeKey, isTruncated } from './language/keys.ts';
import { hasAnyField, indexValues, isMultikey } from './language/paths.ts';
import { type Document, getField } from './language/values.ts';
import { numberBytes, prefixOf, readNumber, recordKey } from './layout.ts';
import { limits } from './limits.ts';
import { tooLarge } from './replies.ts';
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
    const entries = entriesOf(collection.indexes, stored.document);
    for (const entry of entries) this.#requireUnique(collection, entry, record);
    collection.lastRecord = record;
    this.#noteShape(collection, stored.document, { indexes: collection.indexes, entries });
    this.#store.put(recordKey(collection.id, record), Buffer.from(stored.bytes));
    for (const entry of entries) this.#put(collection, entry, record);
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
    const old = entriesOf(indexes, before);
    const wanted = entriesOf(indexes, after.document);
    const keys = new Set(old.map(nameOf));
    const added = wanted.filter((entry) => !keys.has(nameOf(entry)));
    for (const entry of added) this.#requireUnique(collection, entry, record);
    const kept = new Set(wanted.map(nameOf));
    for (const entry of old) if (!kept.has(nameOf(entry))) this.#remove(collection, entry, record);
    this.#noteShape(collection, after.document, { indexes, entries: wanted });
    this.#store.put(recordKey(collection.id, record), Buffer.from(after.bytes));
    for (const entry of added) this.#put(collection, entry, record);
  }

  remove(collection: Collection, record: number, document: Document): void {
    for (const entry of entriesOf(collection.indexes, document)) this.#remove(collection, entry, record);
    this.#store.remove(recordKey(collection.id, record));
    this.#catalogue.addToCount(collection, -1);
  }

  /** Adds a document's entries to one index that is being built. Throws code 11000 when a unique one has the key already. */
  addTo(collection: Collection, index: Index, record: number, document: Document): void {
    const entries = keysOf(index, document).map((key) => ({ index, key, document }));
    for (const entry of entries) this.#requireUnique(collection, entry, record);
    this.#noteShape(collection, document, { indexes: [index], entries });
    for (const entry of entries) this.#put(collection, entry, record);
  }

  #put(collection: Collection, { index, key }: IndexEntry, record: number): void {
    this.#store.put(entryKey(collection, index, { key, record }), numberBytes(record));
  }

  /** An index that is still being built may not have the entry yet, or may have it for another document. */
  #remove(collection: Collection, { index, key }: IndexEntry, record: number): void {
    const at = entryKey(collection, index, { key, record });
    const value = this.#store.get(at);
    if (value && readNumber(value) === record) this.#store.remove(at);
  }

  #requireUnique(collection: Collection, { index, key, document }: IndexEntry, record: number): void {
    if (!index.unique) return;
    const value = this.#store.get(entryKey(collection, index, { key, record }));
    if (value && readNumber(value) !== record) throw duplicateKey(collection, index, document);
  }

  /** Remembers for the planner that an index has arrays or cut keys; rare, so the catalogue is seldom written. */
  #noteShape(collection: Collection, document: Document, { indexes, entries }: Noted): void {
    let changed = false;
    for (const index of indexes) {
      if (index.multikey && index.truncated) continue;
      const multikey = index.multikey || (isMultikey(document, index.key) && covers(index, document));
      const truncated = index.truncated || hasCutKey(index, document, entries);
      changed ||= multikey !== index.multikey || truncated !== index.truncated;
      Object.assign(index, { multikey, truncated });
    }
    if (changed) this.#catalogue.save(collection);
  }
}

/** A document's entries in some of its collection's indexes. */
interface Noted {
  indexes: readonly Index[];
  entries: readonly IndexEntry[];
}

interface IndexEntry {
  index: Index;
  key: Buffer;
  document: Document;
}

/** Whether the index has entries for such a document: a sparse one needs a field, a partial one its filter. */
export function covers(index: Index, document: Document): boolean {
  if (index.sparse && !hasAnyField(document, index.key)) return false;
  return index.partial === null || index.partial.matches(document);
}

/** The keys a document has in an index, each once. */
export function keysOf(index: Index, document: Document): Buffer[] {
  if (!covers(index, document)) return [];
  const keys = indexValues(document, index.key).map((values) => encodeKey(values, index.directions));
  if (keys.length < 2) return keys;
  return [...new Map(keys.map((key) => [key.toString('latin1'), key])).values()];
}

/** Where an entry lies: a unique index has one record per key, so the number is only its value. */
export function entryKey(collection: Collection, index: Index, entry: { key: Buffer; record: number }): Buffer {
  const parts = [prefixOf(collection.id, index.id), entry.key];
  return Buffer.concat(index.unique ? parts : [...parts, numberBytes(entry.record)]);
}

/** Whether the change may have given the document other entries in the index. */
const isTouched = ({ reads }: Index, before: Document, after: Document): boolean =>
  reads === null || [...reads].some((field) => getField(before, field) !== getField(after, field));

function entriesOf(indexes: readonly Index[], document: Document): IndexEntry[] {
  return indexes.flatMap((index) => keysOf(index, document).map((key) => ({ index, key, document })));
}

const nameOf = ({ index, key }: IndexEntry): string => `${index.id}:${key.toString('latin1')}`;

/** A cut field alone makes a key this long (see keys.ts), so most keys need no closer look. */
const shortestCutKey = (fields: number): number => 590 / fields;

function hasCutKey(index: Index, document: Document, entries: readonly IndexEntry[]): boolean {
  const fields = index.fields.length;
  if (!entries.some((entry) => entry.index === index && entry.key.length > shortestCutKey(fields))) return false;
  return indexValues(document, index.key).some((values) => values.some((value) => isTruncated(value, fields)));
}

function duplicateKey(collection: Collection, index: Index, document: Document): CommandError {
  const values = indexValues(document, index.key)[0] ?? [];
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
