import { typeName } from '../bson-types.ts';
import { location } from '../errors.ts';
import { isTrue } from '../numbers.ts';
import { sameValue } from '../order.ts';
import {
  argumentsOf,
  type Compiler,
  type Expression,
  isNullish,
  listed,
  type Operator,
  type Operators,
  withVariables,
} from './operator.ts';
import { checkVariableName } from './variables.ts';

export const arrayOperators: Operators = {
  $in: listed(2, 2, ([value, array]) => {
    if (!Array.isArray(array))
      throw location(40_081, `$in requires an array as a second argument, found: ${typeName(array)}`);
    return array.some((element) => sameValue(element, value));
  }),
  $filter: overElements(['cond', 28_651], (array, holds) => array.filter((element) => isTrue(holds(element)))),
  $map: overElements(['in', 16_883], (array, change) => array.map((element) => change(element) ?? null)),
};

/** An operator with one variable (`as`, else `this`) for each element in turn; null or missing input gives null. */
function overElements(
  [body, code]: readonly [part: string, code: number],
  compute: (array: unknown[], each: (element: unknown) => unknown) => unknown[],
): Operator {
  return (operand: unknown, compiler: Compiler, name: string): Expression => {
    const parts = argumentsOf(name, operand, ['input', body], ['as']);
    const variable = 'as' in parts ? String(parts.as) : 'this';
    checkVariableName(variable);
    const input = compiler.compile(parts.input);
    const each = compiler.compile(parts[body], [variable]);
    return (frame) => {
      const array = input(frame);
      if (isNullish(array)) return null;
      if (!Array.isArray(array)) throw location(code, `input to ${name} must be an array not ${typeName(array)}`);
      return compute(array, (element) => each(withVariables(frame, { [variable]: element })));
    };
  };
}
