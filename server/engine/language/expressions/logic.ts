import { isTrue } from '../numbers.ts';
import { sameValue } from '../order.ts';
import { listed, type Operators } from './operator.ts';

export const logicOperators: Operators = {
  $eq: listed(2, 2, ([a, b]) => sameValue(a, b)),
  // Arguments behind the deciding one are not computed, so they may fail without harm.
  $and: (operand, compiler) => {
    const values = (Array.isArray(operand) ? operand : [operand]).map((spec) => compiler.compile(spec));
    return (frame) => values.every((value) => isTrue(value(frame)));
  },
  $not: listed(1, 1, ([value]) => !isTrue(value)),
};
