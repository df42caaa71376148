import { compileFilter } from '../language/matcher.ts';
import { sameValue } from '../language/order.ts';
import { type Document, isDocument } from '../language/values.ts';
import { type Conditions, hasOperators } from './conditions.ts';

/**
 * Whether every document that the query finds fulfils the filter of a partial index: each of its clauses either stands
 * in the query as it is, or follows from a value that the query asks for. In doubt: no.
 */
export function implies(query: Document, conditions: Conditions, partial: Document): boolean {
  return Object.entries(partial).every(([name, clause]) => {
    if (name === '$and' && Array.isArray(clause)) {
      return clause.every((part) => isDocument(part) && implies(query, conditions, part));
    }
    if (name.startsWith('$')) return says(query, name, clause);
    return says(query, name, clause) || followsFromPath(query, conditions, name, clause);
  });
}

/** The query holds this very clause, at its top or under $and. */
function says(query: Document, name: string, clause: unknown): boolean {
  if (Object.hasOwn(query, name) && sameValue(query[name], clause)) return true;
  const parts: unknown = query.$and;
  return Array.isArray(parts) && parts.some((part) => isDocument(part) && says(part, name, clause));
}

function followsFromPath(query: Document, conditions: Conditions, path: string, clause: unknown): boolean {
  if (!hasOperators(clause)) return holdsForValues(conditions, path, clause);
  return Object.entries(clause).every(
    ([operator, operand]) =>
      hasOperator(query, path, operator, operand) || holdsForValues(conditions, path, { [operator]: operand }),
  );
}

/** The query asks the same of this path among other things: `{ a: { $gt: 1, $lt: 5 } }` says `{ a: { $gt: 1 } }`. */
function hasOperator(query: Document, path: string, operator: string, operand: unknown): boolean {
  const asked = query[path];
  if (hasOperators(asked) && Object.hasOwn(asked, operator) && sameValue(asked[operator], operand)) return true;
  const parts: unknown = query.$and;
  return Array.isArray(parts) && parts.some((part) => isDocument(part) && hasOperator(part, path, operator, operand));
}

/** Each value that the query allows at the path fulfils the clause. null does not count, since it also means missing. */
function holdsForValues(conditions: Conditions, path: string, clause: unknown): boolean {
  const condition = conditions.get(path);
  if (!condition) return false;
  if (isExistence(clause) && (condition.exists || condition.lower !== undefined || condition.upper !== undefined))
    return true;
  const values = condition.equals;
  if (!values || values.length === 0) return false;
  const holds = compileFilter({ value: clause });
  return values.every((value) => value !== null && holds({ value }));
}

const isExistence = (clause: unknown): boolean =>
  isDocument(clause) && Object.keys(clause).length === 1 && clause.$exists === true;
