import { fieldNames, onlyFields } from '../language/bson-bytes.ts';
import { isNumber, isTrue } from '../language/numbers.ts';
import { rootOf } from '../language/paths.ts';
import { compileProjection } from '../language/projection.ts';
import type { Scope } from '../language/scope.ts';
import { type Document, decode, encode } from '../language/values.ts';
import type { Part } from './part.ts';

/** Makes of a kept document what is shown of it. */
export type Show = (bytes: Buffer) => Uint8Array;

/**
 * Compiles a projection of kept documents; null: they are shown as they are. One that names the fields it wants does not
 * decode the others. Throws CommandError for a projection that is none.
 */
export function compileShow(spec: Document, scope?: Scope): Show | null {
  if (Object.keys(spec).length === 0) return null;
  const project = compileProjection(spec, scope);
  const part = wantedBy(spec);
  return (bytes) => encode(project(decode(part === null ? bytes : onlyFields(bytes, part))));
}

function wantedBy(spec: Document): Part {
  const { _id = true, ...wanted } = spec;
  const paths = Object.keys(wanted);
  const isPlain = isSwitch(_id) && paths.every((path) => isSwitch(wanted[path]) && isTrue(wanted[path]));
  if (!isPlain || paths.length === 0) return null;
  return fieldNames(['_id', ...paths.map(rootOf)]);
}

const isSwitch = (value: unknown): boolean => typeof value === 'boolean' || isNumber(value);
