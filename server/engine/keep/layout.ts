import { join } from 'node:path';

/** The file that everything lies in. */
export const dataFile = (dataDir: string): string => join(dataDir, 'embedded.lmdb');

/**
 * How everything lies in one LMDB tree, so that a write, its index entries and its count are one transaction:
 *
 *   0            0                  collection number      → what the catalogue knows about a collection (BSON)
 *   0            1                  name                   → the engine's own facts (`format`, `next`)
 *   0            2                  prefix                 → a dropped collection or index whose keys are still to be removed
 *   collection   0                  record number          → the document (BSON, exactly as it came)
 *   collection   index              key [record number]    → record number; unique indexes keep it out of the key
 *   collection   0xffffffff                                → how many documents there are
 *
 * Collection and index numbers are 4 bytes, record numbers 8 bytes, all big-endian, so that bytes sort as numbers do.
 */

export const recordsIndex = 0;
const countIndex = 0xffffffff;
const own = 0;

/** The start of every key of an index of a collection. */
export function prefixOf(collection: number, index: number): Buffer {
  const prefix = Buffer.allocUnsafe(8);
  prefix.writeUInt32BE(collection, 0);
  prefix.writeUInt32BE(index, 4);
  return prefix;
}

export function collectionPrefix(collection: number): Buffer {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32BE(collection, 0);
  return prefix;
}

export const catalogueKey = (collection: number): Buffer =>
  Buffer.concat([prefixOf(own, 0), collectionPrefix(collection)]);
export const factKey = (name: string): Buffer => Buffer.concat([prefixOf(own, 1), Buffer.from(name)]);
export const droppedKey = (prefix: Uint8Array): Buffer => Buffer.concat([prefixOf(own, 2), prefix]);
export const countKey = (collection: number): Buffer => prefixOf(collection, countIndex);

export function recordKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(16);
  key.writeUInt32BE(collection, 0);
  key.writeUInt32BE(recordsIndex, 4);
  putNumber(key, record, 8);
  return key;
}

/** The key of an entry of an index; `record` is null in a unique index, where it is only the value. */
export function entryKeyOf({ collection, index }: EntryPlace, key: Uint8Array, record: number | null): Buffer {
  const bytes = Buffer.allocUnsafe(8 + key.length + (record === null ? 0 : 8));
  bytes.writeUInt32BE(collection, 0);
  bytes.writeUInt32BE(index, 4);
  bytes.set(key, 8);
  if (record !== null) putNumber(bytes, record, 8 + key.length);
  return bytes;
}

interface EntryPlace {
  collection: number;
  index: number;
}

/** The record number at the end of a record's key. */
export const recordOf = (key: Buffer): number => readNumber(key, key.length - 8);

export function numberBytes(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  putNumber(bytes, value, 0);
  return bytes;
}

/** Reads a whole number below 2^53 from 8 bytes. */
export const readNumber = (bytes: Buffer, at = 0): number =>
  bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);

function putNumber(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  bytes.writeUInt32BE(value >>> 0, at + 4);
}

/** The first bytes after every key that starts with the prefix. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  const after = Buffer.from(prefix);
  for (let at = after.length - 1; at >= 0; at -= 1) {
    const byte = after[at] ?? 0;
    if (byte < 0xff) {
      after[at] = byte + 1;
      return after.subarray(0, at + 1);
    }
  }
  return Buffer.alloc(after.length + 1, 0xff);
}
