import { unsupported } from './errors.ts';
import { project } from './projection-fields.ts';
import { modeOf, readFields, treeOf } from './projection-specs.ts';
import { noScope, type Scope } from './scope.ts';
import type { Document } from './values.ts';

export type Project = (document: Document) => Document;

/** Compiles a projection: of find, of findAndModify, or the stage $project. An empty one shows documents as they are. */
export function compileProjection(spec: Document, scope: Scope = noScope()): Project {
  const positional = Object.keys(spec).find((name) => name.endsWith('.$'));
  if (positional !== undefined) throw unsupported(`The positional projection '${positional}'`);
  const named = readFields(spec, scope);
  if (named.length === 0) return (document) => document;
  const mode = modeOf(named);
  const fields = treeOf(named, mode);
  return (document) => project(document, fields, mode);
}
