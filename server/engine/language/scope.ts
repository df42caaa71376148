import type { Document } from './values.ts';

/** What a query knows besides the document: the moment it started ($$NOW) and its variables (`let`). */
export interface Scope {
  now: Date;
  variables: Document;
}

export const noScope = (): Scope => ({ now: new Date(), variables: {} });
