import { location } from '../errors.ts';
import type { Scope } from '../scope.ts';
import { type Document, isDocument } from '../values.ts';

/** What an expression is computed on: the document, $$NOW and the variables in sight. `undefined` is a missing value. */
export interface Frame extends Scope {
  root: Document;
}

export type Expression = (frame: Frame) => unknown;

/** Compiles the expressions inside an operator; `names` adds the variables it defines. */
export interface Compiler {
  compile(spec: unknown, names?: readonly string[]): Expression;
}

export type Operator = (operand: unknown, compiler: Compiler, name: string) => Expression;

export type Operators = Readonly<Record<string, Operator>>;

/** An operator on a list of arguments: one value or an array of `least` to `most` of them. */
export function listed(least: number, most: number, compute: (values: unknown[], name: string) => unknown): Operator {
  return (operand, compiler, name) => {
    const specs = Array.isArray(operand) ? operand : [operand];
    if (specs.length < least || specs.length > most) {
      const count = least === most ? `exactly ${least}` : `between ${least} and ${most}`;
      throw location(16020, `Expression ${name} takes ${count} arguments. ${specs.length} were passed in.`);
    }
    const expressions = specs.map((spec) => compiler.compile(spec));
    return (frame) =>
      compute(
        expressions.map((expression) => expression(frame)),
        name,
      );
  };
}

/** As `listed`, where one null or missing argument makes the answer null. */
export function nullable(least: number, most: number, compute: (values: unknown[], name: string) => unknown): Operator {
  return listed(least, most, (values, name) => (values.some(isNullish) ? null : compute(values, name)));
}

/** The named arguments of an operator, checked to be all there and known. */
export function argumentsOf(
  name: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[],
): Document {
  if (!isDocument(operand)) throw location(40_079, `${name} only supports an object as its argument`);
  for (const key of Object.keys(operand)) {
    if (![...required, ...optional].includes(key)) throw location(40_076, `Unrecognized parameter to ${name}: ${key}`);
  }
  for (const key of required) {
    if (!(key in operand)) throw location(40_080, `Missing '${key}' parameter to ${name}`);
  }
  return operand;
}

export const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

/** The same frame with one more variable. */
export const withVariables = (frame: Frame, variables: Document): Frame => ({
  ...frame,
  variables: { ...frame.variables, ...variables },
});
