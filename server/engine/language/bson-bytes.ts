import { CommandError } from './errors.ts';

/**
 * BSON without decoding it: an inserted document is kept byte for byte and only gets its `_id` moved to the front.
 */

const documentType = 3;
const arrayType = 4;
const emptyEnd = Buffer.from([0]);

function wrap(parts: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32LE(parts.reduce((sum, part) => sum + part.length, 5));
  return Buffer.concat([length, ...parts, emptyEnd]);
}

export interface Element {
  name: string;
  /** Where the element starts (its type byte) and where the next one does. */
  start: number;
  valueStart: number;
  end: number;
  type: number;
}

/** The top-level elements of a document, in the order of its bytes. The document must be known to be valid BSON. */
export function* elements(document: Uint8Array): Generator<Element> {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  let at = 4;
  while (at < bytes.length - 1) {
    const nameEnd = bytes.indexOf(0, at + 1);
    const type = bytes[at] ?? 0;
    const end = valueEnd(bytes, type, nameEnd + 1);
    yield { name: bytes.toString('utf8', at + 1, nameEnd), start: at, valueStart: nameEnd + 1, end, type };
    at = end;
  }
}

/** Names of fields as `onlyFields` looks for them. */
export const fieldNames = (names: Iterable<string>): Buffer[] =>
  Array.from(new Set(names), (name) => Buffer.from(name, 'utf8'));

/** The document with only those of its top-level fields. The document must be known to be valid BSON. */
export function onlyFields(document: Buffer, names: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  walk(document, (place) => {
    if (names.some((name) => isName(name, document, place))) parts.push(document.subarray(place.start, place.end));
  });
  return wrap(parts);
}

/** What becomes of a top-level field: its new element, or no bytes when it is removed. */
export interface FieldChange {
  name: Buffer;
  element: Uint8Array;
}

/**
 * The document with some of its top-level fields changed, each in its place, and those that it did not have at the end.
 * It must be known to be valid BSON.
 */
export function withFields(document: Buffer, changes: readonly FieldChange[]): Buffer {
  const left = new Set(changes);
  const parts: Uint8Array[] = [];
  let kept = firstElement;
  walk(document, (place) => {
    const change = changes.find(({ name }) => isName(name, document, place));
    if (!change) return;
    parts.push(document.subarray(kept, place.start));
    if (left.delete(change)) parts.push(change.element);
    kept = place.end;
  });
  return wrap([...parts, document.subarray(kept, document.length - 1), ...[...left].map(({ element }) => element)]);
}

/** Where a document's elements begin, behind its length. */
const firstElement = 4;

/** Where a top-level element, its name and the next element begin and end. */
interface Place {
  start: number;
  nameEnd: number;
  end: number;
}

/** Visits the top-level elements in the order of the bytes, without reading their names as `elements` does. */
function walk(document: Buffer, visit: (place: Place) => void): void {
  for (let start = firstElement; start < document.length - 1; ) {
    let nameEnd = start + 1;
    while (document[nameEnd] !== 0) nameEnd += 1;
    const end = valueEnd(document, document[start] ?? 0, nameEnd + 1);
    visit({ start, nameEnd, end });
    start = end;
  }
}

function isName(name: Buffer, bytes: Buffer, { start, nameEnd }: Place): boolean {
  if (name.length !== nameEnd - start - 1) return false;
  for (let at = 0; at < name.length; at += 1) if (name[at] !== bytes[start + 1 + at]) return false;
  return true;
}

/** Bytes of a value by its BSON type (bsonspec.org, version 1.1). */
const fixedSizes: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};
const withLength: Readonly<Record<number, number>> = { 2: 4, 3: 0, 4: 0, 5: 5, 12: 16, 13: 4, 14: 4, 15: 0 };

function valueEnd(bytes: Buffer, type: number, at: number): number {
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return at + fixed;
  const extra = withLength[type];
  if (extra !== undefined) return at + bytes.readInt32LE(at) + extra;
  if (type === 11) return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
  throw new CommandError(22, 'InvalidBSON', `Unknown BSON type ${type}`);
}

/** The array or document in a field of a document, as bytes: `insert`'s documents keep their exact form this way. */
export function rawArray(document: Uint8Array, field: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const element of elements(document)) {
    if (element.name !== field || element.type !== arrayType) continue;
    const array = document.subarray(element.valueStart, element.end);
    for (const item of elements(array)) {
      if (item.type !== documentType)
        throw new CommandError(14, 'TypeMismatch', `${field}.${item.name} is not a document`);
      found.push(array.subarray(item.valueStart, item.end));
    }
  }
  return found;
}

/** The same document with `_id` as its first field; `makeId` gives one (as BSON `{ _id }`) where it has none. */
export function withIdFirst(document: Uint8Array, makeId: () => Uint8Array): Uint8Array {
  let first = true;
  for (const element of elements(document)) {
    if (element.name === '_id') {
      if (first) return document;
      const { start, end } = element;
      return wrap([document.subarray(start, end), document.subarray(4, start), document.subarray(end, -1)]);
    }
    first = false;
  }
  return wrap([makeId().subarray(4, -1), document.subarray(4, -1)]);
}
