import { Timestamp } from 'bson';
import { typeName } from './bson-types.ts';
import { badValue, typeMismatch } from './errors.ts';
import { combine, integer, isNumber, kindOf } from './numbers.ts';
import { compareValues } from './order.ts';
import type { Scope } from './scope.ts';
import type { Absent } from './update-paths.ts';
import { double, isDocument } from './values.ts';

/** What a modifier makes of a field's value; `undefined` in means the field is not there. */
export interface Modifier {
  absent: Absent;
  next: (current: unknown, now: Date) => unknown;
}

/** Compiles one field's operand; throws for one the operator cannot take. */
export type ModifierMaker = (operand: unknown, path: string, scope: Scope) => Modifier;

/** Update operators on single values (MongoDB manual, "Field Update Operators"). */
export const fieldModifiers: Readonly<Record<string, ModifierMaker>> = {
  $set: (operand) => ({ absent: 'create', next: () => operand }),
  $setOnInsert: (operand) => ({ absent: 'create', next: () => operand }),
  $inc: arithmetic('$inc', 'add', (operand) => operand),
  $mul: arithmetic('$mul', 'multiply', zeroLike),
  $min: (operand) => keeping((current) => compareValues(operand, current) < 0, operand),
  $max: (operand) => keeping((current) => compareValues(operand, current) > 0, operand),
  $currentDate: (operand, path) => {
    const wanted = dateType(operand, path);
    return {
      absent: 'create',
      next: (_current, now) => (wanted === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })),
    };
  },
};

function keeping(replaces: (current: unknown) => boolean, operand: unknown): Modifier {
  return {
    absent: 'create',
    next: (current) => (current === undefined || replaces(current) ? operand : current),
  };
}

function arithmetic(
  name: string,
  operation: 'add' | 'multiply',
  whenMissing: (operand: unknown) => unknown,
): ModifierMaker {
  return (operand, path) => {
    if (!isNumber(operand)) {
      throw typeMismatch(
        `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${typeName(operand)}}`,
      );
    }
    return {
      absent: 'create',
      next: (current) => {
        if (current === undefined) return whenMissing(operand);
        if (!isNumber(current)) {
          throw typeMismatch(
            `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is of type ${typeName(current)}`,
          );
        }
        const result = combine(operation, current, operand);
        if (result === undefined)
          throw badValue(`Failed to apply ${name} operations to the current value of '${path}': overflow`);
        return result;
      },
    };
  };
}

function zeroLike(operand: unknown): unknown {
  return kindOf(operand) === 'double' ? double(0) : combine('multiply', operand, integer(0n, 'int'));
}

function dateType(operand: unknown, path: string): string {
  if (typeof operand === 'boolean') return 'date';
  const type = isDocument(operand) && Object.keys(operand).length === 1 ? operand.$type : undefined;
  if (type === 'date' || type === 'timestamp') return type;
  throw badValue(`The value of $currentDate for '${path}' must be true, {$type: 'date'} or {$type: 'timestamp'}`);
}
