import { type Document, deserialize } from 'bson';
import { type Element, elements } from '../engine/language/bson-bytes.ts';

/**
 * A document as nested Maps, which keep every field in its place; the bson package writes a Map as a document. Plain
 * objects cannot do that for names like "1" or "__proto__".
 */
export function exactDocument(bytes: Uint8Array): Document {
  return mapOf(bytes);
}

const documentType = 3;
const arrayType = 4;

function mapOf(bytes: Uint8Array): Map<string, unknown> {
  return new Map([...elements(bytes)].map((element) => [element.name, valueOf(bytes, element)]));
}

function valueOf(bytes: Uint8Array, { type, valueStart, end }: Element): unknown {
  const value = bytes.subarray(valueStart, end);
  if (type === documentType) return mapOf(value);
  if (type === arrayType) return [...mapOf(value).values()];
  // Anything else is read by itself, as the only field of a document: { v: value }.
  const alone = Buffer.concat([Buffer.of(0, 0, 0, 0, type, 0x76, 0), value, Buffer.of(0)]);
  alone.writeInt32LE(alone.length);
  return deserialize(alone, { promoteValues: false, bsonRegExp: true }).v;
}
