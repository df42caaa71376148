import { endOf, type Period, startOf } from './period.ts';

/** When it counts: at an instant (what happened), or from one day to another (what was there; null: still). */
export type When = { at: Date } | { from: string; to: string | null };

/** One thing that a figure is counted from. The figures and the lists behind them are made of the same facts. */
export interface Fact {
  /** of the catalogue */
  id: string;
  sellerId: string | null;
  when: When;
  /** how much it counts for in the whole */
  amount: number;
  /** how much of it for each kind of goods; empty where it has no kind */
  kinds: ReadonlyMap<string, number>;
  /** facts that say the same here count once in a period */
  once?: string;
  /** how people know it, and where it is looked at */
  text: string;
  url: string | null;
}

/** The span that facts are asked for: days, both counted, and the same as instants (`until` no longer in it). */
export interface Span extends Period {
  since: Date;
  until: Date;
}

export const spanOf = (period: Period): Span => ({ ...period, since: startOf(period.from), until: endOf(period) });

/** Facts of one or several figures. */
export type FactSource = (span: Span) => AsyncGenerator<Fact>;

/** For one period: whether a fact counts in it; what counts once there does so the first time. */
export function eachOnce(): (fact: Fact) => boolean {
  const seen = new Set<string>();
  return ({ id, once }) => {
    if (once === undefined) return true;
    const before = seen.size;
    return seen.add(`${id} ${once}`).size > before;
  };
}

export const oneKind = (kind: string | null, amount = 1): ReadonlyMap<string, number> =>
  new Map(kind === null ? [] : [[kind, amount]]);

export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group) group.push(thing);
    else groups.set(keyOf(thing), [thing]);
  }
  return groups;
}
