import type { Document } from './values.ts';

export type Compare = (a: Document, b: Document) => number;

/** Compiles a sort specification; an array counts as its smallest element ascending, its largest descending. */
export function compileSort(_spec: Document): Compare {
  throw new Error('not written yet');
}
