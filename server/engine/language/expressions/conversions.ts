import { Double, type ObjectId, type Timestamp } from 'bson';
import { typeName } from '../bson-types.ts';
import { CommandError, unsupported } from '../errors.ts';
import { integer, isTrue, kindOf, toBigInt, toNumber } from '../numbers.ts';
import { isNullish, listed, nullable, type Operators } from './operator.ts';

export const conversionOperators: Operators = {
  $type: listed(1, 1, ([value]) => typeName(value)),
  $toString: nullable(1, 1, ([value]) => textOfValue(value)),
  $toDate: nullable(1, 1, ([value]) => dateOf(value)),
  $toInt: nullable(1, 1, ([value]) => wholeOf(value, 'int')),
  $toLong: nullable(1, 1, ([value]) => wholeOf(value, 'long')),
  $toDouble: nullable(1, 1, ([value]) => doubleOf(value)),
  $toBool: listed(1, 1, ([value]) => (isNullish(value) ? null : isTrue(value))),
};

function failure(value: unknown, wanted: string): CommandError {
  const message = `Failed to convert ${typeName(value)} to ${wanted} in $convert with no onError value`;
  return new CommandError(241, 'ConversionFailure', message);
}

/** A value as $toString writes it. Doubles whose digits depend on the server's version are refused. */
export function textOfValue(value: unknown): string {
  const type = typeName(value);
  if (type === 'string' || type === 'bool' || type === 'int' || type === 'long' || type === 'decimal')
    return String(value);
  if (type === 'double') return textOfDouble(toNumber(value));
  if (value instanceof Date) return value.toISOString();
  if (type === 'objectId') return (value as ObjectId).toHexString();
  throw failure(value, 'string');
}

function textOfDouble(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  const short = Number(value.toPrecision(15)) === value;
  if (short && size >= 1e-4 && size < 1e15) return String(value);
  throw unsupported(`$toString of the double ${value}`);
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const dateReaders: Record<string, (value: unknown) => Date> = {
  date: (value) => value as Date,
  long: dateOfNumber,
  double: dateOfNumber,
  decimal: dateOfNumber,
  objectId: (value) => (value as ObjectId).getTimestamp(),
  timestamp: (value) => new Date((value as Timestamp).getHighBitsUnsigned() * 1000),
  string: (value) => dateOfText(String(value)),
};

function dateOf(value: unknown): Date {
  const date = dateReaders[typeName(value)]?.(value);
  if (!date || Number.isNaN(date.getTime())) throw failure(value, 'date');
  return date;
}

function dateOfNumber(value: unknown): Date {
  return new Date(Math.trunc(toNumber(value)));
}

function dateOfText(text: string): Date {
  if (!isoDate.test(text)) throw unsupported('$toDate of a string that is not an ISO 8601 date');
  const hasZone = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text);
  return new Date(hasZone || !text.includes('T') ? text : `${text}Z`);
}

function wholeOf(value: unknown, kind: 'int' | 'long'): unknown {
  const whole = bigIntOf(value, kind);
  const fits = kind === 'int' ? BigInt.asIntN(32, whole) === whole : BigInt.asIntN(64, whole) === whole;
  if (!fits) throw failure(value, kind);
  return integer(whole, kind);
}

function bigIntOf(value: unknown, kind: 'int' | 'long'): bigint {
  const type = typeName(value);
  if (type === 'int' || type === 'long') return toBigInt(value);
  if (type === 'bool') return BigInt(Number(value));
  if (type === 'decimal') return truncatedDecimal(String(value), value, kind);
  if (type === 'double' && Number.isFinite(toNumber(value))) return BigInt(Math.trunc(toNumber(value)));
  if (value instanceof Date && kind === 'long') return BigInt(value.getTime());
  if (type === 'string') return bigIntOfText(String(value), kind);
  throw failure(value, kind);
}

function bigIntOfText(text: string, kind: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw failure(text, kind);
  return BigInt(text.replace('+', ''));
}

function truncatedDecimal(text: string, value: unknown, kind: string): bigint {
  const whole = /^(-?\d+)(\.\d*)?$/.exec(text)?.[1];
  if (whole === undefined) {
    if (!Number.isFinite(toNumber(value))) throw failure(value, kind);
    throw unsupported(`Converting the decimal ${text} to ${kind}`);
  }
  return BigInt(whole);
}

function doubleOf(value: unknown): unknown {
  const type = typeName(value);
  if (kindOf(value)) return type === 'double' ? value : new Double(toNumber(value));
  if (type === 'bool') return new Double(Number(value));
  if (value instanceof Date) return new Double(value.getTime());
  if (type === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(String(value)))
    return new Double(Number(value));
  throw failure(value, 'double');
}
