import { CommandError, unsupported } from './errors.ts';
import { compareStrings } from './order.ts';
import { isRegex } from './predicates.ts';
import { isConditions } from './query-operators.ts';
import { changeAt, checkConflicts } from './update-paths.ts';
import type { Document } from './values.ts';

/**
 * The fields that a query fixes to one value, which an upsert starts from: equalities, also inside $and, in an $or of
 * one, in $all and $in of one value. They are set in the order of their paths, as the server does.
 */
export function equalitiesOf(filter: Document): Document {
  const found: [string, unknown][] = [];
  collect(filter, found);
  found.sort(([a], [b]) => compareStrings(a, b));
  refuseDoubles(found.map(([path]) => path));
  const document: Document = {};
  for (const [path, value] of found) changeAt(document, path.split('.'), { absent: 'create', next: () => value });
  return document;
}

function collect(filter: Document, found: [string, unknown][]): void {
  for (const [name, operand] of Object.entries(filter)) {
    if (name === '$and' || (name === '$or' && (operand as unknown[]).length === 1)) {
      for (const query of operand as Document[]) collect(query, found);
    } else if (!name.startsWith('$')) collectField(name, operand, found);
  }
}

function collectField(path: string, operand: unknown, found: [string, unknown][]): void {
  if (isRegex(operand)) return;
  if (!isConditions(operand)) {
    found.push([path, operand]);
    return;
  }
  if (isRegex(operand.$eq)) throw unsupported('An upsert by equality with a regular expression');
  if ('$eq' in operand) found.push([path, operand.$eq]);
  for (const list of [operand.$in, operand.$all]) {
    if (Array.isArray(list) && list.length === 1 && !isRegex(list[0])) found.push([path, list[0]]);
  }
}

function refuseDoubles(paths: string[]): void {
  try {
    checkConflicts(paths.map((path) => path.split('.')));
  } catch {
    throw new CommandError(54, 'NotSingleValueField', 'cannot infer query fields to set, a path is matched twice');
  }
}
