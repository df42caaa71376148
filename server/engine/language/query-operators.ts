import { badValue, unsupported } from './errors.ts';
import { isTrue } from './numbers.ts';
import { type LeafArrays, reach } from './paths.ts';
import { among, comparison, isRegex, type Ordering, ofType, type Predicate, pattern } from './predicates.ts';
import { type Document, isDocument } from './values.ts';

/** Whether a document matches; notes by which array element it did (the positional `$`). */
export type Test = (document: unknown, position?: { element?: number }) => boolean;

/** Compiles the queries that stand inside conditions ($elemMatch). */
export interface Compiler {
  query(query: unknown): Test;
}

/** The field that conditions are about, and whether an array there is opened ($elemMatch looks at elements as they are). */
export interface Field {
  path: readonly string[];
  leaf: LeafArrays;
  compiler: Compiler;
}

/** Compiles what stands behind a field name in a query: operators, a regular expression or a value to equal. */
export function compileField(field: Field, operand: unknown): Test {
  if (isRegex(operand)) return at(field, pattern(operand.pattern, operand.options));
  if (isConditions(operand)) return compileConditions(field, operand);
  return at(field, comparison('$eq', operand));
}

/** Operators such as {$gt: 5}; a reference {$ref, $id} is a value. */
export function isConditions(value: unknown): value is Document {
  const [first] = isDocument(value) ? Object.keys(value) : [];
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first);
}

function compileConditions(field: Field, conditions: Document): Test {
  const tests = Object.entries(conditions).map(([name, operand]) => {
    const compile = Object.hasOwn(fieldOperators, name) ? fieldOperators[name] : undefined;
    if (!compile) throw unsupported(`The query operator ${name}`);
    return compile(field, operand, conditions);
  });
  return (document, position) => tests.every((test) => test(document, position));
}

const ordering =
  (operator: Ordering) =>
  (field: Field, operand: unknown): Test => {
    if (isRegex(operand) && operator !== '$eq') throw badValue(`Can't have RegEx as arg to predicate over field`);
    return at(field, comparison(operator, operand));
  };

export const fieldOperators: Readonly<Record<string, (field: Field, operand: unknown, conditions: Document) => Test>> =
  {
    $eq: ordering('$eq'),
    $lt: ordering('$lt'),
    $lte: ordering('$lte'),
    $gt: ordering('$gt'),
    $gte: ordering('$gte'),
    $ne: (field, operand) => {
      if (isRegex(operand)) throw badValue("Can't have regex as arg to $ne");
      return no(at(field, comparison('$eq', operand)));
    },
    $in: (field, operand) => at(field, among(operand)),
    $nin: (field, operand) => no(at(field, among(operand))),
    $exists: (field, operand) => {
      const exists = at({ ...field, leaf: 'whole' }, (value) => value !== undefined);
      return isTrue(operand) ? exists : no(exists);
    },
    $type: (field, operand) => at(field, ofType(operand)),
    $all: compileAll,
    $elemMatch: compileElemMatch,
    $regex: (field, operand, conditions) => at(field, regexOf(operand, conditions.$options)),
    $options: (_field, _operand, conditions) => {
      if (!('$regex' in conditions)) throw badValue('$options needs a $regex');
      return () => true;
    },
  };

function regexOf(operand: unknown, options: unknown): Predicate {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (isRegex(operand)) {
    if (options !== undefined && operand.options) throw badValue('options set in both $regex and $options');
    return pattern(operand.pattern, options ?? operand.options);
  }
  if (typeof operand !== 'string') throw badValue('$regex has to be a string');
  return pattern(operand, options ?? '');
}

function compileAll(field: Field, operand: unknown): Test {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  if (operand.some(isConditions)) throw unsupported('An operator in $all');
  const tests = operand.map((value) => compileField(field, value));
  return (document, position) => tests.length > 0 && tests.every((test) => test(document, position));
}

function compileElemMatch(field: Field, operand: unknown): Test {
  const matches = elementPredicate(field.compiler, operand);
  return (document, position) => {
    for (const { value, element } of reach(document, field.path, 'whole')) {
      const found = Array.isArray(value) ? value.findIndex(matches) : -1;
      if (found >= 0) return note(position, element ?? found);
    }
    return false;
  };
}

/** The condition of $elemMatch on one element: operators on the element itself, or a query on its fields. */
function elementPredicate(compiler: Compiler, operand: unknown): Predicate {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object');
  const logical = ['$and', '$or', '$nor', '$expr'].includes(Object.keys(operand)[0] ?? '');
  if (isConditions(operand) && !logical) {
    const test = compileConditions({ path: [''], leaf: 'whole', compiler }, operand);
    return (value) => test({ '': value });
  }
  const query = compiler.query(operand);
  // An array in the array is looked into as a document whose fields are its indexes.
  return (value) => (isDocument(value) || Array.isArray(value)) && query(value);
}

function at({ path, leaf }: Field, predicate: Predicate): Test {
  return (document, position) => {
    for (const { value, element } of reach(document, path, leaf)) {
      if (predicate(value)) return note(position, element);
    }
    return false;
  };
}

function note(position: { element?: number } | undefined, element: number | undefined): true {
  if (position && element !== undefined) position.element = element;
  return true;
}

const no =
  (test: Test): Test =>
  (document) =>
    !test(document);
