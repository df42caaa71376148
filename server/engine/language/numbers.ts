import { type Decimal128, Double, Int32, Long } from 'bson';
import { type Decimal, readDecimal, scientificDecimal } from './decimals.ts';
import { unsupported } from './errors.ts';

/** The four numeric types of BSON, narrowest first. */
export type NumberKind = 'int' | 'long' | 'double' | 'decimal';

const kinds: Record<string, NumberKind> = { Int32: 'int', Long: 'long', Double: 'double', Decimal128: 'decimal' };
const comparedDigits = 34;
const widest: NumberKind[] = ['int', 'long', 'double', 'decimal'];

/** The numeric type of a value, undefined when it is no number. Plain JavaScript numbers count as BSON would write them. */
export function kindOf(value: unknown): NumberKind | undefined {
  if (typeof value === 'number') return isInt32(value) && !Object.is(value, -0) ? 'int' : 'double';
  if (typeof value === 'bigint') return 'long';
  if (typeof value !== 'object' || value === null || !('_bsontype' in value)) return undefined;
  return kinds[String(value._bsontype)];
}

export const isNumber = (value: unknown): boolean => kindOf(value) !== undefined;

const isInt32 = (value: number): boolean => (value | 0) === value;

/** The nearest JavaScript number. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return Number(
    kindOf(value) === 'decimal' ? (value as Decimal128).toString() : (value as { valueOf(): unknown }).valueOf(),
  );
}

/** An int or long exactly. */
export function toBigInt(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  return value instanceof Long || isLong(value) ? (value as Long).toBigInt() : BigInt(toNumber(value));
}

const isLong = (value: unknown): boolean => kindOf(value) === 'long';

/** The whole number this value stands for, or undefined (fractions, NaN, other types). */
export function toInteger(value: unknown): number | undefined {
  if (!isNumber(value)) return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Order among numbers of any type; NaN comes first and equals itself, -0 equals 0. */
export function compareNumbers(a: unknown, b: unknown): number {
  const [kindA, kindB] = [kindOf(a), kindOf(b)];
  if (kindA === 'decimal' || kindB === 'decimal') return compareScientific(scientific(a), scientific(b));
  if (kindA === 'long' && kindB !== 'double') return sign(toBigInt(a) - toBigInt(b));
  if (kindB === 'long' && kindA !== 'double') return sign(toBigInt(a) - toBigInt(b));
  if (kindA === 'long') return compareLongDouble(toBigInt(a), toNumber(b));
  if (kindB === 'long') return 0 - compareLongDouble(toBigInt(b), toNumber(a));
  return compareDoubles(toNumber(a), toNumber(b));
}

function compareDoubles(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : Number(a > b);
}

// A double holds no long beyond 2^53 exactly, so both are compared as whole numbers first.
function compareLongDouble(a: bigint, b: number): number {
  if (Number.isNaN(b)) return 1;
  if (!Number.isFinite(b)) return b > 0 ? -1 : 1;
  const whole = Math.trunc(b);
  return sign(a - BigInt(whole)) || compareDoubles(whole, b);
}

const sign = (difference: bigint): number => (difference < 0n ? -1 : Number(difference > 0n));

/** A number as sign (NaN: null), exponent of its first digit and digits: equal for equal numbers of any type. */
export interface Scientific {
  sign: number | null;
  exponent: number;
  digits: string;
}

export function scientific(value: unknown): Scientific {
  const kind = kindOf(value);
  if (kind === 'int' || kind === 'long') return scientificInteger(toBigInt(value).toString());
  if (kind === 'decimal') return scientificOf(readDecimal(value as Decimal128));
  const double = toNumber(value);
  if (!Number.isFinite(double)) return scientificOf(double);
  if (Number.isSafeInteger(double)) return scientificInteger(String(double));
  // Thirty-four digits are what MongoDB compares a double with a decimal by; no two doubles share them.
  const [mantissa = '', exponent = '0'] = double.toExponential(comparedDigits - 1).split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  return { sign: Math.sign(double), exponent: Number(exponent), digits };
}

function scientificInteger(text: string): Scientific {
  if (text === '0' || text === '-0') return { sign: 0, exponent: 0, digits: '' };
  const digits = text.startsWith('-') ? text.slice(1) : text;
  return { sign: text.startsWith('-') ? -1 : 1, exponent: digits.length - 1, digits: digits.replace(/0+$/, '') };
}

function scientificOf(value: Decimal): Scientific {
  if (typeof value !== 'number') return scientificDecimal(value);
  if (Number.isNaN(value)) return { sign: null, exponent: 0, digits: '' };
  return { sign: Math.sign(value), exponent: Number.POSITIVE_INFINITY, digits: '' };
}

function compareScientific(a: Scientific, b: Scientific): number {
  if (a.sign === null || b.sign === null) return Number(b.sign === null) - Number(a.sign === null);
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent < b.exponent ? -1 : 1);
  return a.digits === b.digits ? 0 : a.sign * (a.digits < b.digits ? -1 : 1);
}

function wider(a: unknown, b: unknown): NumberKind {
  return widest[Math.max(widest.indexOf(kindOf(a) ?? 'int'), widest.indexOf(kindOf(b) ?? 'int'))] ?? 'int';
}

/** Writes a whole number as the narrower of int and long that is allowed; undefined beyond 64 bits. */
export function integer(value: bigint, kind: NumberKind): Int32 | Long | undefined {
  if (kind === 'int' && BigInt.asIntN(32, value) === value) return new Int32(Number(value));
  return BigInt.asIntN(64, value) === value ? Long.fromBigInt(value) : undefined;
}

/** a + b in the wider of both types: int overflows to long. Beyond a long the answer is undefined. */
export function add(a: unknown, b: unknown): unknown {
  const kind = wider(a, b);
  refuseDecimal(kind);
  if (kind === 'double') return new Double(toNumber(a) + toNumber(b));
  return integer(toBigInt(a) + toBigInt(b), kind);
}

/** Decimals are kept, compared and sorted, but not reckoned with: nobody here has any. */
export function refuseDecimal(kind: NumberKind): void {
  if (kind === 'decimal') throw unsupported('Arithmetic with a Decimal128');
}

/** Everything but false, null, missing and zero is true. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return isNumber(value) ? compareNumbers(value, 0) !== 0 : value !== false;
}
