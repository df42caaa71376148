/**
 * BSON comparison order (MongoDB manual, "Comparison/Sort Order"): negative when `a` comes first, 0 when equal.
 * `undefined` (missing) comes before null, as in the server; sorting replaces missing by null (see sort.ts).
 */
export function compareValues(_a: unknown, _b: unknown): number {
  throw new Error('not written yet');
}

/** Equal in BSON comparison order: 1, 1.0, NumberLong(1) and NumberDecimal('1.0') are the same value. */
export const sameValue = (a: unknown, b: unknown): boolean => compareValues(a, b) === 0;

/** The canonical type number, equal for types that compare with each other (numbers; string and symbol). */
export function typeRank(_value: unknown): number {
  throw new Error('not written yet');
}
