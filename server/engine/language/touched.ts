import { rootOf } from './paths.ts';
import { type Document, isDocument } from './values.ts';

/**
 * The top-level fields that an update reads or writes, so that a document's others need not be decoded and written
 * again; 'all' when they are not known, or when the place of a field in the document would depend on it. What the query's
 * filter asks for, which `$` goes by, is not among them.
 */
export function touchedBy(update: Document | Document[]): ReadonlySet<string> | 'all' {
  const touched = new Set<string>();
  const isKnown = Array.isArray(update) ? addStages(update, touched) : addModifiers(update, touched);
  return isKnown ? touched : 'all';
}

function addModifiers(update: Document, touched: Set<string>): boolean {
  return Object.entries(update).every(([operator, fields]) => {
    if (!operator.startsWith('$') || !isDocument(fields)) return false;
    for (const path of Object.keys(fields)) touched.add(rootOf(path));
    return true;
  });
}

function addStages(stages: readonly Document[], touched: Set<string>): boolean {
  const written = new Set<string>();
  return stages.every((stage) => {
    const [[name, spec] = ['', null], ...others] = Object.entries(stage);
    if (others.length > 0) return false;
    const roots = writtenBy(name, spec);
    if (!roots) return false;
    // A stage may take a field away (its value was missing); set again by a later one, it goes to the document's end.
    if (name !== '$unset' && roots.some((root) => written.has(root))) return false;
    for (const root of roots) {
      touched.add(root);
      written.add(root);
    }
    return name === '$unset' || addRead(spec, touched);
  });
}

function writtenBy(stage: string, spec: unknown): string[] | null {
  if (stage === '$unset') return [spec].flat().map((path) => rootOf(String(path)));
  return ['$set', '$addFields'].includes(stage) && isDocument(spec) ? Object.keys(spec).map(rootOf) : null;
}

/** Variables that stand for the whole document, or for no field at all. */
const wholes = ['ROOT', 'CURRENT', 'REMOVE'];
/** Operators that name a field without a dollar sign. */
const namers = ['$setField'];

function addRead(expression: unknown, touched: Set<string>): boolean {
  if (typeof expression === 'string') return addPath(expression, touched);
  if (Array.isArray(expression)) return expression.every((part) => addRead(part, touched));
  if (!isDocument(expression)) return true;
  return Object.entries(expression).every(([name, part]) => !namers.includes(name) && addRead(part, touched));
}

function addPath(text: string, touched: Set<string>): boolean {
  if (text.startsWith('$$')) return !wholes.includes(rootOf(text.slice(2)));
  if (text.startsWith('$')) touched.add(rootOf(text.slice(1)));
  return true;
}
