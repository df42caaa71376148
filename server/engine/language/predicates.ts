import { type BSONRegExp, MaxKey, MinKey } from 'bson';
import { typeName, typesNamed } from './bson-types.ts';
import { badValue } from './errors.ts';
import { isNumber, toNumber } from './numbers.ts';
import { compareValues, isNaNValue, sameValue, textOf, typeRank } from './order.ts';
import { compileSubstring } from './substring.ts';

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

/** Text that holds what the pattern says, or the same regular expression stored as a value. */
export function pattern(source: string, options: string): Predicate {
  const test = compileSubstring(source, options);
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
