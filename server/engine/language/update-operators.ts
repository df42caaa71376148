import { filtersByName } from './array-filters.ts';
import { arrayModifiers } from './array-update-operators.ts';
import { typeName } from './bson-types.ts';
import { badValue, dollarPrefixed, emptyFieldName, failedToParse, immutableField, unsupported } from './errors.ts';
import { fieldModifiers, type ModifierMaker } from './field-update-operators.ts';
import { compilePositional } from './matcher.ts';
import { compareStrings } from './order.ts';
import { noScope, type Scope } from './scope.ts';
import { changeAt, checkConflicts, isIndex, removeAt, resolvePositions } from './update-paths.ts';
import { copyOf, type Document, isDocument, setField } from './values.ts';

export interface UpdateOptions {
  arrayFilters?: Document[] | undefined;
  /** The query that found the document: gives `$` its position. */
  filter?: Document | undefined;
  scope?: Scope | undefined;
}

const makers: ReadonlyMap<string, ModifierMaker> = new Map(Object.entries({ ...fieldModifiers, ...arrayModifiers }));

/** One operator on one path. */
interface Modification {
  name: string;
  path: readonly string[];
  apply: (document: Document, path: readonly string[]) => void;
}

type Change = (document: Document, inserting?: boolean) => Document;

/** Compiles an update of operators. Paths are worked on in their order by name, numbers by value, as the server does. */
export function compileModifiers(update: Document, options: UpdateOptions): Change {
  const scope = options.scope ?? noScope();
  const modifications = Object.entries(update).flatMap(([name, fields]) => readOperator(name, fields, scope));
  const touched = modifications.map(({ path }) => path);
  checkConflicts(touched);
  modifications.sort((a, b) => comparePaths(a.path, b.path));
  const roots = new Set(touched.map(([root = '']) => root));
  const pathsIn = compileAim(modifications, { ...options, scope });
  return (document, inserting = false) => {
    const changed = copyToChange(document, roots);
    const applying = modifications.filter(({ name }) => name !== '$setOnInsert' || inserting);
    for (const { modification, paths } of pathsIn(document, applying)) {
      for (const path of paths) modification.apply(changed, path);
    }
    if ('_id' in document && !('_id' in changed))
      throw immutableField("The update would remove the immutable field '_id'");
    return changed;
  };
}

interface Aimed {
  modification: Modification;
  /** Without positional operators. */
  paths: readonly (readonly string[])[];
}

type Aim = (document: Document, applying: readonly Modification[]) => Aimed[];

/** What the modifications mean in a document: only where a path has `$`, `$[]` or `$[name]` does that depend on it. */
function compileAim(modifications: readonly Modification[], options: UpdateOptions & { scope: Scope }): Aim {
  const paths = modifications.map(({ path }) => path);
  const filters = filtersByName(options.arrayFilters ?? [], { paths, scope: options.scope });
  if (!paths.some((path) => path.some((segment) => segment.startsWith('$')))) {
    return (_document, applying) => applying.map((modification) => ({ modification, paths: [modification.path] }));
  }
  const positionIn = compilePositional(options.filter ?? {}, options.scope);
  return (document, applying) => {
    const positions = { matched: positionIn(document), filters };
    const aimed = applying.map((modification) => ({
      modification,
      paths: resolvePositions(document, modification.path, positions),
    }));
    checkConflicts(aimed.flatMap(({ paths }) => paths));
    return aimed;
  };
}

function readOperator(name: string, fields: unknown, scope: Scope): Modification[] {
  if (!isDocument(fields)) {
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${typeName(fields)}}`,
    );
  }
  return Object.entries(fields).map(([path, operand]) => readModification(name, { path, operand, scope }));
}

function readModification(name: string, field: { path: string; operand: unknown; scope: Scope }): Modification {
  const path = readPath(field.path);
  if (name === '$unset') return { name, path, apply: removeAt };
  const maker = makers.get(name);
  if (!maker) throw unsupported(`The update operator ${name}`);
  const { absent, next } = maker(field.operand, field.path, field.scope);
  return {
    name,
    path,
    apply: (document, path) => changeAt(document, path, { absent, next }),
  };
}

function readPath(text: string): string[] {
  const path = text.split('.');
  if (path.includes(''))
    throw emptyFieldName(`The update path '${text}' contains an empty field name, which is not allowed.`);
  if (path.length > 100) throw badValue(`The update path '${text.slice(0, 50)}…' is nested too deep`);
  if (path[0]?.startsWith('$') && isPositional(path[0])) {
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${text}'`);
  }
  const dollar = path.find((segment) => segment.startsWith('$') && !isPositional(segment) && !isReference(segment));
  if (dollar)
    throw dollarPrefixed(`The dollar ($) prefixed field '${dollar}' in '${text}' is not allowed in an update path.`);
  return path;
}

const isPositional = (segment: string): boolean => segment === '$' || /^\$\[.*\]$/.test(segment);
const isReference = (segment: string): boolean => ['$ref', '$id', '$db'].includes(segment);

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [depth, left] of a.entries()) {
    const right = b[depth] ?? '';
    const numeric = isIndex(left) && isIndex(right);
    const order = numeric ? Number(left) - Number(right) : compareStrings(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A copy of which these fields may be changed, however deep; all else is shared. */
function copyToChange(document: Document, roots: ReadonlySet<string>): Document {
  const copy = copyOf(document);
  for (const root of roots) if (Object.hasOwn(copy, root)) setField(copy, root, cloneContainers(copy[root]));
  return copy;
}

/** A copy whose documents and arrays may be changed; values are shared. */
function cloneContainers<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneContainers) as T;
  if (!isDocument(value)) return value;
  const copy = copyOf(value);
  for (const name of Object.keys(copy)) {
    const field = copy[name];
    if (typeof field === 'object' && field !== null) setField(copy, name, cloneContainers(field));
  }
  return copy as T;
}
