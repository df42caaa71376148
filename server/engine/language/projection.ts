import { badValue, location } from './errors.ts';
import { compileFilter, compilePositional } from './matcher.ts';
import { isNumber, isTrue, toInteger } from './numbers.ts';
import { project } from './projection-fields.ts';
import { modeOf, type NamedField, readFields, treeOf } from './projection-specs.ts';
import { type Compiler, elementPredicate } from './query-operators.ts';
import { noScope, type Scope } from './scope.ts';
import { type Document, getField, isDocument, setField } from './values.ts';

export type Project = (document: Document) => Document;

/** Compiles a projection of find or findAndModify; `filter` gives the positional `$` its element. */
export function compileProjection(spec: Document, options: { filter?: Document; scope?: Scope } = {}): Project {
  const scope = options.scope ?? noScope();
  const parts = readParts(spec, scope);
  const positional = parts.positional ? compilePositional(options.filter ?? {}, scope) : undefined;
  const mode = modeOf(parts.fields, parts.slices.length > 0 || Object.keys(spec).length === 0 ? 'without' : 'only');
  const slices = mode === 'only' ? parts.slices.map(({ path }): NamedField => ({ path, field: 'keep' })) : [];
  const fields = treeOf([...parts.fields, ...slices], mode);
  if (fields.children.size === 0 && parts.slices.length === 0) return (document) => document;
  return (document) => {
    let result = project(document, fields, mode);
    for (const { path, slice } of parts.slices) result = mapAt(result, path, slice) as Document;
    if (!positional || !parts.positional) return result;
    return takeMatched(result, parts.positional, positional(document));
  };
}

interface Parts {
  fields: NamedField[];
  slices: { path: string[]; slice: (array: unknown[]) => unknown[] }[];
  positional: string[] | undefined;
}

function readParts(spec: Document, scope: Scope): Parts {
  const parts: Parts = { fields: [], slices: [], positional: undefined };
  for (const [name, value] of Object.entries(spec)) {
    const path = name.split('.');
    if (path.at(-1) === '$') readPositional(parts, { path: path.slice(0, -1), value });
    else if (isSlice(value)) parts.slices.push({ path, slice: compileSlice(value.$slice) });
    else if (isElemMatch(value))
      parts.fields.push({ path: [name], field: { compute: compileElemMatch(name, value.$elemMatch, scope) } });
    else parts.fields.push(...readFields({ [name]: value }, scope));
  }
  return parts;
}

function readPositional(parts: Parts, { path, value }: { path: string[]; value: unknown }): void {
  if (parts.positional) throw location(31_276, 'Cannot specify more than one positional projection per query.');
  if (path.length === 0 || (!isNumber(value) && typeof value !== 'boolean') || !isTrue(value)) {
    throw location(31_395, 'positional projection cannot be used with exclusion');
  }
  parts.positional = path;
  parts.fields.push({ path, field: 'keep' });
}

// An array whose first entry is no number is the aggregation expression of the same name.
function isSlice(value: unknown): value is { $slice: unknown } {
  if (!isDocument(value) || !('$slice' in value) || Object.keys(value).length !== 1) return false;
  const { $slice: operand } = value;
  return isNumber(operand) || (Array.isArray(operand) && operand.length === 2 && operand.every(isNumber));
}

function compileSlice(operand: unknown): (array: unknown[]) => unknown[] {
  const [first, second] = (Array.isArray(operand) ? operand : [operand]).map(toInteger);
  if (first === undefined) throw badValue('$slice needs whole numbers');
  if (!Array.isArray(operand)) return (array) => (first < 0 ? array.slice(first) : array.slice(0, first));
  if (second === undefined || second <= 0) throw location(28_724, 'First argument of $slice limit must be positive');
  return (array) => {
    const start = first < 0 ? Math.max(array.length + first, 0) : first;
    return array.slice(start, start + second);
  };
}

function isElemMatch(value: unknown): value is { $elemMatch: unknown } {
  return isDocument(value) && '$elemMatch' in value && Object.keys(value).length === 1;
}

function compileElemMatch(name: string, operand: unknown, scope: Scope): (document: Document) => unknown {
  if (name.includes('.')) throw location(31_275, 'Cannot use $elemMatch projection on a nested field');
  const compiler: Compiler = {
    query: (query) => compileFilter(query as Document, scope) as ReturnType<Compiler['query']>,
  };
  const matches = elementPredicate(compiler, operand);
  return (document) => {
    const array = getField(document, name);
    const found = Array.isArray(array) ? array.findIndex(matches) : -1;
    return Array.isArray(array) && found >= 0 ? [array[found]] : undefined;
  };
}

/** Changes every array at the end of a path, in every document of the arrays on the way. */
function mapAt(value: unknown, path: readonly string[], change: (array: unknown[]) => unknown[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return Array.isArray(value) ? change(value) : value;
  if (Array.isArray(value)) return value.map((element) => mapAt(element, path, change));
  if (!isDocument(value) || !Object.hasOwn(value, name)) return value;
  const copy = { ...value };
  setField(copy, name, mapAt(value[name], rest, change));
  return copy;
}

/** Leaves of the first array on the path only the element by which the document matched. */
function takeMatched(document: Document, path: readonly string[], position: number | undefined): Document {
  const [name = '', ...rest] = path;
  const value = getField(document, name);
  if (!Array.isArray(value)) {
    if (!isDocument(value)) return document;
    return { ...document, [name]: takeMatched(value, rest, position) };
  }
  if (position === undefined || position >= value.length) {
    throw location(51_246, "Executor error: positional operator '.$' couldn't find a matching element in the array");
  }
  return { ...document, [name]: [value[position]] };
}
