import { type BSONRegExp, MaxKey, MinKey } from 'bson';
import { typeName, typesNamed } from './bson-types.ts';
import { badValue } from './errors.ts';
import { isNumber, toInteger, toNumber } from './numbers.ts';
import { compareValues, isNaNValue, sameValue, textOf, typeRank } from './order.ts';
import { compileRegex } from './regex.ts';

/** A condition on one value that a path reached; `undefined` is a missing field. */
export type Predicate = (value: unknown) => boolean;

export type Ordering = '$eq' | '$lt' | '$lte' | '$gt' | '$gte';

const holds: Record<Ordering, (order: number) => boolean> = {
  $eq: (order) => order === 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
};

/** Compares within one type; null stands for missing too; NaN equals only itself; MinKey and MaxKey bound every type. */
export function comparison(operator: Ordering, operand: unknown): Predicate {
  const test = holds[operator];
  const rank = typeRank(operand);
  const inclusive = test(0);
  if (operand === null) return (value) => inclusive && (value === null || value === undefined);
  if (isNaNValue(operand)) return (value) => inclusive && isNaNValue(value);
  if (rank === typeRank(minKey) || rank === typeRank(maxKey)) return (value) => test(compareValues(value, operand));
  return (value) => typeRank(value) === rank && !isNaNValue(value) && test(compareValues(value, operand));
}

const minKey = new MinKey();
const maxKey = new MaxKey();

/** Any of the values or regular expressions. */
export function among(operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw badValue('$in needs an array');
  if (operand.some(isOperatorDocument)) throw badValue('cannot nest $ under $in');
  const values = operand.filter((value) => !isRegex(value)).sort(compareValues);
  const tests = operand.filter(isRegex).map((regex) => pattern(regex.pattern, regex.options));
  const hasNull = values.includes(null);
  return (value) => (value === undefined ? hasNull : isAmong(value, values)) || tests.some((test) => test(value));
}

function isAmong(value: unknown, sorted: unknown[]): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareValues(sorted[middle], value) < 0) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sameValue(sorted[low], value);
}

/** Text that the pattern finds something in, or the same regular expression stored as a value. */
export function pattern(source: string, options: string): Predicate {
  const test = compileRegex(source, options);
  return (value) => {
    if (isRegex(value)) return value.pattern === source && value.options === options;
    return typeRank(value) === 15 && test(textOf(value));
  };
}

export const isRegex = (value: unknown): value is BSONRegExp => typeRank(value) === 50;

const isOperatorDocument = (value: unknown): boolean =>
  typeRank(value) === 20 && (Object.keys(value as object)[0] ?? '').startsWith('$');

export function ofType(operand: unknown): Predicate {
  const wanted = (Array.isArray(operand) ? operand : [operand]).flatMap((entry) => {
    const types = typesNamed(isNumber(entry) ? toNumber(entry) : String(entry));
    if (!types) throw badValue(`Unknown type name alias or code: ${String(entry)}`);
    return types;
  });
  if (wanted.length === 0) throw badValue('$type must match at least one type');
  const types = new Set(wanted);
  return (value) => types.has(typeName(value));
}

/** Whole-number remainder with the sign of the value, fractions cut off first. */
export function remainder(operand: unknown): Predicate {
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every(isFinite64)) {
    throw badValue('malformed mod, needs to be an array of two finite numbers');
  }
  const [divisor = 0n, wanted = 0n] = operand.map(truncated);
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return (value) => isFinite64(value) && truncated(value) % divisor === wanted;
}

const isFinite64 = (value: unknown): boolean => isNumber(value) && Math.abs(toNumber(value)) < 2 ** 63;

const truncated = (value: unknown): bigint => {
  const text = String(value);
  return /^-?\d+$/.test(text) ? BigInt(text) : BigInt(Math.trunc(toNumber(value)));
};

export function ofSize(operand: unknown): Predicate {
  const size = toInteger(operand);
  if (size === undefined || size < 0) throw badValue('$size must be a whole number of 0 or more');
  return (value) => Array.isArray(value) && value.length === size;
}
