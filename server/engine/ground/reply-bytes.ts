import { type Long, serialize, type Timestamp } from 'bson';

/** Replies as bytes. Stored documents are placed into them as they are, without being decoded. */

/** One batch of a cursor: what `find`, `aggregate` and `getMore` answer. */
export interface CursorBatch {
  field: 'firstBatch' | 'nextBatch';
  documents: readonly Uint8Array[];
  id: Long;
  namespace: string;
  /** The moment that a snapshot read sees. */
  atClusterTime: Timestamp | null;
}

export class CursorReply {
  readonly batch: CursorBatch;
  constructor(batch: CursorBatch) {
    this.batch = batch;
  }
}

/** An array whose elements were written in pieces, since it may be long. */
export class ArrayReply {
  readonly #elements: Uint8Array[] = [];
  #count = 0;
  #bytes = 5;

  add(values: readonly unknown[]): void {
    const numbered = Object.fromEntries(values.map((value, place) => [this.#count + place, value]));
    const elements = serialize(numbered).subarray(4, -1);
    this.#elements.push(elements);
    this.#count += values.length;
    this.#bytes += elements.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get parts(): Uint8Array[] {
    const length = Buffer.alloc(4);
    length.writeInt32LE(this.#bytes);
    return [length, ...this.#elements, closing];
  }
}

const documentType = 3;
const arrayType = 4;
const closing = Buffer.from([0]);

/** Behind the given head (a wire header), the reply; bytes and CursorReply may stand among its fields. */
export function withReply(head: Buffer, reply: Readonly<Record<string, unknown>>): Buffer {
  const parts: Uint8Array[] = [head, Buffer.alloc(4)];
  let plain: Record<string, unknown> = {};
  let hasPlain = false;
  const flush = () => {
    if (hasPlain) parts.push(serialize(plain, { ignoreUndefined: true }).subarray(4, -1));
    [plain, hasPlain] = [{}, false];
  };
  for (const name of Object.keys(reply)) {
    const value = reply[name];
    const raw = rawField(name, value);
    if (raw === null) [plain[name], hasPlain] = [value, true];
    else {
      flush();
      for (const part of raw) parts.push(part);
    }
  }
  flush();
  parts.push(closing);
  const bytes = Buffer.concat(parts);
  bytes.writeInt32LE(bytes.length - head.length, head.length);
  return bytes;
}

function rawField(name: string, value: unknown): Uint8Array[] | null {
  if (name === 'ok' && value === 1) return [ok];
  if (value instanceof CursorReply) return cursorParts(value.batch);
  if (value instanceof ArrayReply) return [header(arrayType, name), ...value.parts];
  if (value instanceof Uint8Array) return [header(documentType, name), value];
  return null;
}

const ok = serialize({ ok: 1 }).subarray(4, -1);

function cursorParts({ field, documents, id, namespace, atClusterTime }: CursorBatch): Uint8Array[] {
  const array = arrayOf(documents);
  const rest = atClusterTime ? serialize({ id, ns: namespace, atClusterTime }).subarray(4) : idAndName(id, namespace);
  const start = Buffer.from(starts[field]);
  start.writeInt32LE(start.length - cursorLengthAt + array.length + rest.length, cursorLengthAt);
  return [start, array, rest];
}

const idHead = Buffer.from('\x12id\0', 'latin1');
const namespaceHead = Buffer.from('\x02ns\0', 'latin1');

/** `{ id, ns }` without its length: it ends nearly every reply to a read, so it is written by hand. */
function idAndName(id: Long, namespace: string): Buffer {
  const text = Buffer.from(namespace, 'utf8');
  const bytes = Buffer.alloc(idHead.length + 8 + namespaceHead.length + 4 + text.length + 2);
  let at = idHead.copy(bytes);
  at = bytes.writeInt32LE(id.low, at);
  at = bytes.writeInt32LE(id.high, at);
  at += namespaceHead.copy(bytes, at);
  at = bytes.writeInt32LE(text.length + 1, at);
  text.copy(bytes, at);
  return bytes;
}

const header = (type: number, name: string): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'utf8');

/** `cursor: { firstBatch:`, with room for the length of the cursor's document. */
const startOf = (field: string): Buffer =>
  Buffer.concat([header(documentType, 'cursor'), Buffer.alloc(4), header(arrayType, field)]);
const starts = { firstBatch: startOf('firstBatch'), nextBatch: startOf('nextBatch') };
const cursorLengthAt = 1 + 'cursor\0'.length;

/** A BSON array of documents: each behind its type byte (3) and its place as a name. */
function arrayOf(documents: readonly Uint8Array[]): Buffer {
  const names = documents.map((_document, place) => `\x03${place}\0`);
  const length = documents.reduce((sum, document, place) => sum + (names[place] ?? '').length + document.length, 5);
  const array = Buffer.allocUnsafe(length);
  let at = array.writeInt32LE(length, 0);
  for (const [place, document] of documents.entries()) {
    at += array.write(names[place] ?? '', at, 'latin1');
    array.set(document, at);
    at += document.length;
  }
  array.writeUInt8(0, at);
  return array;
}
