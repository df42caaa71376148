import { type GoodsFigures, goodsFigures } from '../catalog/goods-figures.ts';
import { listSellers, type Seller } from '../identity/sellers.ts';
import { findIndicator, type Indicator, indicators, percentOf } from './indicator.ts';
import { lastMonths, type Period, periodBefore, yearSoFar } from './period.ts';
import { factsIn, type KnownSince, knownSince } from './sources.ts';
import { type Among, type Column, Tally } from './tally.ts';
import type { TypedFigureRecord } from './typed-figure.ts';
import { figuresInForce, typedFor } from './typed-figures.ts';

/** Whose figures are wanted; nothing means the whole commune's. */
export interface Filter {
  village?: string | undefined;
  kind?: string | undefined;
  sellerId?: string | undefined;
}

/** One figure; null where nothing is known, which is not nought. */
export interface IndicatorRow extends Record<Column, number | null> {
  indicator: Indicator;
  /** the whole that the value is a part of */
  denominator: number | null;
}

/** What month or what part of the commune a line of a breakdown is about, with its figures by the indicators' ids. */
export interface Group {
  key: string;
  name: string;
  /** null where nothing is known */
  figures: Record<string, number | null>;
}

export interface IndicatorReport {
  periods: Record<Column, Period>;
  rows: IndicatorRow[];
  groups: Record<Dimension, Group[]>;
  /** when it was counted */
  at: Date;
}

export const dimensions = ['month', 'village', 'kind', 'seller'] as const;
export type Dimension = (typeof dimensions)[number];

/** The figures that are told for months and for parts of the commune too: all of them things that happened, so that they add up. */
export const brokenDown = ['E3', 'E3-value', 'P1', 'T2', 'T2-scans'] as const;

/** All figures of a period, of the one before, since 1 January and of twelve months, counted in one walk through what happened. */
export async function countIndicators(period: Period, filter: Filter, at: Date): Promise<IndicatorReport> {
  const periods = { value: period, previous: periodBefore(period), cumulated: yearSoFar(period) };
  const [goods, sellers, typed] = await Promise.all([goodsFigures(), listSellers(), figuresInForce()]);
  const months = Object.fromEntries(lastMonths(period.to, 12).map((month) => [month.from.slice(0, 7), month]));
  const all = { ...periods, ...months };
  const [tally, known] = await Promise.all([countAll(all, period.to, at, goods), knownSince(goods)]);
  const among = amongOf(filter, sellers);
  return {
    periods,
    rows: rowsOf({ periods, tally, known, typed: among ? [] : typed, among: among ?? {} }),
    groups: {
      month: Object.keys(months).map((month) => groupIn({ periods: all, tally, known }, month, among ?? {})),
      ...groupsOf({ periods, tally, known }, sellers, [...new Set(goods.map(({ kind }) => kind))]),
    },
    at,
  };
}

async function countAll(
  periods: Readonly<Record<string, Period>>,
  to: string,
  at: Date,
  goods: readonly GoodsFigures[],
): Promise<Tally> {
  const tally = new Tally(periods);
  const from = Object.values(periods)
    .map((period) => period.from)
    .reduce((first, other) => (other < first ? other : first));
  for await (const fact of factsIn({ from, to }, goods, at)) tally.add(fact);
  return tally;
}

type Counting = Pick<Counted, 'periods' | 'tally' | 'known'>;

interface Counted {
  periods: Readonly<Record<string, Period>>;
  tally: Tally;
  known: KnownSince;
  typed: readonly TypedFigureRecord[];
  among: Among;
}

/** A month's figures. */
const groupIn = (counted: Counting, month: string, among: Among): Group => ({
  key: month,
  name: month,
  figures: figuresIn({ ...counted, among }, month),
});

const figuresIn = (counted: Omit<Counted, 'typed'>, name: string): Group['figures'] =>
  Object.fromEntries(brokenDown.map((id) => [id, ownOf(counted, id, name)]));

const rowsOf = (counted: Counted): IndicatorRow[] =>
  indicators.map((indicator) => ({
    indicator,
    value: valueOf(counted, indicator, 'value'),
    previous: valueOf(counted, indicator, 'previous'),
    cumulated: valueOf(counted, indicator, 'cumulated'),
    denominator: denominatorOf(counted, indicator),
  }));

function valueOf(counted: Counted, indicator: Indicator, column: Column): number | null {
  const { counts, part, of, typedOnly, plus } = indicator;
  if (counts === 'share') return shareOf(counted, part, of, column);
  if (typedOnly) return typedOf(counted, typedOnly, column);
  const own = ownOf(counted, indicator.id, column);
  const added = plus === undefined ? null : typedOf(counted, plus, column);
  return own === null && added === null ? null : (own ?? 0) + (added ?? 0);
}

function shareOf(counted: Counted, part: string | undefined, of: string | undefined, column: Column): number | null {
  const row = findIndicator(part ?? '');
  const value = row ? valueOf(counted, row, column) : null;
  const whole = of === undefined ? null : typedOf(counted, of, column);
  return value === null || !whole ? null : percentOf(value, whole);
}

function denominatorOf(counted: Counted, { of, ofRow, ofSum }: Indicator): number | null {
  if (of !== undefined) return typedOf(counted, of, 'value');
  if (ofRow !== undefined) return ownOf(counted, ofRow, 'value');
  if (ofSum === undefined) return null;
  const parts = ofSum.map((one) =>
    findIndicator(one) ? ownOf(counted, one, 'value') : typedOf(counted, one, 'value'),
  );
  return parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

function ownOf({ tally, known, periods, among }: Omit<Counted, 'typed'>, id: string, name: string): number | null {
  const [since, period] = [known(id), periods[name]];
  return since === null || !period || period.to < since ? null : tally.sum(id, name, among);
}

function typedOf({ typed, periods }: Counted, key: string, column: Column): number | null {
  const period = periods[column];
  return period ? typedFor(typed, key, period) : null;
}

function amongOf({ village, kind, sellerId }: Filter, sellers: readonly Seller[]): Among | null {
  if (village === undefined && kind === undefined && sellerId === undefined) return null;
  const wanted = sellers.filter(
    (seller) => (village === undefined || seller.village === village) && (sellerId ?? seller.id) === seller.id,
  );
  const everybody = village === undefined && sellerId === undefined;
  return { kind, ...(!everybody && { sellerIds: new Set(wanted.map(({ id }) => id)) }) };
}

function groupsOf(
  counted: Counting,
  sellers: readonly Seller[],
  kinds: readonly string[],
): Record<Exclude<Dimension, 'month'>, Group[]> {
  const villages = [...new Set(sellers.map(({ village }) => village))];
  const inVillage = (village: string) =>
    new Set(sellers.filter((seller) => seller.village === village).map(({ id }) => id));
  const group = (key: string, name: string, among: Among): Group => ({
    key,
    name,
    figures: figuresIn({ ...counted, among }, 'value'),
  });
  const told = (groups: Group[]) =>
    groups.filter(({ figures }) => Object.values(figures).some((figure) => (figure ?? 0) > 0));
  return {
    village: told(villages.map((village) => group(village, village, { sellerIds: inVillage(village) }))),
    kind: told(kinds.map((kind) => group(kind, kind, { kind }))),
    seller: told(sellers.map(({ id, name }) => group(id, name, { sellerIds: new Set([id]) }))),
  };
}

/** Whether the list behind a figure can be opened: what was only typed, or is a share, has none. */
export const hasList = ({ counts, typedOnly }: Indicator): boolean => counts !== 'share' && typedOnly === undefined;
