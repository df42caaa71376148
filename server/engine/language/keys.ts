import { createHash } from 'node:crypto';
import { type ByteWriter, bytesWritten } from './byte-writer.ts';
import { bytesOfValue, typeByte, writeValue } from './key-bytes.ts';

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
  return encodeFields(values, { directions, share: shareOf(values.length) });
}

/** The same without a limit, so that its order is the values' order however long they are: to sort by. */
export function encodeWhole(values: unknown[], directions: Direction[]): Buffer {
  return encodeFields(values, { directions, share: Number.POSITIVE_INFINITY });
}

const encodeFields = (values: unknown[], { directions, share }: { directions: Direction[]; share: number }): Buffer =>
  bytesWritten((out) => {
    for (const [place, value] of values.entries()) {
      const start = out.length;
      writeValue(value, out);
      if (out.length - start > share) cut(out, start, share);
      if (directions[place] === -1) invert(out.since(start));
    }
  });

/** Leaves of a field what it may keep, and a hash of all of it. */
function cut(out: ByteWriter, start: number, share: number): void {
  const tail = createHash('sha256').update(out.since(start)).digest().subarray(0, hashLength);
  out.cutAt(start + share);
  out.bytes(tail);
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

function directed(bytes: Buffer, direction: Direction): Buffer {
  if (direction === 1) return bytes;
  const inverted = Buffer.from(bytes);
  invert(inverted);
  return inverted;
}

function invert(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = 255 - (bytes[at] ?? 0);
}

/** The smallest bytes that come after everything starting with these. */
function successor(bytes: Buffer): Buffer {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 255) length -= 1;
  const next = Buffer.from(bytes.subarray(0, length));
  if (length > 0) next.writeUInt8((next[length - 1] ?? 0) + 1, length - 1);
  return next;
}
