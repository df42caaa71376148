import { serialize } from 'bson';
import { CommandError } from './language/errors.ts';

/**
 * BSON without decoding it: stored documents travel to the client byte for byte, and an inserted document only gets
 * its `_id` moved to the front.
 */

/** Documents that are placed into a reply as they are. */
export class RawDocuments {
  readonly documents: readonly Uint8Array[];
  constructor(documents: readonly Uint8Array[]) {
    this.documents = documents;
  }
}

const documentType = 3;
const arrayType = 4;
const emptyEnd = Buffer.from([0]);

/** Writes a reply; RawDocuments may stand in it, and in the documents that are its direct fields (`cursor`). */
export function serializeReply(reply: Readonly<Record<string, unknown>>): Buffer {
  const parts: Uint8Array[] = [];
  let plain: Record<string, unknown> = {};
  const flush = () => {
    if (Object.keys(plain).length > 0) parts.push(serialize(plain, { ignoreUndefined: true }).subarray(4, -1));
    plain = {};
  };
  for (const [name, value] of Object.entries(reply)) {
    const raw = rawField(name, value);
    if (raw === null) plain[name] = value;
    else {
      flush();
      parts.push(...raw);
    }
  }
  flush();
  return wrap(parts);
}

function rawField(name: string, value: unknown): Uint8Array[] | null {
  if (value instanceof RawDocuments) return [header(arrayType, name), arrayOf(value.documents)];
  if (value instanceof Uint8Array) return [header(documentType, name), value];
  if (name === 'cursor') return [header(documentType, name), serializeReply(value as Record<string, unknown>)];
  return null;
}

const header = (type: number, name: string): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'utf8');

function arrayOf(documents: readonly Uint8Array[]): Buffer {
  return wrap(documents.flatMap((document, index) => [header(documentType, String(index)), document]));
}

function wrap(parts: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32LE(parts.reduce((sum, part) => sum + part.length, 5));
  return Buffer.concat([length, ...parts, emptyEnd]);
}

export interface Element {
  name: string;
  /** Where the element starts (its type byte) and where the next one does. */
  start: number;
  valueStart: number;
  end: number;
  type: number;
}

/** The top-level elements of a document, in the order of its bytes. The document must be known to be valid BSON. */
export function* elements(document: Uint8Array): Generator<Element> {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  let at = 4;
  while (at < bytes.length - 1) {
    const nameEnd = bytes.indexOf(0, at + 1);
    const type = bytes[at] ?? 0;
    const end = valueEnd(bytes, type, nameEnd + 1);
    yield { name: bytes.toString('utf8', at + 1, nameEnd), start: at, valueStart: nameEnd + 1, end, type };
    at = end;
  }
}

/** Bytes of a value by its BSON type (bsonspec.org, version 1.1). */
const fixedSizes: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};
const withLength: Readonly<Record<number, number>> = { 2: 4, 3: 0, 4: 0, 5: 5, 12: 16, 13: 4, 14: 4, 15: 0 };

function valueEnd(bytes: Buffer, type: number, at: number): number {
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return at + fixed;
  const extra = withLength[type];
  if (extra !== undefined) return at + bytes.readInt32LE(at) + extra;
  if (type === 11) return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
  throw new CommandError(22, 'InvalidBSON', `Unknown BSON type ${type}`);
}

/** The array or document in a field of a document, as bytes: `insert`'s documents keep their exact form this way. */
export function rawArray(document: Uint8Array, field: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const element of elements(document)) {
    if (element.name !== field || element.type !== arrayType) continue;
    const array = document.subarray(element.valueStart, element.end);
    for (const item of elements(array)) {
      if (item.type !== documentType)
        throw new CommandError(14, 'TypeMismatch', `${field}.${item.name} is not a document`);
      found.push(array.subarray(item.valueStart, item.end));
    }
  }
  return found;
}

/** The same document with `_id` as its first field; `makeId` gives one (as BSON `{ _id }`) where it has none. */
export function withIdFirst(document: Uint8Array, makeId: () => Uint8Array): Uint8Array {
  let first = true;
  for (const element of elements(document)) {
    if (element.name === '_id') {
      if (first) return document;
      const { start, end } = element;
      return wrap([document.subarray(start, end), document.subarray(4, start), document.subarray(end, -1)]);
    }
    first = false;
  }
  return wrap([makeId().subarray(4, -1), document.subarray(4, -1)]);
}
