import { Double } from 'bson';
import { typeName } from '../bson-types.ts';
import { typeMismatch, unsupported } from '../errors.ts';
import { add, integer, isNumber, kindOf, toBigInt, toNumber } from '../numbers.ts';
import { Total } from '../sums.ts';
import { listed, nullable, type Operators } from './operator.ts';

const any = Number.POSITIVE_INFINITY;

export const arithmeticOperators: Operators = {
  $add: nullable(0, any, (values, name) =>
    values.map((value) => requireNumber(name, value)).reduce(addOrDouble, integer(0n, 'int')),
  ),
  $subtract: nullable(2, 2, ([a, b], name) => addOrDouble(requireNumber(name, a), negated(requireNumber(name, b)))),
  $sum: listed(0, any, (values) => {
    const [only] = values;
    const total = new Total();
    for (const value of values.length === 1 && Array.isArray(only) ? only : values) total.add(value);
    return total.sum();
  }),
};

function requireNumber(name: string, value: unknown): unknown {
  if (value instanceof Date) throw unsupported(`A date in ${name}`);
  if (!isNumber(value)) throw typeMismatch(`${name} only supports numeric types, not ${typeName(value)}`);
  return value;
}

/** The sum in the wider type; what does not fit a long goes on as a double. */
const addOrDouble = (a: unknown, b: unknown): unknown => add(a, b) ?? new Double(toNumber(a) + toNumber(b));

function negated(value: unknown): unknown {
  const kind = kindOf(value);
  if (kind !== 'int' && kind !== 'long') return new Double(-toNumber(value));
  return integer(-toBigInt(value), kind) ?? new Double(-toNumber(value));
}
