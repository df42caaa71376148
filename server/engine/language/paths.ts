import { location, parallelArrays } from './errors.ts';
import { type Document, getField, isDocument } from './values.ts';

/** What a query path reached: the value, and the index of the outermost array element it came through. */
export interface Reached {
  value: unknown;
  element: number | undefined;
}

/** How an array at the end of a path counts: its elements and then itself ($eq …), or only itself ($exists, $size). */
export type LeafArrays = 'opened' | 'whole';

const isIndex = (segment: string): boolean => /^(0|[1-9]\d*)$/.test(segment);

/**
 * Every value a query path reaches (MongoDB manual, "Query an Array"): arrays on the way are opened, a number in the
 * path is an index or a field name, `undefined` stands for a missing field.
 */
export function* reach(document: unknown, path: readonly string[], leaf: LeafArrays): Generator<Reached> {
  let value: unknown = document;
  for (const [depth, segment] of path.entries()) {
    value =
      isDocument(value) || (depth === 0 && Array.isArray(value)) ? getField(value as Document, segment) : undefined;
    if (Array.isArray(value)) return yield* reachInto(value, path.slice(depth + 1), leaf);
    if (value === undefined) break;
  }
  yield { value, element: undefined };
}

function* reachInto(array: unknown[], rest: readonly string[], leaf: LeafArrays): Generator<Reached> {
  const [segment] = rest;
  if (segment === undefined) {
    if (leaf === 'opened') for (const [element, value] of array.entries()) yield { value, element };
    yield { value: array, element: undefined };
    return;
  }
  for (const [element, value] of array.entries()) {
    if (isDocument(value)) for (const found of reach(value, rest, leaf)) yield { ...found, element };
    if (isIndex(segment) && Number(segment) === element) yield* reachAtIndex(value, rest.slice(1), leaf);
  }
}

// An element named by its index is taken as it is: an array in it is opened only when the path goes on.
function* reachAtIndex(value: unknown, rest: readonly string[], leaf: LeafArrays): Generator<Reached> {
  if (rest.length === 0) yield { value, element: undefined };
  else if (Array.isArray(value)) yield* reachInto(value, rest, leaf);
  else if (isDocument(value)) yield* reach(value, rest, leaf);
}

/** The keys of a document in an index: fields still to be walked, or already found. */
type Part = { rest: readonly string[] } | { value: unknown };

/** The fields of a key pattern or a sort, each as the names that lead to it. */
export const pathsOf = (pattern: Document): string[][] => Object.keys(pattern).map((path) => path.split('.'));

/** The top-level field that a path leads through. */
export const rootOf = (path: string): string => path.split('.')[0] ?? '';

type Paths = readonly (readonly string[])[];

/**
 * The keys of a document in an index, one list of values per key: arrays give one key per element (multikey), a
 * missing field null, an empty array undefined. Throws code 171 for two arrays in different fields of one index.
 */
export function indexValues(document: Document, paths: Paths): unknown[][] {
  const values: unknown[] = [];
  for (const path of paths) {
    const step = walk(document, path);
    if ('array' in step)
      return expand(
        document,
        paths.map((rest) => ({ rest })),
      );
    values.push(step.value);
  }
  return [values];
}

/** Whether any of the fields exists: only such documents belong in a sparse index. */
export function hasAnyField(document: Document, paths: Paths): boolean {
  return paths.some((path) => {
    for (const { value } of reach(document, path, 'whole')) if (value !== undefined) return true;
    return false;
  });
}

/** Whether some of the fields leads through or to an array, so that one document may have several keys. */
export function isMultikey(document: Document, paths: Paths): boolean {
  return paths.some((path) => 'array' in walk(document, path));
}

function expand(from: Document, parts: Part[]): unknown[][] {
  const steps = parts.map((part) => ('value' in part ? part : walk(from, part.rest)));
  const [first, ...others] = steps.filter((step) => 'array' in step);
  if (!first) return [steps.map((step) => ('value' in step ? step.value : null))];
  if (others.some(({ at }) => at !== first.at)) throw parallelArrays('cannot index parallel arrays');
  const elements = first.array.length === 0 ? [undefined] : first.array;
  return elements.flatMap((element) =>
    expand(
      isDocument(element) ? element : {},
      steps.map((step) => ('value' in step ? step : afterArray(element, step.rest))),
    ),
  );
}

const afterArray = (element: unknown, rest: readonly string[]): Part =>
  rest.length === 0 ? { value: element } : { rest };

/** `at` tells arrays apart: after a pipeline two fields may hold the very same one. */
type Step = { value: unknown } | { array: unknown[]; at: string; rest: readonly string[] };

// Follows a path to its end or to the first array that has to be opened; an index in the path picks one element.
function walk(from: unknown, path: readonly string[]): Step {
  let value = from;
  for (const [depth, segment] of path.entries()) {
    if (Array.isArray(value)) {
      if (!isIndex(segment)) return { array: value, at: path.slice(0, depth).join('.'), rest: path.slice(depth) };
      if (value.some((element) => isDocument(element) && Object.hasOwn(element, segment))) {
        throw location(16746, `Ambiguous field name found in array: '${segment}'`);
      }
      value = value[Number(segment)];
    } else value = isDocument(value) ? getField(value, segment) : undefined;
    if (value === undefined) return { value: null };
  }
  return Array.isArray(value) ? { array: value, at: path.join('.'), rest: [] } : { value };
}
