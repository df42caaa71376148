import { formatDay, formatMoment } from '../format.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { pick } from '../language.ts';
import type { Cell, Rows } from '../tables.ts';
import type { IndicatorReport, IndicatorRow } from './indicators.ts';

/** Where a figure comes from, in one sentence. */
export function sourceOf({ indicator }: IndicatorRow, at: Date, language: Language): string {
  const from = sentence(language, 'reports.indicators.taken', { moment: formatMoment(at) });
  return `${pick(indicator.how, language)}. ${from}`;
}

/** The figures as a table for spreadsheets: numbers are numbers, and what is not known says so instead of a nought. */
export function indicatorTable({ periods, rows, at }: IndicatorReport, language: Language): Rows {
  const say = (key: string) => sentence(language, `reports.indicators.${key}`);
  const told = (figure: number | null): Cell => figure ?? say('unknown');
  const { value, previous, cumulated } = periods;
  const days = ({ from, to }: { from: string; to: string }) => `${formatDay(from)}–${formatDay(to)}`;
  const head = [
    say('column.id'),
    say('column.name'),
    say('column.unit'),
    `${say('column.value')} ${days(value)}`,
    `${say('column.previous')} ${days(previous)}`,
    `${say('column.cumulated')} ${days(cumulated)}`,
    say('column.denominator'),
    say('column.source'),
  ];
  return [
    head,
    ...rows.map((row): Cell[] => [
      row.indicator.id,
      pick(row.indicator.name, language),
      pick(row.indicator.unit, language),
      told(row.value),
      told(row.previous),
      told(row.cumulated),
      row.denominator,
      sourceOf(row, at, language),
    ]),
  ];
}
