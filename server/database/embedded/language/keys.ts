import { createHash } from 'node:crypto';
import { bytesOfValue, typeByte } from './key-bytes.ts';

export type Direction = 1 | -1;

// LMDB takes keys of up to 1,978 bytes; the store adds a record id of its own.
const longestKey = 1900;
const longestField = 600;
const hashLength = 16;

/**
 * An index key whose bytes sort (memcmp) as the values do by compareValues, each field in its direction.
 * A field longer than its share (584 bytes, less with more than three fields) is cut and gets a hash tail of 16: equality
 * survives, order beyond the cut does not (see isTruncated). At most 1,900 bytes for up to 32 fields.
 */
export function encodeKey(values: unknown[], directions: Direction[]): Buffer {
  const share = shareOf(values.length);
  return Buffer.concat(values.map((value, index) => directed(fieldBytes(value, share), directions[index] ?? 1)));
}

/** The same without a limit, so that its order is the values' order however long they are: to sort by. */
export function encodeWhole(values: unknown[], directions: Direction[]): Buffer {
  return Buffer.concat(values.map((value, index) => directed(bytesOfValue(value), directions[index] ?? 1)));
}

/** Whether the value is cut in a key of `fields` fields, so that key order says nothing beyond the cut. */
export function isTruncated(value: unknown, fields = 1): boolean {
  return bytesOfValue(value).length > shareOf(fields);
}

/** Whether the one field of a key was cut: only a cut one is this long. */
export const isCut = (key: Buffer): boolean => key.length === longestField;

/**
 * The bytes a key field starts with, for range scans: with edge 'before', all keys of values equal to `value` or behind
 * it in key order are at or after these bytes, also when the value is cut; with 'after', the first bytes behind every
 * key of this value (of this value's cut). Put it behind encodeKey of the fields before it.
 */
export function encodeBound(
  value: unknown,
  direction: Direction,
  { fields, edge }: { fields: number; edge: 'before' | 'after' },
): Buffer {
  const share = shareOf(fields);
  const whole = bytesOfValue(value);
  const bytes = directed(whole.length > share ? whole.subarray(0, share) : whole, direction);
  return edge === 'before' ? bytes : successor(bytes);
}

/** The two edges (in key order) of everything that compares with `value` ($gt, $lt … only look within one type). */
export function typeBounds(value: unknown, direction: Direction): { before: Buffer; after: Buffer } {
  const before = directed(Buffer.of(typeByte(value)), direction);
  return { before, after: successor(before) };
}

// What a field may keep of itself besides the hash tail.
function shareOf(fields: number): number {
  return Math.min(longestField, Math.floor(longestKey / Math.max(fields, 1))) - hashLength;
}

function fieldBytes(value: unknown, share: number): Buffer {
  const bytes = bytesOfValue(value);
  if (bytes.length <= share) return bytes;
  const tail = createHash('sha256').update(bytes).digest().subarray(0, hashLength);
  return Buffer.concat([bytes.subarray(0, share), tail]);
}

const directed = (bytes: Buffer, direction: Direction): Buffer =>
  direction === 1 ? bytes : Buffer.from(bytes.map((byte) => 255 - byte));

/** The smallest bytes that come after everything starting with these. */
function successor(bytes: Buffer): Buffer {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 255) length -= 1;
  const next = Buffer.from(bytes.subarray(0, length));
  if (length > 0) next.writeUInt8((next[length - 1] ?? 0) + 1, length - 1);
  return next;
}
