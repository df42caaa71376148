import { location } from '../errors.ts';
import { isTrue } from '../numbers.ts';
import { compareValues } from '../order.ts';
import { int, isDocument } from '../values.ts';
import {
  argumentsOf,
  type Compiler,
  type Expression,
  isNullish,
  listed,
  type Operator,
  type Operators,
} from './operator.ts';

const compare = (test: (order: number) => unknown): Operator =>
  listed(2, 2, ([a, b]) => test(Math.sign(compareValues(a, b))));

export const logicOperators: Operators = {
  $eq: compare((order) => order === 0),
  $ne: compare((order) => order !== 0),
  $lt: compare((order) => order < 0),
  $lte: compare((order) => order <= 0),
  $gt: compare((order) => order > 0),
  $gte: compare((order) => order >= 0),
  $cmp: compare((order) => int(order)),
  $and: shortCircuit(false),
  $or: shortCircuit(true),
  $not: listed(1, 1, ([value]) => !isTrue(value)),
  $cond: compileCond,
  $ifNull: (operand, compiler) => {
    if (!Array.isArray(operand) || operand.length < 2)
      throw location(1_257_300, '$ifNull needs at least two arguments');
    const choices = operand.map((spec) => compiler.compile(spec));
    return (frame) => {
      let value: unknown;
      for (const choice of choices) {
        value = choice(frame);
        if (!isNullish(value)) return value;
      }
      return value;
    };
  },
  $switch: compileSwitch,
};

// Arguments behind the deciding one are not computed, so they may fail without harm.
function shortCircuit(decisive: boolean): Operator {
  return (operand, compiler) => {
    const values = (Array.isArray(operand) ? operand : [operand]).map((spec) => compiler.compile(spec));
    return (frame) => values.some((value) => isTrue(value(frame)) === decisive) === decisive;
  };
}

function compileCond(operand: unknown, compiler: Compiler, name: string): Expression {
  if (Array.isArray(operand) && operand.length !== 3) {
    throw location(16_020, `Expression $cond takes exactly 3 arguments. ${operand.length} were passed in.`);
  }
  const keys = ['if', 'then', 'else'];
  const specs = Array.isArray(operand) ? operand : keys.map((key) => argumentsOf(name, operand, keys, [])[key]);
  const [test, yes, no] = specs.map((spec) => compiler.compile(spec)) as [Expression, Expression, Expression];
  return (frame) => (isTrue(test(frame)) ? yes(frame) : no(frame));
}

function compileSwitch(operand: unknown, compiler: Compiler, name: string): Expression {
  const { branches, ...rest } = argumentsOf(name, operand, ['branches'], ['default']);
  if (!Array.isArray(branches) || branches.length === 0) throw location(40_068, '$switch requires at least one branch');
  const cases = branches.map((branch) => {
    if (!isDocument(branch)) throw location(40_062, '$switch expected each branch to be an object');
    const parts = argumentsOf(name, branch, ['case', 'then'], []);
    return { test: compiler.compile(parts.case), result: compiler.compile(parts.then) };
  });
  const otherwise = 'default' in rest ? compiler.compile(rest.default) : undefined;
  return (frame) => {
    const chosen = cases.find(({ test }) => isTrue(test(frame)))?.result ?? otherwise;
    if (!chosen) throw location(40_066, '$switch could not find a matching branch, and no default was specified.');
    return chosen(frame);
  };
}
