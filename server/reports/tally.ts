import { eachOnce, type Fact, type When } from './fact.ts';
import { endOf, type Period, startOf } from './period.ts';

/** The periods that each figure is told for. */
export const columns = ['value', 'previous', 'cumulated'] as const;
export type Column = (typeof columns)[number];

/** Whose figures are wanted; nothing means everybody's. */
export interface Among {
  sellerIds?: ReadonlySet<string> | undefined;
  kind?: string | undefined;
}

interface Cell {
  sellerId: string | null;
  /** null: all kinds together */
  kind: string | null;
  /** by the period's name */
  sums: Record<string, number>;
}

/** Sums of facts by figure, seller, kind and period: as large as there are sellers and kinds, however many facts come. */
export class Tally {
  readonly #cells = new Map<string, Map<string, Cell>>();
  readonly #periods: readonly { name: string; isInside: (when: When) => boolean; counts: (fact: Fact) => boolean }[];

  constructor(periods: Readonly<Record<string, Period>>) {
    this.#periods = Object.entries(periods).map(([name, period]) => ({
      name,
      isInside: insideOf(period),
      counts: eachOnce(),
    }));
  }

  /** Adds a fact to every period that it lies in. */
  add(fact: Fact): void {
    const inside = this.#periods
      .filter(({ isInside, counts }) => isInside(fact.when) && counts(fact))
      .map(({ name }) => name);
    if (inside.length === 0) return;
    this.#addTo(fact, null, fact.amount, inside);
    for (const [kind, amount] of fact.kinds) this.#addTo(fact, kind, amount, inside);
  }

  sum(id: string, period: string, { sellerIds, kind }: Among = {}): number {
    const isMeant = (cell: Cell): boolean =>
      cell.kind === (kind ?? null) && (sellerIds?.has(cell.sellerId ?? '') ?? true);
    let sum = 0;
    for (const cell of this.#cells.get(id)?.values() ?? []) if (isMeant(cell)) sum += cell.sums[period] ?? 0;
    return sum;
  }

  #addTo({ id, sellerId }: Fact, kind: string | null, amount: number, inside: readonly string[]): void {
    const cells = this.#cells.get(id) ?? new Map<string, Cell>();
    this.#cells.set(id, cells);
    const key = `${sellerId} ${kind}`;
    const cell = cells.get(key) ?? { sellerId, kind, sums: {} };
    cells.set(key, cell);
    for (const name of inside) cell.sums[name] = (cell.sums[name] ?? 0) + amount;
  }
}

/** Whether something counts in a period: it happened in it, or was there on its last day. */
export function insideOf(period: Period): (when: When) => boolean {
  const [start, end] = [startOf(period.from).getTime(), endOf(period).getTime()];
  return (when) => {
    if (!('at' in when)) return when.from <= period.to && (when.to === null || when.to >= period.to);
    const at = when.at.getTime();
    return at >= start && at < end;
  };
}
