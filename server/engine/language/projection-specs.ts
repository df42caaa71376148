import { badValue, location } from './errors.ts';
import { compileValue } from './expressions/compile.ts';
import { isNumber, isTrue } from './numbers.ts';
import { addField, type Field, type Fields, type Mode, newFields } from './projection-fields.ts';
import type { Scope } from './scope.ts';
import { type Document, isDocument } from './values.ts';

/** A field of a projection under its whole path. */
export interface NamedField {
  path: string[];
  field: Field;
}

/** Reads {a: 1, 'b.c': 0, d: {e: 1}, f: <expression>} into its fields. */
export function readFields(spec: Document, scope: Scope, prefix: string[] = []): NamedField[] {
  return Object.entries(spec).flatMap(([name, value]) => {
    const path = [...prefix, ...name.split('.')];
    const odd = path.find((segment) => segment.startsWith('$') && !['$ref', '$id', '$db'].includes(segment));
    if (odd) throw location(16_410, `FieldPath field names may not start with '$': '${odd}'`);
    if (typeof value === 'boolean' || isNumber(value))
      return [{ path, field: isTrue(value) ? ('keep' as const) : ('drop' as const) }];
    if (!isDocument(value) || isExpression(value)) return [{ path, field: { compute: compileValue(value, scope) } }];
    if (Object.keys(value).length === 0)
      throw location(51_270, `An empty sub-projection is not a valid value: ${name}`);
    return readFields(value, scope, path);
  });
}

const isExpression = (value: Document): boolean => Object.keys(value)[0]?.startsWith('$') === true;

/** Whether the fields say what to keep or what to leave out; `_id` alone may go against the others. */
export function modeOf(fields: NamedField[]): Mode {
  const others = fields.filter(({ path }) => path.join('.') !== '_id');
  const deciding = others.length > 0 ? others : fields;
  const without = deciding[0]?.field === 'drop';
  for (const { path, field } of others) {
    if ((field === 'drop') === without) continue;
    throw location(
      without ? 31_253 : 31_254,
      `Cannot do ${without ? 'inclusion' : 'exclusion'} on field ${path.join('.')} in ${without ? 'exclusion' : 'inclusion'} projection`,
    );
  }
  return without ? 'without' : 'only';
}

/** The tree for `project`; an inclusion keeps `_id` unless it says otherwise. */
export function treeOf(named: NamedField[], mode: Mode): Fields {
  const fields = newFields();
  const naming = named.some(({ path }) => path[0] === '_id');
  if (mode === 'only' && !naming) fields.children.set('_id', 'keep');
  for (const { path, field } of named) {
    if (mode === 'without' && typeof field === 'object')
      throw badValue('Cannot use an expression in an exclusion projection');
    addField(fields, path, field);
  }
  return fields;
}

/** Reads {a: <expression>, 'b.c': <expression>, d: {e: <expression>}} of $addFields, where 1 is a value like any other. */
export function readAddedFields(spec: Document, scope: Scope, prefix: string[] = []): NamedField[] {
  return Object.entries(spec).flatMap(([name, value]) => {
    const path = [...prefix, ...name.split('.')];
    if (path.some((segment) => segment.startsWith('$')))
      throw location(16_410, `FieldPath field names may not start with '$': ${name}`);
    const nested = isDocument(value) && !isExpression(value) && Object.keys(value).length > 0;
    return nested ? readAddedFields(value, scope, path) : [{ path, field: { compute: compileValue(value, scope) } }];
  });
}
