import { typeName } from '../bson-types.ts';
import { location } from '../errors.ts';
import { isTrue, toInteger } from '../numbers.ts';
import { sameValue } from '../order.ts';
import { average, extreme, sum } from '../sums.ts';
import { int } from '../values.ts';
import {
  argumentsOf,
  type Compiler,
  type Expression,
  isNullish,
  listed,
  nullable,
  type Operator,
  type Operators,
  withVariables,
} from './operator.ts';
import { checkVariableName } from './variables.ts';

const any = Number.POSITIVE_INFINITY;

export const arrayOperators: Operators = {
  $size: listed(1, 1, ([array], name) => int(requireArray(name, array).length)),
  $isArray: listed(1, 1, ([value]) => Array.isArray(value)),
  $arrayElemAt: nullable(2, 2, ([array, index], name) => requireArray(name, array).at(requireInteger(name, index))),
  $first: nullable(1, 1, ([array], name) => requireArray(name, array)[0]),
  $last: nullable(1, 1, ([array], name) => requireArray(name, array).at(-1)),
  $in: listed(2, 2, ([value, array], name) => requireArray(name, array).some((element) => sameValue(element, value))),
  $concatArrays: nullable(0, any, (arrays, name) => arrays.flatMap((array) => requireArray(name, array))),
  $slice: nullable(2, 3, ([array, first, count], name) => slice(requireArray(name, array), first, count)),
  $filter: compileFilter,
  $map: compileMap,
  $reduce: compileReduce,
  $sum: overValues(sum),
  $avg: overValues(average),
  $min: overValues((values) => extreme(values, -1)),
  $max: overValues((values) => extreme(values, 1)),
};

function requireArray(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw location(28_664, `${name}'s argument must be an array, but is ${typeName(value)}`);
  return value;
}

function requireInteger(name: string, value: unknown): number {
  const number = toInteger(value);
  if (number === undefined) throw location(28_690, `${name} needs a whole number, not ${typeName(value)}`);
  return number;
}

function slice(array: unknown[], first: unknown, count: unknown): unknown[] {
  const position = requireInteger('$slice', first);
  if (count === undefined) return position < 0 ? array.slice(position) : array.slice(0, position);
  const length = requireInteger('$slice', count);
  if (length <= 0) throw location(28_729, 'Third argument to $slice must be positive');
  const start = position < 0 ? Math.max(array.length + position, 0) : position;
  return array.slice(start, start + length);
}

/** $sum and its like take one array of values, or several values. */
function overValues(compute: (values: unknown[]) => unknown): Operator {
  return listed(0, any, (values) => {
    const [only] = values;
    return compute(values.length === 1 && Array.isArray(only) ? only : values);
  });
}

/** One variable for each element in turn; null or missing input gives null. */
function eachElement(
  name: string,
  operand: unknown,
  keys: { body: string; optional?: string[] },
): { input: unknown; variable: string; body: unknown; rest: Record<string, unknown> } {
  const parts = argumentsOf(name, operand, ['input', keys.body], ['as', ...(keys.optional ?? [])]);
  const variable = 'as' in parts ? String(parts.as) : 'this';
  checkVariableName(variable);
  return { input: parts.input, variable, body: parts[keys.body], rest: parts };
}

function compileMap(operand: unknown, compiler: Compiler, name: string): Expression {
  const parts = eachElement(name, operand, { body: 'in' });
  const input = compiler.compile(parts.input);
  const body = compiler.compile(parts.body, [parts.variable]);
  return (frame) => {
    const array = input(frame);
    if (isNullish(array)) return null;
    return requireArray(name, array).map(
      (element) => body(withVariables(frame, { [parts.variable]: element })) ?? null,
    );
  };
}

function compileFilter(operand: unknown, compiler: Compiler, name: string): Expression {
  const parts = eachElement(name, operand, { body: 'cond', optional: ['limit'] });
  const input = compiler.compile(parts.input);
  const condition = compiler.compile(parts.body, [parts.variable]);
  const limit = 'limit' in parts.rest ? compiler.compile(parts.rest.limit) : () => null;
  return (frame) => {
    const [array, most] = [input(frame), limit(frame)];
    if (isNullish(array)) return null;
    const kept = requireArray(name, array).filter((element) =>
      isTrue(condition(withVariables(frame, { [parts.variable]: element }))),
    );
    return isNullish(most) ? kept : kept.slice(0, positive(requireInteger(name, most)));
  };
}

function positive(limit: number): number {
  if (limit < 1) throw location(327_392, '$filter: limit must be greater than 0');
  return limit;
}

function compileReduce(operand: unknown, compiler: Compiler, name: string): Expression {
  const parts = argumentsOf(name, operand, ['input', 'initialValue', 'in'], []);
  const [input, initial] = [compiler.compile(parts.input), compiler.compile(parts.initialValue)];
  const body = compiler.compile(parts.in, ['this', 'value']);
  return (frame) => {
    const array = input(frame);
    if (isNullish(array)) return null;
    return requireArray(name, array).reduce(
      (value, element) => body(withVariables(frame, { this: element, value })),
      initial(frame),
    );
  };
}
