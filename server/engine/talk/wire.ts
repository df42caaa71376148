import { limits } from '../ground/limits.ts';
import { withReply } from '../ground/reply-bytes.ts';

/**
 * MongoDB's wire protocol, as far as a driver needs it (MongoDB manual, "MongoDB Wire Protocol"): OP_MSG in both
 * directions, and OP_QUERY for the first `hello` of older drivers.
 */

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const headerBytes = 16;

const checksumPresent = 1;
const moreToCome = 2;
const exhaustAllowed = 1 << 16;

/** One request: the command's document in bytes and the documents that travelled beside it (kind 1 sections). */
export interface Request {
  id: number;
  /** Bytes of the whole message. */
  size: number;
  kind: 'msg' | 'query';
  body: Uint8Array;
  sequences: Map<string, Uint8Array[]>;
  /** The client wants no answer (`moreToCome`). */
  silent: boolean;
}

/** Bytes that are not the protocol. Whoever sent them is disconnected. */
export class WireError extends Error {}

/** The length of the message that starts here, or null while fewer than four bytes have arrived. Throws on a length no message has. */
export function messageLength(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const length = bytes.readInt32LE(0);
  if (length < headerBytes || length > limits.messageBytes) throw new WireError(`A message of ${length} bytes`);
  return length;
}

/** Reads one whole message. Throws WireError on anything that is not one. */
export function readMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === opMsg) return readMsg(id, message);
  if (opCode === opQuery) return readQuery(id, message);
  throw new WireError(`Operation code ${opCode}`);
}

function readMsg(id: number, message: Buffer): Request {
  if (message.length < headerBytes + 5) throw new WireError('A message without sections');
  const flags = message.readUInt32LE(headerBytes);
  const unknown = flags & 0xffff & ~(checksumPresent | moreToCome);
  if (unknown !== 0) throw new WireError(`Flag bits ${unknown}`);
  let end = message.length;
  if (flags & checksumPresent) {
    end -= 4;
    if (end < headerBytes + 5 || message.readUInt32LE(end) !== crc32c(message.subarray(0, end))) {
      throw new WireError('A wrong checksum');
    }
  }
  const sections = readSections(message.subarray(headerBytes + 4, end));
  return {
    id,
    size: message.length,
    kind: 'msg',
    ...sections,
    silent: (flags & moreToCome) !== 0 && (flags & exhaustAllowed) === 0,
  };
}

function readSections(bytes: Buffer): Pick<Request, 'body' | 'sequences'> {
  const sequences = new Map<string, Uint8Array[]>();
  let body: Uint8Array | null = null;
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at];
    const size = sizeAt(bytes, at + 1, bytes.length);
    const section = bytes.subarray(at + 1, at + 1 + size);
    if (kind === 0 && body === null) body = section;
    else if (kind === 1) readSequence(section, sequences);
    else throw new WireError(`A section of kind ${kind}`);
    at += 1 + size;
  }
  if (body === null) throw new WireError('A message without a body');
  return { body, sequences };
}

function readSequence(section: Buffer, sequences: Map<string, Uint8Array[]>): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new WireError('A sequence without a name');
  const name = section.toString('utf8', 4, nameEnd);
  if (sequences.has(name)) throw new WireError(`Two sequences named ${name}`);
  const documents: Uint8Array[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = sizeAt(section, at, section.length);
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(name, documents);
}

function readQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, headerBytes + 4);
  const start = nameEnd + 9;
  if (nameEnd < 0 || !message.toString('latin1', headerBytes + 4, nameEnd).endsWith('.$cmd')) {
    throw new WireError('OP_QUERY is for hello only');
  }
  const size = sizeAt(message, start, message.length);
  const body = message.subarray(start, start + size);
  return { id, size: message.length, kind: 'query', body, sequences: new Map(), silent: false };
}

function sizeAt(bytes: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? bytes.readInt32LE(at) : -1;
  if (size < 5 || at + size > end) throw new WireError(`A part of ${size} bytes where ${end - at} are left`);
  return size;
}

let lastReplyId = 0;

/** The answer to a request, ready to be written. */
export function writeReply(request: Pick<Request, 'id' | 'kind'>, reply: Readonly<Record<string, unknown>>): Buffer {
  const prefix = Buffer.alloc(headerBytes + (request.kind === 'msg' ? 5 : 20));
  lastReplyId = (lastReplyId + 1) | 0;
  prefix.writeInt32LE(lastReplyId, 4);
  prefix.writeInt32LE(request.id, 8);
  prefix.writeInt32LE(request.kind === 'msg' ? opMsg : opReply, 12);
  if (request.kind === 'query') prefix.writeInt32LE(1, headerBytes + 16);
  const message = withReply(prefix, reply);
  message.writeInt32LE(message.length, 0);
  return message;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C (Castagnoli, RFC 3720 section 12.1), which OP_MSG uses as its checksum. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
