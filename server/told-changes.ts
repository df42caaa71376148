import type { Actor } from './actor.ts';

/** A value as a list of changes says it. */
export type Told = string | number | boolean | null;

/** What one thing was before a change, and what it is after it. Never a secret; of a person no more than who reads it may see. */
export interface ToldChange {
  /** what changed: the sentence `audit.what.<what>` of the catalogues */
  what: string;
  /** of which of several: a pack's name, a measurement's key */
  of?: string;
  from: Told;
  to: Told;
  /** what kind of value it is: money in đồng, or a word (`audit.word.<value>`) */
  as?: 'money' | 'word';
}

/** Told by request: an actor is made anew for each. */
const told = new WeakMap<Actor, ToldChange[]>();

/** Tells what a change made of what was there, for the list of changes (room `audit`); what stayed as it was is no change. */
export function tellChange(actor: Actor, ...changes: readonly ToldChange[]): void {
  const changed = changes.filter(({ from, to }) => (from ?? null) !== (to ?? null));
  told.set(actor, [...(told.get(actor) ?? []), ...changed]);
}

/** What was told while this actor's request was answered. */
export const changesToldBy = (actor: Actor): readonly ToldChange[] => told.get(actor) ?? [];

/** The end of a number that is nobody else's business: `…1234`. */
export const endOfNumber = (number: string): string => `…${number.slice(-4)}`;
