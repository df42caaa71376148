import type { Index } from '../keep/index-spec.ts';
import type { Document } from '../language/values.ts';
import type { KeyRange } from './key-ranges.ts';

/** How the documents are found. The filter is applied to each of them afterwards, so ranges may hold too much, never too little. */
export interface Plan {
  /** null: the whole collection is looked through. */
  index: Index | null;
  /** Keys to look at, in key order. */
  ranges: KeyRange[];
  reverse: boolean;
  /** Documents come in the order that was asked for; else they must be sorted in memory. */
  sorted: boolean;
  /** The one document that a key leads to is what was asked for: it need not be held against the filter. */
  isExact?: boolean;
  /** For `$or`: the plans whose documents are looked at instead, one after the other; `index` is the first one's. */
  branches: Plan[];
}

export interface Question {
  filter: Document;
  sort?: Document | undefined;
  /** The index that the client asks for: its name, its key pattern or `{ $natural: 1 }`. */
  hint?: unknown;
}
