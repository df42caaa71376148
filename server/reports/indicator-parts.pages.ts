import { findProfile } from '../catalog/profiles.ts';
import { formatDay } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { inEach, type Language, localeOf, pick } from '../language.ts';
import { type Bar, columnsOf, type Drawing, isDrawn, longestOf, rowsOf } from './chart.ts';
import { figureText, findIndicator, type Indicator } from './indicator.ts';
import { brokenDown, type Dimension, type Group, type IndicatorReport } from './indicators.ts';

/** A chart of one figure, in words for who does not see it. */
interface Chart {
  id: string;
  title: string;
  desc: string;
  drawing: Drawing;
}

const mostRows = 10;

/** The figures by month, village, kind of goods or seller: a table, and a chart of each figure beside it. */
export function partOf(report: IndicatorReport, by: Dimension, language: Language) {
  const own = report.groups[by];
  const columns = brokenDown.flatMap((id) => findIndicator(id) ?? []);
  return {
    by,
    isInTime: by === 'month',
    heads: columns.map(({ name }) => ({ name: pick(name, language) })),
    lines: own.map((group) => ({
      name: nameIn(group, by, language),
      cells: columns.map((indicator) => ({ text: told(group.figures[indicator.id] ?? null, indicator, language) })),
    })),
    charts: columns.flatMap((indicator) => chartOf(report, { by, indicator, language }) ?? []),
  };
}

interface Drawn {
  by: Dimension;
  indicator: Indicator;
  language: Language;
}

function chartOf(report: IndicatorReport, { by, indicator, language }: Drawn): Chart | null {
  const bars = report.groups[by].map((group): Bar => {
    const figure = group.figures[indicator.id] ?? null;
    const isBeside = by === 'month' && !isInPeriod(group, report);
    return { name: nameIn(group, by, language), figure, text: told(figure, indicator, language), isBeside };
  });
  if (!isDrawn(bars)) return null;
  return {
    id: `${by}-${indicator.id}`,
    title: `${pick(indicator.name, language)} (${pick(indicator.unit, language)})`,
    desc: inWords(bars, language),
    drawing: by === 'month' ? inTime(bars, language) : inRows(bars, indicator, language),
  };
}

const isInPeriod = ({ key }: Group, { periods: { value } }: IndicatorReport): boolean =>
  key >= value.from.slice(0, 7) && key <= value.to.slice(0, 7);

const inTime = (bars: readonly Bar[], language: Language): Drawing =>
  columnsOf(
    bars,
    (figure) => (shortNumbers[language] ?? shortNumbers.vi).format(figure),
    bars.map(({ name }) => String(Number(name.slice(0, 2)))),
  );

const inRows = (bars: readonly Bar[], indicator: Indicator, language: Language): Drawing =>
  rowsOf(
    longestOf(bars, mostRows, {
      name: (count) => sentence(language, 'reports.chart.rest', { count: String(count) }),
      text: (figure) => figureText(figure, indicator, language),
    }),
  );

/** `1,2 Tr`, `35 N`: for axes. */
const shortNumbers = inEach(
  (language) => new Intl.NumberFormat(localeOf(language), { notation: 'compact', maximumSignificantDigits: 3 }),
);

function inWords(bars: readonly Bar[], language: Language): string {
  const known = bars.filter(({ figure }) => figure !== null).toSorted((a, b) => (a.figure ?? 0) - (b.figure ?? 0));
  const [least, most] = [known[0], known.at(-1)];
  return sentence(language, 'reports.chart.desc', {
    count: String(known.length),
    most: `${most?.name}: ${most?.text}`,
    least: `${least?.name}: ${least?.text}`,
  });
}

const told = (figure: number | null, indicator: Indicator, language: Language): string | null =>
  figure === null ? null : figureText(figure, indicator, language);

function nameIn({ key, name }: Group, by: Dimension, language: Language): string {
  if (by === 'month') return formatDay(key);
  return by === 'kind' ? kindName(name, language) : name;
}

export const kindName = (kind: string, language: Language): string => {
  const profile = findProfile(kind);
  return profile ? pick(profile.name, language) : kind;
};
