import type { Document } from './values.ts';

/**
 * The keys of a document in an index, one list of values per key: arrays give one key per element (multikey), a
 * missing field null, an empty array undefined. Throws code 171 for two arrays in different fields of one index.
 */
export function indexValues(_document: Document, _keyPattern: Document): unknown[][] {
  throw new Error('not written yet');
}

/** Whether any field of the key pattern exists: only such documents belong in a sparse index. */
export function hasAnyField(_document: Document, _keyPattern: Document): boolean {
  throw new Error('not written yet');
}

/** Whether some field of the key pattern leads through or to an array, so that one document has several keys. */
export function isMultikey(_document: Document, _keyPattern: Document): boolean {
  throw new Error('not written yet');
}

/** Every value a query path reaches; arrays on the way and at the end are opened, the end array itself comes last. */
export function valuesAt(_document: Document, _path: string): unknown[] {
  throw new Error('not written yet');
}
