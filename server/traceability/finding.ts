import { foldText } from '../fold.ts';
import { readDecimal } from '../reading/numbers.ts';
import { factorBetween, isResultUnit } from './result-units.ts';

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
  /** As it is written behind the number; '' for none. */
  unit: string;
}

interface Amount {
  least: number;
  most: number;
  unit: string;
}

/**
 * Whether a finding keeps to its limit. Of what we work out and what the report concludes, in its column or in its words, the
 * graver counts: neither a slip of the pen in the limit nor a friendly conclusion makes bad goods good.
 */
export function verdictOfFinding({ value, unit, limit, conclusion }: Finding): FindingVerdict {
  const worked = limit === null ? null : compare(value, limit, unit);
  if (conclusion === 'failed' || worked === 'outside' || saysFailed(value)) return 'outside';
  return worked === 'within' || conclusion === 'passed' ? 'within' : 'no-limit';
}

/** Whether words say in plain language that something did not pass. */
export const saysFailed = (words: string): boolean =>
  /\b(khong|ko|chua) (dat|phu hop)\b|\bnot pass(ed)?\b|\bfail(s|ed)?\b|\bnot (conform|compl)|\bnon-?(conform|compl)/.test(
    foldText(words),
  );

/**
 * What comes of holding the value against the limit, in the limit's unit; null when one of them is no plain number or their
 * units do not convert.
 * @param unit of the value, and of the limit where that names none of its own
 */
export function compare(value: string, limit: string, unit = ''): 'within' | 'outside' | null {
  const range = readRange(limit);
  const amount = readAmount(value);
  const factor = factorOf(amount?.unit ?? '', unit, range?.unit ?? '');
  if (factor === null) return null;
  if (sameText(value, limit)) return 'within';
  return range && amount && hold(inUnit(amount.least, factor), inUnit(amount.most, factor), range);
}

function hold(least: number, most: number, { low, high }: Range): 'within' | 'outside' | null {
  if (isBelow(most, low) || isAbove(least, high)) return 'outside';
  return isBelow(least, low) || isAbove(most, high) ? null : 'within';
}

/** From the value's unit to the limit's; a unit that stands in one place only counts for both. */
function factorOf(besideValue: string, column: string, besideLimit: string): number | null {
  if (besideValue && column && factorBetween(besideValue, column) !== 1) return null;
  const from = besideValue || column;
  return from && besideLimit ? factorBetween(from, besideLimit) : 1;
}

// What a factor leaves behind in the last binary digits is no excess: 0.1 g/kg is 100 mg/kg.
const inUnit = (value: number, factor: number): number => Number((value * factor).toPrecision(12));

const isBelow = (value: number, edge: Edge | null): boolean =>
  edge !== null && (value < edge.at || (edge.open && value === edge.at));
const isAbove = (value: number, edge: Edge | null): boolean =>
  edge !== null && (value > edge.at || (edge.open && value === edge.at));

const sameText = (a: string, b: string): boolean =>
  foldText(a).replaceAll(/\s/g, '') === foldText(b).replaceAll(/\s/g, '');

// A unit may follow, but no power of ten: `5 x 10^3` is more than we read.
const amount = String.raw`(\d{1,12}(?:[.,]\d{1,9}| \d{3}(?!\d))*)`;
const unit = String.raw`(?!\s*[x×*^·]\s*\d)(?:\s*([^\d\s.,].*))?$`;
const upper = new RegExp(`^(?:(<=|≤|khong qua|toi da|nhieu nhat|at most)|(<|duoi|below))\\s*${amount}${unit}`);
const lower = new RegExp(`^(?:(>=|≥|it nhat|toi thieu|khong duoi|at least)|(>|tren|above))\\s*${amount}${unit}`);
const between = new RegExp(`^(?:tu\\s+|from\\s+)?${amount}\\s*(?:-|–|den|to)\\s*${amount}${unit}`);
const plain = new RegExp(`^${amount}${unit}`);

function readRange(text: string): Range | null {
  const words = foldText(text);
  return readBound(words) ?? readBetween(words);
}

function readBound(words: string): Range | null {
  const [atMost, atLeast] = [upper.exec(words), lower.exec(words)];
  const [high, low] = [edgeOf(atMost), edgeOf(atLeast)];
  return high || low ? { low, high, unit: unitIn((atMost ?? atLeast)?.[4]) } : null;
}

function readBetween(words: string): Range | null {
  const both = between.exec(words);
  const [from, to] = [numberOf(both?.[1]), numberOf(both?.[2])];
  if (from === null || to === null || from > to) return null;
  return { low: { at: from, open: false }, high: { at: to, open: false }, unit: unitIn(both?.[3]) };
}

// `< 0,01` on a report means: less than what the laboratory can measure, so anything from nothing up to it.
function readAmount(text: string): Amount | null {
  const words = foldText(text);
  const alone = plain.exec(words);
  const exact = numberOf(alone?.[1]);
  if (exact !== null) return { least: exact, most: exact, unit: unitIn(alone?.[2]) };
  const bound = readBound(words);
  return bound && { least: bound.low?.at ?? 0, most: bound.high?.at ?? Number.POSITIVE_INFINITY, unit: bound.unit };
}

// `≤ 10 mg/kg (QCVN 8-2)`: what stands in brackets is a remark, unless it is the unit itself.
function unitIn(behind: string | undefined): string {
  const words = (behind ?? '').trim();
  if (words === '' || isResultUnit(words)) return words;
  return words.replaceAll(/\(.*?\)/g, '').trim();
}

function edgeOf(match: RegExpExecArray | null): Edge | null {
  const at = numberOf(match?.[3]);
  return at === null ? null : { at, open: match?.[2] !== undefined };
}

// `1.000` is a thousand to one reader and one to another: nobody guesses. `0,001` and `1.250,5` are plain.
function numberOf(text: string | undefined): number | null {
  const reading = readDecimal(text ?? '');
  return 'value' in reading ? reading.value : null;
}
