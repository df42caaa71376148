import { typeName } from './bson-types.ts';
import { badValue, failedToParse, typeMismatch, unsupported } from './errors.ts';
import type { ModifierMaker } from './field-update-operators.ts';
import { compileValueFilter } from './matcher.ts';
import { toInteger } from './numbers.ts';
import { compareValues, sameValue } from './order.ts';
import { isRegex, type Predicate } from './predicates.ts';
import type { Scope } from './scope.ts';
import { valueAt } from './update-paths.ts';
import { type Document, isDocument } from './values.ts';

/** Update operators on arrays (MongoDB manual, "Array Update Operators"). */
export const arrayModifiers: Readonly<Record<string, ModifierMaker>> = {
  $push: (operand, path) => {
    const push = readPush(operand);
    return { absent: 'create', next: (current) => push(arrayToExtend(current, path)) };
  },
  $addToSet: (operand, path) => {
    const values = eachOf('$addToSet', operand, []);
    return { absent: 'create', next: (current) => withNew(arrayToExtend(current, path), values) };
  },
  $pop: (operand, path) => {
    const end = toInteger(operand);
    if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1`);
    const next = (current: unknown) => {
      if (!Array.isArray(current))
        throw typeMismatch(`Path '${path}' contains an element of non-array type '${typeName(current)}'`);
      return end === 1 ? current.slice(0, -1) : current.slice(1);
    };
    return { absent: 'leave', next };
  },
  $pull: (operand, _path, scope) => pulling('$pull', pullPredicate(operand, scope)),
  $pullAll: (operand) => {
    if (!Array.isArray(operand))
      throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
    return pulling('$pullAll', (value) => operand.some((unwanted) => sameValue(unwanted, value)));
  },
};

function arrayToExtend(current: unknown, path: string): unknown[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw badValue(`The field '${path}' must be an array but is of type ${typeName(current)}`);
}

function pulling(name: string, unwanted: Predicate): ReturnType<ModifierMaker> {
  const next = (current: unknown) => {
    if (!Array.isArray(current)) throw badValue(`Cannot apply ${name} to a non-array value`);
    return current.filter((value) => !unwanted(value));
  };
  return { absent: 'leave', next };
}

function pullPredicate(operand: unknown, scope: Scope): Predicate {
  if (isDocument(operand) || isRegex(operand)) return compileValueFilter(operand, scope);
  return (value) => sameValue(value, operand);
}

function withNew(array: unknown[], values: unknown[]): unknown[] {
  const result = [...array];
  for (const value of values) if (!result.some((known) => sameValue(known, value))) result.push(value);
  return result;
}

const isEach = (operand: unknown): operand is Document => isDocument(operand) && Object.hasOwn(operand, '$each');

/** The values to add: those of $each, or the operand itself. */
function eachOf(name: string, operand: unknown, clauses: readonly string[]): unknown[] {
  if (!isEach(operand)) return [operand];
  for (const key of Object.keys(operand)) {
    if (key !== '$each' && !clauses.includes(key)) throw unsupported(`The clause ${key} in ${name}`);
  }
  const { $each: values } = operand;
  if (!Array.isArray(values))
    throw typeMismatch(`The argument to $each in ${name} must be an array but it was of type: ${typeName(values)}`);
  return values;
}

/** Inserts at $position, then sorts by $sort, then cuts to $slice, whatever order they are written in. */
function readPush(operand: unknown): (array: unknown[]) => unknown[] {
  const values = eachOf('$push', operand, ['$position', '$sort', '$slice']);
  const clauses: Document = isEach(operand) ? operand : {};
  const [position, slice] = [wholeClause(clauses, '$position'), wholeClause(clauses, '$slice')];
  const compare = '$sort' in clauses ? elementOrder(clauses.$sort) : undefined;
  return (array) => {
    const result = [...array];
    result.splice(position ?? result.length, 0, ...values);
    if (compare) result.sort(compare);
    if (slice === undefined) return result;
    return slice < 0 ? result.slice(slice) : result.slice(0, slice);
  };
}

function wholeClause(clauses: Document, name: string): number | undefined {
  if (!(name in clauses)) return undefined;
  const number = toInteger(clauses[name]);
  if (number === undefined)
    throw badValue(`The value for ${name} must be a whole number but was given type: ${typeName(clauses[name])}`);
  return number;
}

function elementOrder(spec: unknown): (a: unknown, b: unknown) => number {
  if (!isDocument(spec)) {
    const direction = directionOf(spec);
    return (a, b) => compareValues(a, b) * direction;
  }
  const fields = Object.entries(spec).map(([path, direction]) => ({
    path: path.split('.'),
    direction: directionOf(direction),
  }));
  if (fields.length === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.');
  return (a, b) => {
    for (const { path, direction } of fields) {
      const order = compareValues(valueAt(a, path) ?? null, valueAt(b, path) ?? null);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

function directionOf(value: unknown): number {
  const direction = toInteger(value);
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return direction;
}
