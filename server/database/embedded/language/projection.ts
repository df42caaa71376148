import type { Scope } from './scope.ts';
import type { Document } from './values.ts';

export type Project = (document: Document) => Document;

/** Compiles a projection of find or findAndModify; `filter` gives the positional `$` its element. */
export function compileProjection(_spec: Document, _options?: { filter?: Document; scope?: Scope }): Project {
  throw new Error('not written yet');
}
