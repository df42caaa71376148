import { eachOnce, type Fact, type When } from './fact.ts';
import { endOf, type Period, startOf } from './period.ts';

/** The periods that each figure is told for. */
export const columns = ['value', 'previous', 'cumulated'] as const;
export type Column = (typeof columns)[number];
export type Sums = Record<Column, number>;

/** Whose figures are wanted; nothing means everybody's. */
export interface Among {
  sellerIds?: ReadonlySet<string> | undefined;
  kind?: string | undefined;
}

interface Cell extends Sums {
  sellerId: string | null;
  /** null: all kinds together */
  kind: string | null;
}

/** Sums of facts by figure, seller, kind and period: as large as there are sellers and kinds, however many facts come. */
export class Tally {
  readonly #cells = new Map<string, Map<string, Cell>>();
  readonly #periods: readonly { column: Column; isInside: (when: When) => boolean; counts: (fact: Fact) => boolean }[];

  constructor(periods: Record<Column, Period>) {
    this.#periods = columns.map((column) => ({ column, isInside: insideOf(periods[column]), counts: eachOnce() }));
  }

  /** Adds a fact to every period that it lies in, or to one of them alone. */
  add(fact: Fact, only?: Column): void {
    const inside = this.#periods
      .filter(({ column, isInside }) => (only ? column === only : isInside(fact.when)))
      .filter(({ counts }) => counts(fact))
      .map(({ column }) => column);
    if (inside.length === 0) return;
    this.#addTo(fact, null, fact.amount, inside);
    for (const [kind, amount] of fact.kinds) this.#addTo(fact, kind, amount, inside);
  }

  sum(id: string, column: Column, { sellerIds, kind }: Among = {}): number {
    let sum = 0;
    for (const cell of this.#cells.get(id)?.values() ?? []) {
      if (cell.kind !== (kind ?? null)) continue;
      if (sellerIds && !sellerIds.has(cell.sellerId ?? '')) continue;
      sum += cell[column];
    }
    return sum;
  }

  #addTo({ id, sellerId }: Fact, kind: string | null, amount: number, inside: readonly Column[]): void {
    const cells = this.#cells.get(id) ?? new Map<string, Cell>();
    this.#cells.set(id, cells);
    const key = `${sellerId} ${kind}`;
    const cell = cells.get(key) ?? { sellerId, kind, value: 0, previous: 0, cumulated: 0 };
    cells.set(key, cell);
    for (const column of inside) cell[column] += amount;
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
