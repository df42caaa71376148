import { typeName } from './bson-types.ts';
import { badValue, typeMismatch, unsupported } from './errors.ts';
import type { Modifier, ModifierMaker } from './field-update-operators.ts';
import { compileValueFilter } from './matcher.ts';
import { toInteger } from './numbers.ts';
import { sameValue } from './order.ts';
import { isRegex, type Predicate } from './predicates.ts';
import type { Scope } from './scope.ts';
import { type Document, isDocument } from './values.ts';

/** Update operators on arrays (MongoDB manual, "Array Update Operators"). */
export const arrayModifiers: Readonly<Record<string, ModifierMaker>> = {
  $push: (operand, path) => extending(path, readPush(operand)),
  $addToSet: (operand, path) => extending(path, readAddToSet(operand)),
  $pull: (operand, _path, scope) => {
    const unwanted = pullPredicate(operand, scope);
    const next = (current: unknown) => {
      if (!Array.isArray(current)) throw badValue('Cannot apply $pull to a non-array value');
      return current.filter((value) => !unwanted(value));
    };
    return { absent: 'leave', next };
  },
};

const extending = (path: string, extend: (array: unknown[]) => unknown[]): Modifier => ({
  absent: 'create',
  next: (current) => extend(arrayToExtend(current, path)),
});

function arrayToExtend(current: unknown, path: string): unknown[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw badValue(`The field '${path}' must be an array but is of type ${typeName(current)}`);
}

function pullPredicate(operand: unknown, scope: Scope): Predicate {
  if (isDocument(operand) || isRegex(operand)) return compileValueFilter(operand, scope);
  return (value) => sameValue(value, operand);
}

/** The values to add, those of `$each` or the operand itself, and the clauses beside `$each`. */
function readEach(name: string, operand: unknown): { values: unknown[]; clauses: Document } {
  if (!isDocument(operand) || !Object.hasOwn(operand, '$each')) return { values: [operand], clauses: {} };
  const { $each: values, ...clauses } = operand;
  if (!Array.isArray(values))
    throw typeMismatch(`The argument to $each in ${name} must be an array but it was of type: ${typeName(values)}`);
  return { values, clauses };
}

function refuseClauses(name: string, clauses: Document): void {
  const [clause] = Object.keys(clauses);
  if (clause !== undefined) throw unsupported(`The clause ${clause} in ${name}`);
}

/** Adds the values, then leaves by `$slice` only the first or (negative) the last. */
function readPush(operand: unknown): (array: unknown[]) => unknown[] {
  const { values, clauses } = readEach('$push', operand);
  const { $slice: size, ...others } = clauses;
  refuseClauses('$push', others);
  if (!('$slice' in clauses)) return (array) => [...array, ...values];
  const slice = toInteger(size);
  if (slice === undefined)
    throw badValue(`The value for $slice must be a whole number but was given type: ${typeName(size)}`);
  return (array) => (slice < 0 ? [...array, ...values].slice(slice) : [...array, ...values].slice(0, slice));
}

function readAddToSet(operand: unknown): (array: unknown[]) => unknown[] {
  const { values, clauses } = readEach('$addToSet', operand);
  refuseClauses('$addToSet', clauses);
  const isNew = (array: unknown[], value: unknown) => !array.some((known) => sameValue(known, value));
  return (array) => values.reduce<unknown[]>((set, value) => (isNew(set, value) ? [...set, value] : set), array);
}
