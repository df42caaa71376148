import { failedToParse } from './errors.ts';
import { compileFilter } from './matcher.ts';
import type { Predicate } from './predicates.ts';
import type { Scope } from './scope.ts';
import { type Document, isDocument } from './values.ts';

/** The array filters by the name they are about; each must be named by `$[name]` in some path, and the other way round. */
export function filtersByName(
  arrayFilters: Document[],
  { paths, scope }: { paths: readonly (readonly string[])[]; scope: Scope },
): ReadonlyMap<string, Predicate> {
  const filters = new Map<string, Predicate>();
  for (const filter of arrayFilters) {
    const name = nameOf(filter);
    if (filters.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    const matches = compileFilter(filter, scope);
    filters.set(name, (element) => matches({ [name]: element }));
  }
  const used = new Set(paths.flat().flatMap((segment) => /^\$\[(.+)\]$/.exec(segment)?.[1] ?? []));
  for (const name of used) {
    if (!filters.has(name)) throw failedToParse(`No array filter found for identifier '${name}'`);
  }
  for (const name of filters.keys()) {
    if (!used.has(name)) throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
  }
  return filters;
}

function nameOf(filter: Document): string {
  const names = new Set(fieldNames(filter));
  const [name, ...others] = names;
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  if (others.length > 0)
    throw failedToParse(`Expected a single top-level field name, found '${[...names].join("' and '")}'`);
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
    throw failedToParse(
      `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
}

function fieldNames(filter: unknown): string[] {
  if (!isDocument(filter)) return [];
  return Object.entries(filter).flatMap(([name, operand]) => {
    if (!name.startsWith('$')) return [name.split('.')[0] ?? ''];
    return Array.isArray(operand) ? operand.flatMap(fieldNames) : [];
  });
}
