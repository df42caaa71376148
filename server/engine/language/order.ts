import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { compareNumbers, isNumber } from './numbers.ts';
import { type Document, isDocument } from './values.ts';

const ranks: Record<string, number> = {
  MinKey: -1,
  Int32: 10,
  Long: 10,
  Double: 10,
  Decimal128: 10,
  BSONSymbol: 15,
  Binary: 30,
  ObjectId: 35,
  Timestamp: 47,
  BSONRegExp: 50,
  DBRef: 55,
  Code: 60,
  MaxKey: 127,
};
const primitives: Record<string, number> = { undefined: 0, number: 10, bigint: 10, string: 15, boolean: 40 };
const objectRank = 20;
const arrayRank = 25;
const dateRank = 45;
const codeWithScope = 65;

/**
 * BSON comparison order (MongoDB manual, "Comparison/Sort Order"): negative when `a` comes first, 0 when equal.
 * `undefined` (missing) comes before null, as in the server; sorting replaces missing by null (see sort.ts).
 */
export function compareValues(a: unknown, b: unknown): number {
  const rank = typeRank(a);
  return rank - typeRank(b) || compareAlike(rank, a, b);
}

/** Equal in BSON comparison order: 1, 1.0, NumberLong(1) and NumberDecimal('1.0') are the same value. */
export const sameValue = (a: unknown, b: unknown): boolean => compareValues(a, b) === 0;

/** The canonical type number, equal for types that compare with each other (numbers; string and symbol). */
export function typeRank(value: unknown): number {
  if (typeof value !== 'object') return primitives[typeof value] ?? 0;
  if (value === null) return 5;
  if (Array.isArray(value)) return arrayRank;
  if (isDocument(value)) return objectRank;
  return '_bsontype' in value ? rankOfClass(value) : dateRank;
}

function rankOfClass(value: { _bsontype: unknown }): number {
  const rank = ranks[String(value._bsontype)] ?? objectRank;
  return rank === ranks.Code && (value as Code).scope ? codeWithScope : rank;
}

type Comparison = (a: never, b: never) => number;

// Types that are missing here (null, MinKey, MaxKey) have one value each.
const comparisons: Record<number, Comparison> = {
  10: compareNumbers,
  15: (a: unknown, b: unknown) => compareStrings(textOf(a), textOf(b)),
  20: compareDocuments,
  25: compareArrays,
  30: compareBinaries,
  35: (a: ObjectId, b: ObjectId) => Buffer.compare(a.id, b.id),
  40: (a: boolean, b: boolean) => Number(a) - Number(b),
  45: (a: Date, b: Date) => a.getTime() - b.getTime(),
  47: (a: Timestamp, b: Timestamp) => a.compare(b),
  50: (a: BSONRegExp, b: BSONRegExp) => compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options),
  60: (a: Code, b: Code) => compareStrings(a.code, b.code),
  65: (a: Code, b: Code) => compareStrings(a.code, b.code) || compareValues(a.scope, b.scope),
};

function compareAlike(rank: number, a: unknown, b: unknown): number {
  return comparisons[rank]?.(a as never, b as never) ?? 0;
}

/** A string or symbol as text. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (value as { value: string }).value;

/** By UTF-8 bytes, which is by code point; JavaScript's own order puts surrogate pairs before U+E000. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return byCodePoint(left) - byCodePoint(right);
  }
  return a.length - b.length;
}

const byCodePoint = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

// Field by field in stored order: type, then name, then value; a document that ends first comes first.
function compareDocuments(a: Document, b: Document): number {
  const [namesA, namesB] = [Object.keys(a), Object.keys(b)];
  for (const [index, nameA] of namesA.entries()) {
    const nameB = namesB[index];
    if (nameB === undefined) return 1;
    const [valueA, valueB] = [a[nameA], b[nameB]];
    const order = typeRank(valueA) - typeRank(valueB) || compareStrings(nameA, nameB) || compareValues(valueA, valueB);
    if (order !== 0) return order;
  }
  return namesA.length - namesB.length;
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (const [index, value] of a.entries()) {
    if (index >= b.length) return 1;
    const order = compareValues(value, b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(bytesOf(a), bytesOf(b));
}

export const bytesOf = (value: Binary): Uint8Array => value.buffer.subarray(0, value.position);

/** NaN matches only itself in queries, although it has a place in the order. */
export const isNaNValue = (value: unknown): boolean => isNumber(value) && compareNumbers(value, Number.NaN) === 0;
