import { badValue, CommandError } from './errors.ts';
import { type Direction, encodeWhole } from './keys.ts';
import { toInteger } from './numbers.ts';
import { indexValues, pathsOf } from './paths.ts';
import { type Document, isDocument } from './values.ts';

/** The place of a document in an order, as text: it comes first where its key is the smaller string. */
export type SortKeyOf = (document: Document) => string;

/**
 * Compiles a sort specification; an array counts as its smallest element ascending, its largest descending. A document
 * with two arrays in the order has no key (code 2).
 */
export function compileSort(spec: Document): SortKeyOf {
  const directions = Object.entries(spec).map(([path, direction]) => directionOf(path, direction));
  const paths = pathsOf(spec);
  return (document) =>
    sortKeys(document, paths)
      .map((values) => encodeWhole(values, directions).toString('latin1'))
      .reduce((first, key) => (key < first ? key : first));
}

function sortKeys(document: Document, paths: string[][]): unknown[][] {
  try {
    return indexValues(document, paths);
  } catch (error) {
    if (error instanceof CommandError && error.code === 171)
      throw badValue('cannot sort with keys that are parallel arrays');
    throw error;
  }
}

function directionOf(path: string, direction: unknown): Direction {
  if (path === '' || path.split('.').includes('')) throw badValue('FieldPath field names may not be empty strings');
  if (path.startsWith('$')) throw badValue(`FieldPath field names may not start with '$': ${path}`);
  if (isDocument(direction)) throw badValue('$meta sort is not supported');
  const number = toInteger(direction);
  if (number !== 1 && number !== -1)
    throw badValue('$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return number;
}
