import { rootOf } from './paths.ts';
import { type Document, isDocument } from './values.ts';

/** The top-level fields that decide whether a document matches; null: not known. */
export function fieldsOf(filter: Document): Set<string> | null {
  const fields = new Set<string>();
  for (const [name, value] of Object.entries(filter)) {
    if (!name.startsWith('$')) fields.add(rootOf(name));
    else if (!addLogical(fields, name, value)) return null;
  }
  return fields;
}

function addLogical(fields: Set<string>, name: string, parts: unknown): boolean {
  if (!['$and', '$or', '$nor'].includes(name) || !Array.isArray(parts)) return false;
  return parts.every((part) => {
    const inner = isDocument(part) ? fieldsOf(part) : null;
    for (const field of inner ?? []) fields.add(field);
    return inner !== null;
  });
}
