import { type Binary, BSON, Int32 } from 'bson';
import { elements } from './bson-bytes.ts';
import { CommandError, failedToParse, unsupported } from './errors.ts';

/**
 * A BSON document in memory. Numbers stay Int32, Double, Long or Decimal128 objects, because MongoDB
 * keeps a number's type through updates; `undefined` stands for a field that is not there.
 */
export type Document = Record<string, unknown>;

const deepest = 100;

/** Where the order of fields counts: everywhere, or not at the top, as when a filter looks at one field after the other. */
export type WhereOrderCounts = 'everywhere' | 'inside';

/**
 * Reads one BSON document. Throws CommandError on broken bytes, on documents nested deeper than 100 levels, and where
 * the fields would not stay in their places: a JavaScript object puts names that are whole numbers first.
 */
export function decode(bytes: Uint8Array, order: WhereOrderCounts = 'everywhere'): Document {
  const document = read(bytes);
  if (sawNumberedNames && !isInPlace(bytes, document, order)) throw outOfPlace();
  return document;
}

/** The same whatever the places; `isExact` when they are kept. For what never writes the document back. */
export function decodeLoosely(bytes: Uint8Array): { document: Document; isExact: boolean } {
  const document = read(bytes);
  return { document, isExact: !sawNumberedNames || isInPlace(bytes, document, 'everywhere') };
}

let sawNumberedNames = false;

function read(bytes: Uint8Array): Document {
  sawNumberedNames = false;
  try {
    const options = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };
    return tidy(BSON.deserialize(bytes, options), 1) as Document;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw failedToParse(`The document is not valid BSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function isInPlace(bytes: Uint8Array, value: unknown, order: WhereOrderCounts): boolean {
  const names: string[] = [];
  for (const { name, type, valueStart, end } of elements(bytes)) {
    names.push(name);
    const isNested = type === BSON.BSONType.object || type === BSON.BSONType.array;
    const inner = getField(value as Document, name);
    if (isNested && !isInPlace(bytes.subarray(valueStart, end), inner, 'everywhere')) return false;
  }
  if (order === 'inside' || !isDocument(value)) return true;
  const ours = Object.keys(value);
  return ours.length === names.length && names.every((name, at) => name === ours[at]);
}

const outOfPlace = (): CommandError =>
  unsupported('A document whose field names are whole numbers behind other names, or not in their order,');

/** Writes one BSON document; plain JavaScript numbers become Int32 when whole and small, Double otherwise. */
export function encode(document: Document): Buffer {
  return Buffer.from(BSON.serialize(document, { ignoreUndefined: true }));
}

export const int = (value: number): Int32 => new Int32(value);

/** A document or subdocument, not an array and not one of BSON's own value types, which are classes. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Sets a field even when it is called `__proto__`. Throws CommandError where a new one would not come last. */
export function setField(document: Document, name: string, value: unknown): void {
  if (isNumbered(name) && !Object.hasOwn(document, name) && !wouldComeLast(document, name)) throw outOfPlace();
  if (name === '__proto__') {
    Object.defineProperty(document, name, { value, writable: true, enumerable: true, configurable: true });
  } else document[name] = value;
}

/** JavaScript orders names that could be indexes of an array by their numbers, before all others (ECMA-262, OrdinaryOwnPropertyKeys). */
function isNumbered(name: string | undefined): boolean {
  const first = name?.charCodeAt(0) ?? 0;
  return first >= 0x30 && first <= 0x39 && /^(0|[1-9]\d{0,9})$/.test(name ?? '') && Number(name) < 2 ** 32 - 1;
}

function wouldComeLast(document: Document, name: string): boolean {
  const last = Object.keys(document).at(-1);
  return last === undefined || (isNumbered(last) && Number(last) < Number(name));
}

/** A field of its own; never something inherited such as `constructor`. */
export function getField(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

/** A copy of the top level that may be changed. */
export const copyOf = (document: Document): Document => ({ ...document });

export const isBinary = (value: unknown): value is Binary =>
  typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'Binary';

function tidy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) throw failedToParse(`The document is nested deeper than ${deepest} levels`);
  if (Array.isArray(value)) return value.map((element) => tidy(element, depth + 1));
  // The bson package turns {$ref, $id} into a class of its own; here it is a document like any other.
  if ('_bsontype' in value && value._bsontype === 'DBRef') return (value as unknown as { toJSON(): Document }).toJSON();
  return isDocument(value) ? tidyFields(value, depth) : readableAtom(value);
}

function tidyFields(document: Document, depth: number): Document {
  // The bson package would take such a document for one of its own classes when it is written back.
  if (Object.hasOwn(document, '_bsontype')) throw failedToParse("A field cannot be called '_bsontype'");
  const names = Object.keys(document);
  if (isNumbered(names[0])) sawNumberedNames = true;
  for (const name of names) {
    const field = document[name];
    if (typeof field === 'object' && field !== null) setField(document, name, tidy(field, depth + 1));
  }
  return document;
}

// BSON has dates beyond what JavaScript can hold; they would be written back as something else.
function readableAtom(value: object): object {
  if (value instanceof Date && Number.isNaN(value.getTime())) throw failedToParse('The date is out of range');
  return value;
}

/** Refuses a document nested so deep that it could not be read again. */
export function checkDepth(value: unknown, depth = 1): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw failedToParse(`The document would be nested deeper than ${deepest} levels`);
  if (Array.isArray(value)) for (const element of value) checkDepth(element, depth + 1);
  else if (isDocument(value)) for (const field of Object.values(value)) checkDepth(field, depth + 1);
}
