import { failedToParse, location, unsupported } from '../errors.ts';
import { isTrue } from '../numbers.ts';
import type { Scope } from '../scope.ts';
import { type Document, getField, isDocument, setField } from '../values.ts';
import { arithmeticOperators } from './arithmetic.ts';
import { arrayOperators } from './arrays.ts';
import { logicOperators } from './logic.ts';
import { objectOperators } from './objects.ts';
import type { Compiler, Expression, Frame, Operators } from './operator.ts';
import { variableOperators } from './variables.ts';

export const expressionOperators: Operators = {
  ...arithmeticOperators,
  ...logicOperators,
  ...arrayOperators,
  ...objectOperators,
  ...variableOperators,
};

/** Compiles an aggregation expression to a function of the document; missing is `undefined`. */
export function compileValue(spec: unknown, scope: Scope): (document: Document) => unknown {
  const expression = compileExpression(spec, Object.keys(scope.variables));
  return (root) => expression({ ...scope, root });
}

/** Compiles an expression used as a condition ($expr). */
export function compileCondition(spec: unknown, scope: Scope): (document: Document) => boolean {
  const value = compileValue(spec, scope);
  return (document) => isTrue(value(document));
}

/** Compiles an expression; `names` are the variables it may use besides ROOT, CURRENT, NOW and REMOVE. */
export function compileExpression(spec: unknown, names: readonly string[]): Expression {
  if (typeof spec === 'string' && spec.startsWith('$')) return compilePath(spec, names);
  if (Array.isArray(spec)) return compileArray(spec, names);
  if (!isDocument(spec)) return () => spec;
  const [first] = Object.keys(spec);
  return first?.startsWith('$') ? compileOperator(spec, names) : compileDocument(spec, names);
}

function compileOperator(spec: Document, names: readonly string[]): Expression {
  const [name = '', ...others] = Object.keys(spec);
  if (others.length > 0) throw location(15_983, 'An object representing an expression must have exactly one field');
  const operator = Object.hasOwn(expressionOperators, name) ? expressionOperators[name] : undefined;
  if (!operator) throw unsupported(`The expression ${name}`);
  const compiler: Compiler = { compile: (inner, more = []) => compileExpression(inner, [...names, ...more]) };
  return operator(spec[name], compiler, name);
}

function compileArray(spec: unknown[], names: readonly string[]): Expression {
  const expressions = spec.map((entry) => compileExpression(entry, names));
  return (frame) => expressions.map((expression) => expression(frame) ?? null);
}

function compileDocument(spec: Document, names: readonly string[]): Expression {
  const fields = Object.entries(spec).map(([name, entry]) => {
    if (name.includes('.')) throw location(16_412, `FieldPath field names may not contain '.': ${name}`);
    if (name.startsWith('$')) throw location(16_410, `FieldPath field names may not start with '$': ${name}`);
    return { name, value: compileExpression(entry, names) };
  });
  return (frame) => {
    const document: Document = {};
    for (const { name, value } of fields) {
      const field = value(frame);
      if (field !== undefined) setField(document, name, field);
    }
    return document;
  };
}

const systemVariables: Record<string, Expression> = {
  ROOT: ({ root }) => root,
  CURRENT: ({ root }) => root,
  NOW: ({ now }) => now,
  REMOVE: () => undefined,
};

function compilePath(text: string, names: readonly string[]): Expression {
  const path = text.startsWith('$$') ? text.slice(2).split('.') : ['CURRENT', ...text.slice(1).split('.')];
  if (path.includes('')) throw location(15_998, 'FieldPath field names may not be empty strings.');
  if (path.some((name) => name.includes('\0'))) throw failedToParse('FieldPath field names may not contain null bytes');
  if (path.some((name, index) => index > 0 && name.startsWith('$'))) {
    throw location(16_410, `FieldPath field names may not start with '$': ${text}`);
  }
  const [variable = '', ...fields] = path;
  const start = startOf(variable, names);
  return (frame) => fieldAt(start(frame), fields, 0);
}

function startOf(variable: string, names: readonly string[]): Expression {
  if (names.includes(variable)) return ({ variables }: Frame) => getField(variables, variable);
  const system = Object.hasOwn(systemVariables, variable) ? systemVariables[variable] : undefined;
  if (!system) throw location(17_276, `Use of undefined variable: ${variable}`);
  return system;
}

/** A path in an expression: an array on the way gives the array of what its documents hold; numbers are field names. */
function fieldAt(value: unknown, path: readonly string[], depth: number): unknown {
  const name = path[depth];
  if (name === undefined) return value;
  if (isDocument(value)) return fieldAt(getField(value, name), path, depth + 1);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isDocument)
    .map((element) => fieldAt(element, path, depth))
    .filter((found) => found !== undefined);
}
