import { badValue, unsupported } from './errors.ts';
import { compileCondition } from './expressions/compile.ts';
import type { Predicate } from './predicates.ts';
import { type Compiler, compileField, isConditions, type Test } from './query-operators.ts';
import { noScope, type Scope } from './scope.ts';
import { type Document, isDocument } from './values.ts';

export type Matches = (document: Document) => boolean;

/** Compiles a query filter. Throws CommandError for a malformed filter and names an operator it does not know. */
export function compileFilter(filter: Document, scope: Scope = noScope()): Matches {
  const test = compileQuery(filter, scope);
  return (document) => test(document);
}

/** The index of the array element by which the document matched: what `$` stands for in an update or projection. */
export function compilePositional(
  filter: Document,
  scope: Scope = noScope(),
): (document: Document) => number | undefined {
  const test = compileQuery(filter, scope);
  return (document) => {
    const position: { element?: number } = {};
    test(document, position);
    return position.element;
  };
}

/** A condition on one value that need not be a document: operators on the value, or a query on its fields. */
export function compileValueFilter(condition: unknown, scope: Scope = noScope()): Predicate {
  if (isDocument(condition) && !isConditions(condition)) {
    const query = compileQuery(condition, scope);
    return (value) => isDocument(value) && query(value);
  }
  const test = compileField({ path: [''], leaf: 'opened', compiler: compilerFor(scope) }, condition);
  return (value) => test({ '': value });
}

function compileQuery(query: unknown, scope: Scope): Test {
  if (!isDocument(query)) throw badValue('a query must be a document');
  const tests = Object.entries(query).map(([name, operand]) => {
    if (name.startsWith('$')) return compileTopLevel(name, operand, scope);
    return compileField({ path: name.split('.'), leaf: 'opened', compiler: compilerFor(scope) }, operand);
  });
  return (document, position) => tests.every((test) => test(document, position));
}

const compilerFor = (scope: Scope): Compiler => ({ query: (query) => compileQuery(query, scope) });

export const topLevelOperators: Readonly<Record<string, (operand: unknown, scope: Scope) => Test>> = {
  $and: (operand, scope) => {
    const tests = queriesOf('$and', operand, scope);
    return (document, position) => tests.every((test) => test(document, position));
  },
  $or: (operand, scope) => {
    const tests = queriesOf('$or', operand, scope);
    return (document, position) => tests.some((test) => test(document, position));
  },
  $nor: (operand, scope) => {
    const tests = queriesOf('$nor', operand, scope);
    return (document) => !tests.some((test) => test(document));
  },
  $expr: (operand, scope) => {
    const condition = compileCondition(operand, scope);
    return (document) => condition(document as Document);
  },
};

function compileTopLevel(name: string, operand: unknown, scope: Scope): Test {
  const compile = Object.hasOwn(topLevelOperators, name) ? topLevelOperators[name] : undefined;
  if (!compile) throw unsupported(`The top-level query operator ${name}`);
  return compile(operand, scope);
}

function queriesOf(name: string, operand: unknown, scope: Scope): Test[] {
  if (!Array.isArray(operand) || operand.length === 0) throw badValue(`${name} must be a nonempty array`);
  return operand.map((query) => compileQuery(query, scope));
}
