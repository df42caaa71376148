import { Router } from 'express';
import { formatNumber } from '../format.ts';
import { requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { listSellers, type Seller, villagesOf } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import { askedQuery, readAsked } from './asked.ts';
import { figureText, type Indicator, percentOf } from './indicator.ts';
import { kindName, partOf } from './indicator-parts.pages.ts';
import { indicatorTable } from './indicator-tables.pages.ts';
import { countIndicators, dimensions, hasList, type IndicatorReport, type IndicatorRow } from './indicators.ts';
import { fileName } from './reports.routes.ts';
import { IndicatorsAsked } from './reports.schemas.ts';

const path = '/chi-so';

/** `/chi-so`: the figures of any period, to read, to print and for spreadsheets. */
export function indicatorPages({ now }: Services): Router {
  const router = Router().get(path, requireRole('officer'), async (request, response) => {
    const words = parse(IndicatorsAsked, { ...request.query }, now());
    const { period, filter } = await readAsked(words, now());
    const [report, sellers] = await Promise.all([countIndicators(period, filter, now()), listSellers()]);
    const { language } = localsOf(response);
    const query = askedQuery(period, words);
    render(response, 'reports/indicators', {
      period,
      periods: report.periods,
      at: report.at,
      rows: report.rows.map((row) => rowOf(row, query, language)),
      parts: dimensions.map((by) => partOf(report, by, language)).filter(({ lines }) => lines.length > 0),
      choices: choicesOf(sellers, report, language),
      defaults: { tu: period.from, den: period.to, ...words },
      files: tableEndings.map((ending) => ({ ending, url: `${path}.${ending}${query}` })),
      reportUrl: `/bao-cao/moi${query}`,
    });
  });
  for (const ending of tableEndings) {
    router.get(`${path}.${ending}`, requireRole('officer'), async (request, response) => {
      const { period, filter } = await readAsked(parse(IndicatorsAsked, { ...request.query }, now()), now());
      const report = await countIndicators(period, filter, now());
      await sendTable(response, ending, fileName(period), indicatorTable(report, localsOf(response).language));
    });
  }
  return router;
}

function rowOf(row: IndicatorRow, query: string, language: Language) {
  const { indicator, value, previous, cumulated, denominator } = row;
  const text = (figure: number | null) => told(figure, indicator, language);
  return {
    id: indicator.id,
    name: pick(indicator.name, language),
    unit: pick(indicator.unit, language),
    how: pick(indicator.how, language),
    value: text(value),
    previous: text(previous),
    cumulated: text(cumulated),
    whole: text(denominator),
    share: value !== null && denominator ? formatNumber(percentOf(value, denominator), language) : null,
    url: hasList(indicator) && value !== null ? `${path}/${indicator.id}${query}` : null,
    ...barsOf(value, previous),
  };
}

const told = (figure: number | null, indicator: Indicator, language: Language): string | null =>
  figure === null ? null : figureText(figure, indicator, language);

/** How long the bars of a period and of the one before are; the longer one is whole. */
function barsOf(value: number | null, previous: number | null) {
  const most = Math.max(value ?? 0, previous ?? 0);
  return { bar: barOf(value, most), barBefore: barOf(previous, most) };
}

/** Of a hundred. */
const barOf = (figure: number | null, most: number): number =>
  most === 0 ? 0 : Math.round(((figure ?? 0) / most) * 100);

function choicesOf(sellers: readonly Seller[], { groups }: IndicatorReport, language: Language) {
  return {
    villages: villagesOf(sellers).map((village) => ({ value: village, title: village })),
    kinds: groups.kind.map(({ key }) => ({ value: key, title: kindName(key, language) })),
    sellers: sellers.map(({ slug, name }) => ({ value: slug, title: name })),
  };
}
