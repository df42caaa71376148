import { typeName } from '../bson-types.ts';
import { location } from '../errors.ts';
import { copyOf, type Document, isDocument, setField } from '../values.ts';
import {
  argumentsOf,
  type Compiler,
  type Expression,
  isNullish,
  listed,
  nullable,
  type Operators,
} from './operator.ts';

export const objectOperators: Operators = {
  $mergeObjects: listed(0, Number.POSITIVE_INFINITY, ([first, ...others]) => {
    const list = others.length === 0 && Array.isArray(first) ? first : [first, ...others];
    return mergeObjects(list);
  }),
  $objectToArray: nullable(1, 1, ([document]) => {
    if (!isDocument(document))
      throw location(40_390, `$objectToArray requires a document input, found: ${typeName(document)}`);
    return Object.entries(document).map(([k, v]) => ({ k, v }));
  }),
  $arrayToObject: nullable(1, 1, ([array]) => {
    if (!Array.isArray(array))
      throw location(40_386, `$arrayToObject requires an array input, found: ${typeName(array)}`);
    return fromPairs(array);
  }),
  $getField: compileGetField,
  $setField: compileSetField,
};

/** One document of all fields; later ones win but keep the first one's place. */
export function mergeObjects(values: unknown[]): Document {
  const merged: Document = {};
  for (const value of values) {
    if (isNullish(value)) continue;
    if (!isDocument(value))
      throw location(40_400, `$mergeObjects requires object inputs, but input is ${typeName(value)}`);
    for (const [name, field] of Object.entries(value)) setField(merged, name, field);
  }
  return merged;
}

function fromPairs(array: unknown[]): Document {
  const document: Document = {};
  for (const entry of array) {
    const [name, value] = pairOf(entry);
    if (typeof name !== 'string' || name.includes('\0'))
      throw location(40_394, '$arrayToObject needs names that are strings without null bytes');
    setField(document, name, value);
  }
  return document;
}

function pairOf(entry: unknown): unknown[] {
  if (Array.isArray(entry) && entry.length === 2) return entry;
  const isPair = isDocument(entry) && Object.keys(entry).length === 2 && 'k' in entry && 'v' in entry;
  if (!isPair) throw location(40_392, '$arrayToObject requires an array of [name, value] or {k, v}');
  return [entry.k, entry.v];
}

// Reaches fields whose names hold dots or dollars, which paths cannot name.
function compileGetField(operand: unknown, compiler: Compiler, name: string): Expression {
  const short = typeof operand === 'string' || (isDocument(operand) && Object.keys(operand)[0]?.startsWith('$'));
  const parts = short ? { field: operand, input: '$$CURRENT' } : argumentsOf(name, operand, ['field', 'input'], []);
  const [field, input] = [compiler.compile(fieldName(parts.field)), compiler.compile(parts.input)];
  return (frame) => {
    const [key, document] = [field(frame), input(frame)];
    if (isNullish(document)) return document;
    return isDocument(document) && Object.hasOwn(document, String(key)) ? document[String(key)] : undefined;
  };
}

function compileSetField(operand: unknown, compiler: Compiler, name: string): Expression {
  const parts = argumentsOf(name, operand, ['field', 'input', 'value'], []);
  const field = compiler.compile(fieldName(parts.field));
  const [input, value] = [compiler.compile(parts.input), compiler.compile(parts.value)];
  return (frame) => {
    const [key, document, set] = [String(field(frame)), input(frame), value(frame)];
    if (isNullish(document)) return null;
    if (!isDocument(document)) throw location(4_161_105, `$setField requires 'input' to evaluate to type Object`);
    const copy = copyOf(document);
    if (set === undefined) delete copy[key];
    else setField(copy, key, set);
    return copy;
  };
}

function fieldName(spec: unknown): unknown {
  const literal = isDocument(spec) ? spec.$literal : spec;
  if (typeof literal !== 'string' || literal.includes('\0') || (literal === spec && literal.startsWith('$'))) {
    throw location(4_161_108, "$setField requires 'field' to evaluate to a constant string");
  }
  return { $literal: literal };
}
