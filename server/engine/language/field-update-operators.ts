import { typeName } from './bson-types.ts';
import { badValue, typeMismatch } from './errors.ts';
import { add, isNumber } from './numbers.ts';
import { compareValues } from './order.ts';
import type { Scope } from './scope.ts';
import type { Absent } from './update-paths.ts';

/** What a modifier makes of a field's value; `undefined` in means the field is not there. */
export interface Modifier {
  absent: Absent;
  next: (current: unknown) => unknown;
}

/** Compiles one field's operand; throws for one the operator cannot take. */
export type ModifierMaker = (operand: unknown, path: string, scope: Scope) => Modifier;

/** Update operators on single values (MongoDB manual, "Field Update Operators"). */
export const fieldModifiers: Readonly<Record<string, ModifierMaker>> = {
  $set: (operand) => ({ absent: 'create', next: () => operand }),
  $setOnInsert: (operand) => ({ absent: 'create', next: () => operand }),
  $inc: increment,
  $max: (operand) => ({
    absent: 'create',
    next: (current) => (current === undefined || compareValues(operand, current) > 0 ? operand : current),
  }),
};

function increment(operand: unknown, path: string): Modifier {
  if (!isNumber(operand))
    throw typeMismatch(`Cannot increment with non-numeric argument: {${path}: ${typeName(operand)}}`);
  return {
    absent: 'create',
    next: (current) => (current === undefined ? operand : incremented(current, operand, path)),
  };
}

function incremented(current: unknown, operand: unknown, path: string): unknown {
  if (!isNumber(current))
    throw typeMismatch(
      `Cannot apply $inc to a value of non-numeric type. The field '${path}' is of type ${typeName(current)}`,
    );
  const sum = add(current, operand);
  if (sum === undefined) throw badValue(`Failed to apply $inc operations to the current value of '${path}': overflow`);
  return sum;
}
