import type { Actor } from './actor.ts';

/** One kind of thing that waits for a person, for their list "Cần làm" (decision 0028). */
export interface Waiting {
  /** The sentence `waiting.<key>` of the catalogues says it, with `n`. */
  key: string;
  /** A true count: never cut off at a page's length. */
  count: number;
  /** Where something can be done about it. */
  url: string;
}

/** A room's door to that list: what waits there for this person, nothing with count 0 needs to be left out. */
export type WaitingDoor = (actor: Actor, at: Date) => Promise<Waiting[]>;
