import { location } from './errors.ts';
import { type Document, getField, isDocument, setField } from './values.ts';

/** A tree of the fields that a projection names: each is kept, dropped, computed, or a document of such fields. */
export type Field = 'keep' | 'drop' | { compute: (document: Document) => unknown } | Fields;

export interface Fields {
  children: Map<string, Field>;
  /** Whether a computed field is somewhere below. */
  computes: boolean;
}

export const newFields = (): Fields => ({ children: new Map(), computes: false });

export const isFields = (field: Field | undefined): field is Fields => typeof field === 'object' && 'children' in field;

/** Adds a field under its path; throws for two fields of which one is the other or leads through it. */
export function addField(fields: Fields, path: readonly string[], field: Field): void {
  const [name = '', ...rest] = path;
  if (name === '') throw location(40_352, 'FieldPath cannot be constructed with empty string');
  const known = fields.children.get(name);
  if (typeof field === 'object') fields.computes = true;
  if (rest.length === 0) {
    if (known) throw location(31_250, `Path collision at ${name}`);
    fields.children.set(name, field);
    return;
  }
  if (known && !isFields(known)) throw location(31_249, `Path collision at ${name}.${rest.join('.')}`);
  const inner = known ?? newFields();
  fields.children.set(name, inner);
  addField(inner, rest, field);
}

/** Which fields stay: those named, all but those named, or all (with computed ones added). */
export type Mode = 'only' | 'without' | 'all';

/** The document with the fields a tree names; computed fields come behind those that stay. */
export function project(document: Document, fields: Fields, mode: Mode): Document {
  const kept = mode === 'all' ? { ...document } : select(document, fields, mode);
  return fields.computes ? compute(kept, fields, document) : kept;
}

function select(document: Document, fields: Fields, mode: Mode): Document {
  const selected: Document = {};
  for (const name of Object.keys(document)) {
    const field = fields.children.get(name);
    const value = isFields(field) ? selectInside(document[name], field, mode) : document[name];
    const stays = isFields(field) || (mode === 'only' ? field === 'keep' : field !== 'drop');
    if (stays && value !== undefined) setField(selected, name, value);
  }
  return selected;
}

// In an array every document is looked into; what is no document stays only where nothing but named fields goes.
function selectInside(value: unknown, fields: Fields, mode: Mode): unknown {
  if (isDocument(value)) return select(value, fields, mode);
  if (!Array.isArray(value)) return mode === 'only' ? undefined : value;
  return value.map((element) => selectInside(element, fields, mode)).filter((element) => element !== undefined);
}

function compute(document: Document, fields: Fields, root: Document): Document {
  for (const [name, field] of fields.children) {
    if (typeof field !== 'object') continue;
    const value = isFields(field) ? computeInside(getField(document, name), field, root) : field.compute(root);
    if (value === undefined) delete document[name];
    else setField(document, name, value);
  }
  return document;
}

function computeInside(value: unknown, fields: Fields, root: Document): unknown {
  if (!fields.computes) return value;
  if (Array.isArray(value)) return value.map((element) => computeInside(element, fields, root));
  return compute(isDocument(value) ? { ...value } : {}, fields, root);
}
