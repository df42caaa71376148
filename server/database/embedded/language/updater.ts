import type { Scope } from './scope.ts';
import type { Document } from './values.ts';

export interface UpdateOptions {
  arrayFilters?: Document[] | undefined;
  /** The query that found the document: gives `$` its position. */
  filter?: Document | undefined;
  scope?: Scope | undefined;
}

/** `insert` is true while an upsert makes a new document ($setOnInsert). */
export interface UpdateMoment {
  insert: boolean;
  now: Date;
}

/** Returns a new document; the one that came in is left as it was. `_id` cannot change (code 66). */
export type Update = (document: Document, moment: UpdateMoment) => Document;

/** Compiles update operators, a replacement document or an aggregation pipeline (an array). */
export function compileUpdate(_update: Document | Document[], _options?: UpdateOptions): Update {
  throw new Error('not written yet');
}

/** Whether the update names operators ($set …) rather than a whole replacement; pipelines count as operators. */
export function hasOperators(_update: Document | Document[]): boolean {
  throw new Error('not written yet');
}

/** The document an upsert inserts: the filter's equalities, then the update; `_id` comes first and is made when absent. */
export function documentForUpsert(_filter: Document, _update: Update, _now: Date): Document {
  throw new Error('not written yet');
}
