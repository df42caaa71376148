import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { type ByteWriter, bytesWritten } from './byte-writer.ts';
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
export const typeByte = (value: unknown): number => byteOf(typeRank(value));
const byteOf = (rank: number): number => rank + 2;

export const bytesOfValue = (value: unknown): Buffer => bytesWritten((out) => writeValue(value, out));

/** Writes the bytes of a value behind what was written before. */
export function writeValue(value: unknown, out: ByteWriter): void {
  const rank = typeRank(value);
  out.byte(byteOf(rank));
  writers[rank]?.(value as never, out);
}

type Write = (value: never, out: ByteWriter) => void;

const writers: Record<number, Write> = {
  10: (value: unknown, out) => out.bytes(numberBytes(value)),
  15: (value: unknown, out) => writeText(textOf(value), out),
  20: writeDocument,
  25: writeArray,
  30: writeBinary,
  35: (value: ObjectId, out) => out.bytes(value.id),
  40: (value: boolean, out) => out.byte(Number(value)),
  45: (value: Date, out) => out.bytes(signed64(BigInt(value.getTime()))),
  47: (value: Timestamp, out) => out.bytes(unsigned64(BigInt.asUintN(64, value.toBigInt()))),
  50: (value: BSONRegExp, out) => {
    writeText(value.pattern, out);
    writeText(value.options, out);
  },
  60: (value: Code, out) => writeText(value.code, out),
  65: (value: Code, out) => {
    writeText(value.code, out);
    writeValue(value.scope, out);
  },
};

function writeText(text: string, out: ByteWriter): void {
  const start = out.text(text);
  const bytes = out.since(start);
  if (bytes.includes(end) || bytes.includes(escape)) {
    const plain = escaped(bytes);
    out.cutAt(start);
    out.bytes(plain);
  }
  out.byte(end);
}

function escaped(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte <= escape) out.push(escape);
    out.push(byte <= escape ? byte + 1 : byte);
  }
  return out;
}

function writeDocument(document: Document, out: ByteWriter): void {
  for (const [name, value] of Object.entries(document)) {
    out.byte(typeByte(value));
    writeText(name, out);
    writeValue(value, out);
  }
  out.byte(end);
}

function writeArray(array: unknown[], out: ByteWriter): void {
  for (const value of array) writeValue(value, out);
  out.byte(end);
}

function writeBinary(value: Binary, out: ByteWriter): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(value.position, 0);
  head.writeUInt8(value.sub_type, 4);
  out.bytes(head);
  out.bytes(bytesOf(value));
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
