import { badValue, CommandError } from './errors.ts';
import { toInteger } from './numbers.ts';
import { compareValues } from './order.ts';
import { indexValues } from './paths.ts';
import { type Document, isDocument } from './values.ts';

export type Compare = (a: Document, b: Document) => number;

/**
 * Compiles a sort specification; an array counts as its smallest element ascending, its largest descending. The sort key
 * of a document is taken once, however often it is compared, so documents must not change in between. Comparing a document
 * with itself takes its key, and so finds out that it has none (two arrays, code 2) although it is the only one.
 */
export function compileSort(spec: Document): Compare {
  const directions = Object.entries(spec).map(([path, direction]) => directionOf(path, direction));
  const keys = new WeakMap<Document, unknown[]>();
  const keyOf = (document: Document): unknown[] => {
    const known = keys.get(document) ?? sortKey(document, spec, directions);
    keys.set(document, known);
    return known;
  };
  return (a, b) => compareKeys(keyOf(a), keyOf(b), directions);
}

function sortKey(document: Document, spec: Document, directions: number[]): unknown[] {
  return sortKeys(document, spec).reduce((best, key) => (compareKeys(key, best, directions) < 0 ? key : best));
}

function sortKeys(document: Document, spec: Document): unknown[][] {
  try {
    return indexValues(document, spec);
  } catch (error) {
    if (error instanceof CommandError && error.code === 171)
      throw badValue('cannot sort with keys that are parallel arrays');
    throw error;
  }
}

function compareKeys(a: unknown[], b: unknown[], directions: number[]): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareValues(a[index], b[index]);
    if (order !== 0) return order * direction;
  }
  return 0;
}

function directionOf(path: string, direction: unknown): number {
  if (path === '' || path.split('.').includes('')) throw badValue('FieldPath field names may not be empty strings');
  if (path.startsWith('$')) throw badValue(`FieldPath field names may not start with '$': ${path}`);
  if (isDocument(direction)) throw badValue('$meta sort is not supported');
  const number = toInteger(direction);
  if (number !== 1 && number !== -1)
    throw badValue('$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return number;
}
