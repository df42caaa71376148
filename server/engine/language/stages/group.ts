import { location, unsupported } from '../errors.ts';
import { compileValue } from '../expressions/compile.ts';
import { bytesOfValue } from '../key-bytes.ts';
import { compareValues } from '../order.ts';
import { paced } from '../pace.ts';
import { Total } from '../sums.ts';
import { type Document, isDocument, setField } from '../values.ts';
import type { StageContext, Stream } from './stage.ts';
import { requireDocument } from './transforms.ts';

/** Gathers the values of one field of one group; `undefined` is a missing value. */
interface Accumulator {
  add(value: unknown): void;
  result(): unknown;
}

export const accumulators: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => {
    const total = new Total();
    return { add: (value) => total.add(value), result: () => total.sum() };
  },
  $max: () => {
    let most: unknown = null;
    const isMore = (value: unknown) => most === null || compareValues(value, most) > 0;
    return {
      add: (value) => {
        if (value !== null && value !== undefined && isMore(value)) most = value;
      },
      result: () => most,
    };
  },
};

interface Field {
  name: string;
  start: () => Accumulator;
  input: (document: Document) => unknown;
}

/** $group: one document per value of `_id`, in the order in which they first came. */
export function group(operand: unknown, context: StageContext): Stream {
  const { _id, ...rest } = requireDocument('$group', operand);
  if (_id === undefined) throw location(15_955, 'a group specification must include an _id');
  const idOf = compileValue(_id, context);
  const fields = Object.entries(rest).map(([name, spec]) => readField(name, spec, context));
  return async function* grouped(input) {
    const groups = new Map<string, { id: unknown; values: Accumulator[] }>();
    for await (const document of input) {
      const id = idOf(document) ?? null;
      const key = bytesOfValue(id).toString('latin1');
      const known = groups.get(key) ?? { id, values: fields.map(({ start }) => start()) };
      if (!groups.has(key)) {
        context.memory.hold({ id });
        groups.set(key, known);
      }
      for (const [index, field] of fields.entries()) known.values[index]?.add(field.input(document));
    }
    for await (const { id, values } of paced(groups.values(), context.pace)) yield present(id, fields, values);
  };
}

function readField(name: string, spec: unknown, context: StageContext): Field {
  checkFieldName(name);
  if (!isDocument(spec)) throw location(40_234, `The field '${name}' must be an accumulator object`);
  const [operator = '', ...others] = Object.keys(spec);
  if (others.length > 0) throw location(40_238, `The field '${name}' must specify one accumulator`);
  const start = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
  if (!start) throw unsupported(`The accumulator ${operator}`);
  const operand = spec[operator];
  if (Array.isArray(operand) && operand.length !== 1)
    throw location(40_237, `The ${operator} accumulator is a unary operator`);
  return { name, start, input: compileValue(Array.isArray(operand) ? operand[0] : operand, context) };
}

function checkFieldName(name: string): void {
  if (name.includes('.')) throw location(40_235, `The field name '${name}' cannot contain '.'`);
  if (name.startsWith('$')) throw location(40_236, `The field name '${name}' cannot be an operator name`);
}

function present(id: unknown, fields: Field[], values: Accumulator[]): Document {
  const document: Document = { _id: id };
  for (const [index, { name }] of fields.entries()) setField(document, name, values[index]?.result() ?? null);
  return document;
}
