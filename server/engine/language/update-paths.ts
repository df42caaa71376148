import { badValue, type CommandError, conflictingUpdate, pathNotViable } from './errors.ts';
import type { Predicate } from './predicates.ts';
import { type Document, getField, isDocument, setField } from './values.ts';

const furthestIndex = 1_500_000;

export const isIndex = (segment: string): boolean => /^(0|[1-9]\d*)$/.test(segment);

/** What the positional operators of an update stand for: `$`, and `$[name]` by its array filter. */
export interface Positions {
  matched: number | undefined;
  filters: ReadonlyMap<string, Predicate>;
}

/** The paths without `$`, `$[]` and `$[name]` that a path means in this document. */
export function resolvePositions(document: Document, path: readonly string[], positions: Positions): string[][] {
  let found: { at: unknown; path: string[] }[] = [{ at: document, path: [] }];
  for (const segment of path) {
    found = found.flatMap(({ at, path }) =>
      namesFor(segment, at, { path, positions }).map((name) => ({ at: childOf(at, name), path: [...path, name] })),
    );
  }
  return found.map(({ path }) => path);
}

function namesFor(
  segment: string,
  at: unknown,
  { path, positions }: { path: string[]; positions: Positions },
): string[] {
  if (segment === '$') {
    if (positions.matched !== undefined) return [String(positions.matched)];
    throw badValue('The positional operator did not find the match needed from the query.');
  }
  if (!segment.startsWith('$[')) return [segment];
  if (at === undefined) {
    throw badValue(`The path '${path.join('.')}' must exist in the document in order to apply array updates.`);
  }
  if (!Array.isArray(at)) throw badValue(`Cannot apply array updates to non-array element ${path.join('.')}`);
  const filter = positions.filters.get(segment.slice(2, -1));
  return [...at.keys()].filter((index) => !filter || filter(at[index])).map(String);
}

function childOf(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return isIndex(name) ? holder[Number(name)] : undefined;
  return isDocument(holder) ? getField(holder, name) : undefined;
}

/** The value at a path without positional operators; documents by name, arrays by index. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce(childOf, document);
}

/** What to do where the path does not exist: make it, leave it, or leave it even behind a value that has no fields. */
export type Absent = 'create' | 'leave' | 'leave-always';

/** Replaces the value at a path by what `next` makes of it (`undefined`: nothing there). The document is changed. */
export function changeAt(
  document: Document,
  path: readonly string[],
  { absent, next }: { absent: Absent; next: (current: unknown) => unknown },
): void {
  let holder: unknown = document;
  for (const [depth, name] of path.entries()) {
    const child = childOf(holder, name);
    if (child === undefined && absent !== 'create') return checkViable(holder, { name, absent });
    if (child === undefined || depth === path.length - 1) {
      return setChild(holder, name, wrapped(path.slice(depth + 1), next(child)));
    }
    if (!isDocument(child) && !Array.isArray(child)) return checkViable(child, { name: path[depth + 1] ?? '', absent });
    holder = child;
  }
}

const wrapped = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner: unknown, name) => {
    const document: Document = {};
    setField(document, name, inner);
    return document;
  }, value);

function checkViable(holder: unknown, { name, absent }: { name: string; absent: Absent }): void {
  if (absent === 'leave-always' || isDocument(holder)) return;
  if (!Array.isArray(holder) || !isIndex(name)) throw cannotCreate(name);
}

const cannotCreate = (name: string): CommandError =>
  pathNotViable(
    `Cannot create field '${name}' in an element that is not a document, or not under an index in an array`,
  );

function setChild(holder: unknown, name: string, value: unknown): void {
  if (!Array.isArray(holder)) {
    setField(holder as Document, name, value);
    return;
  }
  if (!isIndex(name)) throw cannotCreate(name);
  const index = Number(name);
  if (index > holder.length + furthestIndex) throw badValue(`can't backfill more than ${furthestIndex} elements`);
  while (holder.length < index) holder.push(null);
  holder[index] = value;
}

/** Removes a field; an array element becomes null instead, so that the others keep their index. */
export function removeAt(document: Document, path: readonly string[]): void {
  const holder = valueAt(document, path.slice(0, -1));
  const name = path.at(-1) ?? '';
  if (childOf(holder, name) === undefined) return;
  if (Array.isArray(holder)) holder[Number(name)] = null;
  else delete (holder as Document)[name];
}

/** Refuses two paths of which one is the other or leads through it (code 40). */
export function checkConflicts(paths: readonly (readonly string[])[]): void {
  const sorted = paths.map((path) => `${path.join('.')}.`).sort();
  for (const [index, path] of sorted.entries()) {
    const next = sorted[index + 1];
    if (!next?.startsWith(path)) continue;
    throw conflictingUpdate(
      `Updating the path '${next.slice(0, -1)}' would create a conflict at '${path.slice(0, -1)}'`,
    );
  }
}
