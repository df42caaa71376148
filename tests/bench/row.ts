/** One line of a benchmark's table. */
export interface Row {
  name: string;
  /** How it compares with what its name says; what "good" means stands in `bar`. */
  ratio: number;
  bar: string;
  /** null: it could not be measured here. */
  isMet: boolean | null;
  /** The figures behind the ratio. */
  detail: string;
}

export const atMost = (name: string, ratio: number, most: number, detail: string): Row => ({
  name,
  ratio,
  bar: `≤ ${most}`,
  isMet: ratio <= most,
  detail,
});

export const atLeast = (name: string, ratio: number, least: number, detail: string): Row => ({
  name,
  ratio,
  bar: `≥ ${least}`,
  isMet: ratio >= least,
  detail,
});

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
