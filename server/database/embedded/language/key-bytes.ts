import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { scientific } from './numbers.ts';
import { bytesOf, textOf, typeRank } from './order.ts';
import type { Document } from './values.ts';

/*
 * Order-preserving bytes of one value: a type byte, then bytes that end by themselves, so that no value's bytes are
 * the beginning of another's and memcmp agrees with compareValues.
 */
const end = 0;
const escape = 1;

/** The first byte of every value that compares with this one. */
export const typeByte = (value: unknown): number => typeRank(value) + 2;

export function bytesOfValue(value: unknown): Buffer {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return parts.length === 1 ? Buffer.from(parts[0] ?? []) : Buffer.concat(parts);
}

function write(value: unknown, parts: Uint8Array[]): void {
  parts.push(Uint8Array.of(typeByte(value)));
  writers[typeRank(value)]?.(value as never, parts);
}

type Writer = (value: never, parts: Uint8Array[]) => void;

const writers: Record<number, Writer> = {
  10: (value: unknown, parts) => parts.push(numberBytes(value)),
  15: (value: unknown, parts) => writeText(textOf(value), parts),
  20: writeDocument,
  25: writeArray,
  30: writeBinary,
  35: (value: ObjectId, parts) => parts.push(value.id),
  40: (value: boolean, parts) => parts.push(Uint8Array.of(Number(value))),
  45: (value: Date, parts) => parts.push(signed64(BigInt(value.getTime()))),
  47: (value: Timestamp, parts) => parts.push(unsigned64(BigInt.asUintN(64, value.toBigInt()))),
  50: (value: BSONRegExp, parts) => {
    writeText(value.pattern, parts);
    writeText(value.options, parts);
  },
  60: (value: Code, parts) => writeText(value.code, parts),
  65: (value: Code, parts) => {
    writeText(value.code, parts);
    write(value.scope, parts);
  },
};

function writeText(text: string, parts: Uint8Array[]): void {
  const bytes = Buffer.from(text, 'utf8');
  const isPlain = !bytes.includes(end) && !bytes.includes(escape);
  parts.push(isPlain ? bytes : escaped(bytes), Uint8Array.of(end));
}

function escaped(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte <= escape) out.push(escape);
    out.push(byte <= escape ? byte + 1 : byte);
  }
  return Uint8Array.from(out);
}

function writeDocument(document: Document, parts: Uint8Array[]): void {
  for (const [name, value] of Object.entries(document)) {
    parts.push(Uint8Array.of(typeByte(value)));
    writeText(name, parts);
    write(value, parts);
  }
  parts.push(Uint8Array.of(end));
}

function writeArray(array: unknown[], parts: Uint8Array[]): void {
  for (const value of array) write(value, parts);
  parts.push(Uint8Array.of(end));
}

function writeBinary(value: Binary, parts: Uint8Array[]): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(value.position, 0);
  head.writeUInt8(value.sub_type, 4);
  parts.push(head, bytesOf(value));
}

const nan = 1;
const negative = 3;
const zero = 4;
const positive = 5;
const exponentBias = 0x4000;

// Sign, exponent, then two decimal digits a byte: the same bytes for equal numbers of any type.
function numberBytes(value: unknown): Uint8Array {
  const number = scientific(value);
  if (number.sign === null) return Uint8Array.of(nan);
  if (number.sign === 0) return Uint8Array.of(zero);
  const bytes = [positive, ...magnitudeBytes(number.exponent, number.digits)];
  if (number.sign < 0) return Uint8Array.from(bytes, (byte, index) => (index === 0 ? negative : 255 - byte));
  return Uint8Array.from(bytes);
}

function magnitudeBytes(exponent: number, digits: string): number[] {
  if (exponent === Number.POSITIVE_INFINITY) return [255, 255, end];
  const biased = exponent + exponentBias;
  const bytes = [biased >> 8, biased & 255];
  for (let index = 0; index < digits.length; index += 2) {
    bytes.push(Number(digits.slice(index, index + 2).padEnd(2, '0')) + 1);
  }
  return [...bytes, end];
}

const signed64 = (value: bigint): Buffer => unsigned64(BigInt.asUintN(64, value) ^ (1n << 63n));

function unsigned64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
