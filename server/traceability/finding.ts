import { foldText } from '../fold.ts';

/** A result in a laboratory's report that the profile has no measurement for, in the report's own words. */
export interface Finding {
  name: string;
  /** As the report writes it: `0,02`, `< 0,01`, `Không phát hiện`. */
  value: string;
  unit: string;
  /** As the report or the rule writes it: `≤ 0,05`, `10–20`, `Không được có`. */
  limit: string | null;
  /** Which rule sets the limit. */
  source: string | null;
  /** What the report concludes; null where it says nothing. */
  conclusion: 'passed' | 'failed' | null;
}

/** A finding and nothing else that may hang on it: what is hashed, kept and shown. */
export const plainFinding = ({ name, value, unit, limit, source, conclusion }: Finding): Finding => ({
  name,
  value,
  unit,
  limit,
  source,
  conclusion,
});

export type FindingVerdict = 'within' | 'outside' | 'no-limit';

interface Edge {
  at: number;
  /** The edge itself is outside. */
  open: boolean;
}

interface Range {
  low: Edge | null;
  high: Edge | null;
}

/**
 * Whether a finding keeps to its limit. Of what we work out and what the report concludes, the graver counts: neither a slip
 * of the pen in the limit nor a friendly conclusion makes bad goods good.
 */
export function verdictOfFinding({ value, limit, conclusion }: Finding): FindingVerdict {
  const worked = limit === null ? null : compare(value, limit);
  if (conclusion === 'failed' || worked === 'outside') return 'outside';
  return worked === 'within' || conclusion === 'passed' ? 'within' : 'no-limit';
}

/** What comes of holding the value against the limit; null when one of them is no plain number. */
export function compare(value: string, limit: string): 'within' | 'outside' | null {
  if (sameText(value, limit)) return 'within';
  const range = readRange(limit);
  const amount = readAmount(value);
  if (range === null || amount === null) return null;
  const { least, most } = amount;
  if (isBelow(most, range.low) || isAbove(least, range.high)) return 'outside';
  return isBelow(least, range.low) || isAbove(most, range.high) ? null : 'within';
}

const isBelow = (value: number, edge: Edge | null): boolean =>
  edge !== null && (value < edge.at || (edge.open && value === edge.at));
const isAbove = (value: number, edge: Edge | null): boolean =>
  edge !== null && (value > edge.at || (edge.open && value === edge.at));

const sameText = (a: string, b: string): boolean =>
  foldText(a).replaceAll(/\s/g, '') === foldText(b).replaceAll(/\s/g, '');

// A unit may follow, but no power of ten: `5 x 10^3` is more than we read.
const amount = String.raw`(\d{1,9}(?:[.,]\d{1,6})?)`;
const unit = String.raw`(?!\s*[x×*^·]\s*\d)(?:\s*[^\d\s.,].*)?$`;
const upper = new RegExp(`^(?:(<=|≤|khong qua|toi da|nhieu nhat|at most)|(<|duoi|below))\\s*${amount}${unit}`);
const lower = new RegExp(`^(?:(>=|≥|it nhat|toi thieu|khong duoi|at least)|(>|tren|above))\\s*${amount}${unit}`);
const between = new RegExp(`^(?:tu\\s+|from\\s+)?${amount}\\s*(?:-|–|den|to)\\s*${amount}${unit}`);
const plain = new RegExp(`^${amount}${unit}`);

function readRange(text: string): Range | null {
  const words = foldText(text);
  const high = edgeOf(upper.exec(words));
  const low = edgeOf(lower.exec(words));
  if (high || low) return { low, high };
  const both = between.exec(words);
  const [from, to] = [numberOf(both?.[1]), numberOf(both?.[2])];
  if (from === null || to === null || from > to) return null;
  return { low: { at: from, open: false }, high: { at: to, open: false } };
}

// `< 0,01` on a report means: less than what the laboratory can measure, so anything from nothing up to it.
function readAmount(text: string): { least: number; most: number } | null {
  const words = foldText(text);
  const exact = numberOf(plain.exec(words)?.[1]);
  if (exact !== null) return { least: exact, most: exact };
  const high = edgeOf(upper.exec(words));
  const low = edgeOf(lower.exec(words));
  if (high) return { least: 0, most: high.at };
  return low && { least: low.at, most: Number.POSITIVE_INFINITY };
}

function edgeOf(match: RegExpExecArray | null): Edge | null {
  const at = numberOf(match?.[3]);
  return at === null ? null : { at, open: match?.[2] !== undefined };
}

// `1.000` is a thousand to one reader and one to another: nobody guesses. `0,001` is plain.
function numberOf(text: string | undefined): number | null {
  if (text === undefined || /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return null;
  return Number(text.replace(',', '.'));
}
