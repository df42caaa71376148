export type Direction = 1 | -1;

/**
 * An index key whose bytes sort (memcmp) as the values do by compareValues, each field in its direction.
 * A field longer than its share (600 bytes, less with more than three fields) is cut and gets a hash tail: equality
 * survives, order beyond the cut does not (see isTruncated). At most 1,900 bytes for up to 32 fields.
 */
export function encodeKey(_values: unknown[], _directions: Direction[]): Buffer {
  throw new Error('not written yet');
}

/** Whether the value is cut in a key of `fields` fields, so that key order says nothing beyond the cut. */
export function isTruncated(_value: unknown, _fields = 1): boolean {
  throw new Error('not written yet');
}

/**
 * The bytes a key field starts with, for range scans: all keys of values at or after (before) `value` lie at or after
 * (before) these bytes, also when the value is cut. For a whole value it equals its encoding; `edge` 'after' gives the
 * first bytes after every key that starts so. Put behind encodeKey of the equal fields before it.
 */
export function encodeBound(
  _value: unknown,
  _direction: Direction,
  _options: { fields: number; edge: 'before' | 'after' },
): Buffer {
  throw new Error('not written yet');
}

/** The two edges (in key order) of everything that compares with `value` ($gt, $lt … only look within one type). */
export function typeBounds(_value: unknown, _direction: Direction): { before: Buffer; after: Buffer } {
  throw new Error('not written yet');
}
