import type { Collection } from '../keep/catalogue.ts';
import type { Index } from '../keep/index-spec.ts';
import { afterPrefix, prefixOf } from '../keep/layout.ts';
import { type Direction, encodeBound, isTruncated, typeBounds } from '../language/keys.ts';
import { rootOf } from '../language/paths.ts';
import type { Condition, Conditions } from './conditions.ts';

/** Keys from `start` up to and without `end`. */
export interface KeyRange {
  start: Buffer;
  end: Buffer;
  /** `start` is the one key in it: a unique index and a value for each of its fields. */
  isKey?: boolean;
}

export interface Bounds {
  ranges: KeyRange[];
  /** How many leading fields have exactly one value, so that the order begins with the field after them. */
  fixed: number;
  /** How much the conditions narrow the index; 0: not at all. */
  score: number;
}

const mostRanges = 2_000;

/** The parts of an index that the conditions leave: values of the leading fields, then one range. */
export function boundsOf(collection: Collection, index: Index, conditions: Conditions): Bounds {
  let prefixes: Buffer[] = [prefixOf(collection.id, index.id)];
  let fixed = 0;
  let score = 0;
  for (const [place, field] of index.fields.entries()) {
    const condition = conditions.get(field);
    if (!condition || isEntangled(index, place)) return { ranges: under(prefixes), fixed, score };
    const at = { index, place };
    const values = wholeValues(at, condition, prefixes.length);
    if (!values) return withPieces(prefixes, piecesOf(at, condition, prefixes.length), { fixed, score });
    prefixes = prefixes.flatMap((prefix) => values.map((value) => Buffer.concat([prefix, edge(at, value, 'before')])));
    if (prefixes.length === 1) fixed = place + 1;
    score += prefixes.length === 1 ? 10 : 8;
  }
  return { ranges: under(prefixes).map((range) => ({ ...range, isKey: index.unique })), fixed, score };
}

/** The values a field must have one of, when its keys hold them whole and there are not too many; else null. */
function wholeValues({ index }: Place, { equals }: Condition, prefixes: number): unknown[] | null {
  const values = equals && openNull(index, equals);
  if (!values || values.length * prefixes > mostRanges) return null;
  return values.some((value) => isTruncated(value, index.fields.length)) ? null : values;
}

/** What a condition leaves of a field whose values are not known or were cut; null: everything. */
function piecesOf(at: Place, condition: Condition, prefixes: number): KeyRange[] | null {
  const values = condition.equals;
  if (!values || values.length * prefixes > mostRanges) return rangePieces(at, condition);
  return values.map((value) => ({ start: edge(at, value, 'before'), end: edge(at, value, 'after') }));
}

/** Everything that starts with one of the prefixes. */
const under = (prefixes: Buffer[]): KeyRange[] =>
  inOrder(prefixes.map((prefix) => ({ start: prefix, end: afterPrefix(prefix) })));

function withPieces(prefixes: Buffer[], pieces: KeyRange[] | null, { fixed, score }: Omit<Bounds, 'ranges'>): Bounds {
  if (pieces === null) return { ranges: under(prefixes), fixed, score };
  const ranges = prefixes.flatMap((prefix) => pieces.map((piece) => within(prefix, piece)));
  return { ranges: inOrder(ranges), fixed, score: score + 5 };
}

interface Place {
  index: Index;
  place: number;
}

/**
 * With arrays, two fields below the same path have their keys paired element by element, while a query may match them
 * in different elements; so only the first of them narrows the search.
 */
function isEntangled(index: Index, place: number): boolean {
  if (!index.multikey) return false;
  const root = rootOf(index.fields[place] ?? '');
  return index.fields.slice(0, place).some((field) => rootOf(field) === root);
}

/** With arrays, null may also stand where an empty array is (kept as undefined). */
const openNull = (index: Index, values: unknown[]): unknown[] =>
  index.multikey && values.includes(null) ? [...values, undefined] : values;

const directionOf = ({ index, place }: Place): Direction => index.directions[place] ?? 1;

const edge = (at: Place, value: unknown, side: 'before' | 'after'): Buffer =>
  encodeBound(value, directionOf(at), { fields: at.index.fields.length, edge: side });

/** With arrays, both ends may be met by different elements, so only one of them narrows the search. */
function rangePieces(at: Place, { lower, upper }: Condition): KeyRange[] | null {
  if (lower === undefined && upper === undefined) return null;
  const low = lower;
  const high = at.index.multikey && lower !== undefined ? undefined : upper;
  const [first, last] = directionOf(at) === 1 ? [low, high] : [high, low];
  const type = typeBounds(low ?? high, directionOf(at));
  const start = first === undefined ? type.before : edge(at, first, 'before');
  const end = last === undefined ? type.after : edge(at, last, 'after');
  return [{ start, end }];
}

const within = (prefix: Buffer, piece: KeyRange): KeyRange => ({
  start: Buffer.concat([prefix, piece.start]),
  end: Buffer.concat([prefix, piece.end]),
});

/** Sorted by key, without empty ones and without the same one twice. */
function inOrder(ranges: KeyRange[]): KeyRange[] {
  const sorted = ranges
    .filter(({ start, end }) => Buffer.compare(start, end) < 0)
    .sort((a, b) => Buffer.compare(a.start, b.start));
  return sorted.filter(
    ({ start }, place) => place === 0 || Buffer.compare(start, sorted[place - 1]?.start ?? start) !== 0,
  );
}
