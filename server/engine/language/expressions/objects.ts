import { typeName } from '../bson-types.ts';
import { location } from '../errors.ts';
import { copyOf, type Document, isDocument, setField } from '../values.ts';
import { argumentsOf, type Compiler, type Expression, isNullish, listed, type Operators } from './operator.ts';

export const objectOperators: Operators = {
  $mergeObjects: listed(0, Number.POSITIVE_INFINITY, ([first, ...others]) => {
    const list = others.length === 0 && Array.isArray(first) ? first : [first, ...others];
    return mergeObjects(list);
  }),
  $setField: compileSetField,
};

/** One document of all fields; later ones win but keep the first one's place. */
function mergeObjects(values: unknown[]): Document {
  const merged: Document = {};
  for (const value of values) {
    if (isNullish(value)) continue;
    if (!isDocument(value))
      throw location(40_400, `$mergeObjects requires object inputs, but input is ${typeName(value)}`);
    for (const [name, field] of Object.entries(value)) setField(merged, name, field);
  }
  return merged;
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
