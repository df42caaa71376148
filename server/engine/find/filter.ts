import { fieldNames, onlyFields } from '../language/bson-bytes.ts';
import { fieldsOf } from '../language/filter-fields.ts';
import { compileFilter } from '../language/matcher.ts';
import { rootOf } from '../language/paths.ts';
import type { Scope } from '../language/scope.ts';
import { compileSort } from '../language/sort.ts';
import { type Document, decode } from '../language/values.ts';
import type { Found } from './scan.ts';

/**
 * Tests documents as they are kept, and decodes only the fields that the filter speaks of: most of what a scan looks at
 * does not match. Throws CommandError for a filter that is not one.
 */
export function compileStoredFilter(filter: Document, scope?: Scope): (found: Found) => boolean {
  const matches = compileFilter(filter, scope);
  const fields = fieldsOf(filter);
  if (fields === null) return (found) => matches(found.document);
  if (fields.size === 0) return () => true;
  const names = fieldNames(fields);
  return (found) => matches(decode(onlyFields(found.bytes, names), 'inside'));
}

/** The sort key of a document as it is kept; only the fields of the order are decoded. */
export function compileStoredSort(sort: Document): (found: Found) => string {
  const keyOf = compileSort(sort);
  const names = fieldNames(Object.keys(sort).map(rootOf));
  return (found) => keyOf(decode(onlyFields(found.bytes, names), 'inside'));
}
