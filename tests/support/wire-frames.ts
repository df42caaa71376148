import { type Document, serialize } from 'bson';

// MongoDB's messages as far as a fault needs them: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
const opMsg = 2013;
const headerBytes = 16;
/** Header, flags, kind of the section, length of the document, type of its first element: then its name, which is the command's. */
const nameAt = headerBytes + 4 + 1 + 4 + 1;

/** Cuts a stream of bytes into whole messages. @returns those that are complete with these bytes */
export function frameReader(): (bytes: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const frames: Buffer[] = [];
    for (let length = lengthOf(rest); length !== null && rest.length >= length; length = lengthOf(rest)) {
      frames.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return frames;
  };
}

const lengthOf = (bytes: Buffer): number | null => (bytes.length < 4 ? null : bytes.readInt32LE(0));

/** The command that a message asks for; null for what is none. */
export function commandOf(frame: Buffer): string | null {
  if (frame.length <= nameAt || frame.readInt32LE(12) !== opMsg) return null;
  return frame.toString('utf8', nameAt, frame.indexOf(0, nameAt));
}

const writing = new Set(['insert', 'update', 'delete', 'findAndModify', 'createIndexes', 'create']);
export const isWrite = (command: string | null): boolean => command !== null && writing.has(command);

/** The answer of a database that says no to a message. */
export function refusalOf(frame: Buffer, refusal: Document): Buffer {
  const body = serialize({ ok: 0, ...refusal });
  const head = Buffer.alloc(headerBytes + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(frame.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, body]);
}
