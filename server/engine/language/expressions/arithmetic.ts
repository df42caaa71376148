import { type Decimal128, Double } from 'bson';
import { typeName } from '../bson-types.ts';
import {
  decimalOfExactDouble,
  divideDecimals,
  quantize,
  type RoundingMode,
  readDecimal,
  toDouble,
  writeDecimal,
} from '../decimals.ts';
import { badValue, location, typeMismatch } from '../errors.ts';
import {
  combine,
  integer,
  isNumber,
  isTrue,
  kindOf,
  toBigInt,
  toDecimal,
  toInteger,
  toNumber,
  wider,
} from '../numbers.ts';
import { long } from '../values.ts';
import { nullable, type Operator, type Operators } from './operator.ts';

const any = Number.POSITIVE_INFINITY;

export const arithmeticOperators: Operators = {
  $add: nullable(0, any, (values) => addAll(values)),
  $subtract: nullable(2, 2, ([a, b]) => subtract(a, b)),
  $multiply: nullable(0, any, (values, name) =>
    values
      .map((value) => requireNumber(name, value))
      .reduce((a, b) => combineOrDouble('multiply', a, b), integer(1n, 'int')),
  ),
  $divide: nullable(2, 2, ([a, b], name) => divide(requireNumber(name, a), requireNumber(name, b))),
  $mod: nullable(2, 2, ([a, b], name) => modulo(requireNumber(name, a), requireNumber(name, b))),
  $abs: nullable(1, 1, ([value], name) => absolute(requireNumber(name, value))),
  $ceil: wholeNumber('up', Math.ceil),
  $floor: wholeNumber('down', Math.floor),
  $round: nullable(1, 2, ([value, places], name) => round(requireNumber(name, value), places, 'half-even')),
  $trunc: nullable(1, 2, ([value, places], name) => round(requireNumber(name, value), places, 'toward-zero')),
};

function requireNumber(name: string, value: unknown): unknown {
  if (!isNumber(value)) throw typeMismatch(`${name} only supports numeric types, not ${typeName(value)}`);
  return value;
}

/** Sum or product in the wider type; what does not fit a long goes on as a double. */
function combineOrDouble(operation: 'add' | 'multiply', a: unknown, b: unknown): unknown {
  const both = combine(operation, a, b);
  if (both !== undefined) return both;
  return new Double(operation === 'add' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b));
}

function addAll(values: unknown[]): unknown {
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw location(16_612, 'only one date allowed in an $add expression');
  const total = values
    .filter((value) => !(value instanceof Date))
    .map((value) => requireNumber('$add', value))
    .reduce((a, b) => combineOrDouble('add', a, b), integer(0n, 'int'));
  const [date] = dates;
  return date ? shifted(date, toNumber(total)) : total;
}

function subtract(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return long(BigInt(a.getTime() - b.getTime()));
  if (a instanceof Date && isNumber(b)) return shifted(a, -toNumber(b));
  if (!isNumber(a) || !isNumber(b)) throw typeMismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return combineOrDouble('add', a, negated(b));
}

function shifted(date: Date, milliseconds: number): Date {
  const moved = new Date(date.getTime() + Math.round(milliseconds));
  if (Number.isNaN(moved.getTime())) throw location(ranges, 'date overflow');
  return moved;
}

const ranges = 5_166_405;

function negated(value: unknown): unknown {
  if (kindOf(value) === 'double') return new Double(-toNumber(value));
  return combineOrDouble('multiply', value, integer(-1n, 'int'));
}

function divide(a: unknown, b: unknown): unknown {
  if (!isTrue(b)) throw badValue("can't $divide by zero");
  if (wider(a, b) === 'decimal') return writeDecimal(divideDecimals(toDecimal(a), toDecimal(b)));
  return new Double(toNumber(a) / toNumber(b));
}

function modulo(a: unknown, b: unknown): unknown {
  if (!isTrue(b)) throw location(16_610, "can't $mod by zero");
  const kind = wider(a, b);
  if (kind === 'decimal') {
    const [left, right] = [toDecimal(a), toDecimal(b)];
    const quotient = divideDecimals(left, right);
    if (typeof left === 'number' || typeof right === 'number' || typeof quotient === 'number')
      return writeDecimal(Number.NaN);
    const exponent = Math.min(left.exponent, right.exponent);
    const scale = (value: typeof left) => value.coefficient * 10n ** BigInt(value.exponent - exponent);
    return writeDecimal({ coefficient: scale(left) % scale(right), exponent });
  }
  return kind === 'double' ? new Double(toNumber(a) % toNumber(b)) : integer(toBigInt(a) % toBigInt(b), kind);
}

function absolute(value: unknown): unknown {
  if (kindOf(value) === 'double') return new Double(Math.abs(toNumber(value)));
  if (toNumber(value) >= 0) return value;
  const positive = negated(value);
  if (kindOf(value) === 'long' && kindOf(positive) !== 'long')
    throw location(28_680, "can't take $abs of long long min");
  return positive;
}

function wholeNumber(mode: RoundingMode, onDouble: (value: number) => number): Operator {
  return nullable(1, 1, ([value], name) => {
    const kind = kindOf(requireNumber(name, value));
    if (kind === 'double') return new Double(onDouble(toNumber(value)));
    return kind === 'decimal' ? roundDecimal(value as Decimal128, 0, mode) : value;
  });
}

function round(value: unknown, places: unknown, mode: RoundingMode): unknown {
  const precision = places === undefined ? 0 : toInteger(places);
  if (precision === undefined) throw location(51_082, 'precision argument to $round must be an integral value');
  if (precision < -20 || precision > 100)
    throw location(51_083, `cannot apply $round with precision value ${precision}`);
  const kind = kindOf(value);
  if (kind === 'decimal') return roundDecimal(value as Decimal128, precision, mode);
  if (kind === 'double') return new Double(roundDouble(toNumber(value), precision, mode));
  if (precision >= 0) return value;
  const { coefficient, exponent } = quantize({ coefficient: toBigInt(value), exponent: 0 }, precision, mode);
  return integer(coefficient * 10n ** BigInt(exponent), kind ?? 'long');
}

function roundDecimal(value: Decimal128, places: number, mode: RoundingMode): Decimal128 {
  const decimal = readDecimal(value);
  return typeof decimal === 'number' ? value : writeDecimal(quantize(decimal, places, mode));
}

function roundDouble(value: number, places: number, mode: RoundingMode): number {
  const decimal = decimalOfExactDouble(value);
  return typeof decimal === 'number' ? value : toDouble(quantize(decimal, places, mode)) || (value < 0 ? -0 : 0);
}
