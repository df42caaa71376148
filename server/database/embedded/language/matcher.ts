import type { Scope } from './scope.ts';
import type { Document } from './values.ts';

export type Matches = (document: Document) => boolean;

/** Compiles a query filter. Throws CommandError for a malformed filter and names an operator it does not know. */
export function compileFilter(_filter: Document, _scope?: Scope): Matches {
  throw new Error('not written yet');
}

/** The index of the array element by which the document matched: what `$` stands for in an update or projection. */
export function compilePositional(_filter: Document, _scope?: Scope): (document: Document) => number | undefined {
  throw new Error('not written yet');
}
