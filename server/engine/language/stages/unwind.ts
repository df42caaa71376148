import { location } from '../errors.ts';
import { paced } from '../pace.ts';
import { changeAt, copyAlong, removeAt, valueAt } from '../update-paths.ts';
import { type Document, isDocument, long } from '../values.ts';
import type { StageContext, Stream } from './stage.ts';

/** $unwind: one document per element of an array. */
export function unwind(operand: unknown, { pace }: Pick<StageContext, 'pace'>): Stream {
  const { path, indexPath, keepEmpty } = readOptions(operand);
  return async function* unwound(input) {
    for await (const document of input) {
      const value = fieldAt(document, path);
      if (isEmpty(value)) {
        if (keepEmpty) yield withElement(document, { path, indexPath }, { value: value === null ? null : undefined });
      } else if (!Array.isArray(value)) yield withElement(document, { path, indexPath }, { value });
      else
        for await (const [index, element] of paced(value.entries(), pace))
          yield withElement(document, { path, indexPath }, { value: element, index });
    }
  };
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

interface Options {
  path: string[];
  indexPath: string[] | undefined;
}

function readOptions(operand: unknown): Options & { keepEmpty: boolean } {
  const options: Document = typeof operand === 'string' ? { path: operand } : isDocument(operand) ? operand : {};
  const { path, includeArrayIndex, preserveNullAndEmptyArrays = false, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw location(28_811, `unrecognized option to $unwind stage: ${unknown}`);
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw location(28_818, "path option to $unwind stage should be prefixed with a '$'");
  if (typeof preserveNullAndEmptyArrays !== 'boolean') {
    throw location(28_809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  }
  return {
    path: path.slice(1).split('.'),
    indexPath: readIndexPath(includeArrayIndex),
    keepEmpty: preserveNullAndEmptyArrays,
  };
}

function readIndexPath(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '' || value.startsWith('$')) {
    throw location(28_822, 'includeArrayIndex option to $unwind stage must be a non-empty string without $');
  }
  return value.split('.');
}

// Only through documents: an array on the way hides what is in it.
function fieldAt(document: Document, path: readonly string[]): unknown {
  for (const depth of path.keys()) {
    if (depth > 0 && !isDocument(valueAt(document, path.slice(0, depth)))) return undefined;
  }
  return valueAt(document, path);
}

function withElement(
  document: Document,
  { path, indexPath }: Options,
  element: { value: unknown; index?: number },
): Document {
  const copy = copyAlong(document, path);
  if (element.value === undefined) removeAt(copy, path);
  else changeAt(copy, path, { absent: 'create', next: () => element.value });
  if (!indexPath) return copy;
  const index = element.index === undefined ? null : long(BigInt(element.index));
  const indexed = copyAlong(copy, indexPath);
  changeAt(indexed, indexPath, { absent: 'create', next: () => index });
  return indexed;
}
