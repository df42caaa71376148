import { Router } from 'express';
import { findProfile } from '../catalog/profiles.ts';
import { formatMoney, formatNumber } from '../format.ts';
import { requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { listSellers, type Seller } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import { askedQuery, readAsked } from './asked.ts';
import { findIndicator, indicators } from './indicator.ts';
import { indicatorTable } from './indicator-tables.pages.ts';
import {
  brokenDown,
  countIndicators,
  dimensions,
  type Group,
  hasList,
  type IndicatorReport,
  type IndicatorRow,
} from './indicators.ts';
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
      parts: dimensions.map((by) => ({ by, ...partOf(report, by, language) })).filter(({ lines }) => lines.length > 0),
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

/** A figure as it is read; null where nothing is known. */
export const figureText = (figure: number | null, unit: string, language: Language): string | null => {
  if (figure === null) return null;
  return unit === 'đồng' ? formatMoney(figure) : formatNumber(figure, language);
};

function rowOf(row: IndicatorRow, query: string, language: Language) {
  const { indicator, value, previous, cumulated, denominator } = row;
  const told = (figure: number | null) => figureText(figure, indicator.unit.vi, language);
  return {
    id: indicator.id,
    name: pick(indicator.name, language),
    unit: pick(indicator.unit, language),
    how: pick(indicator.how, language),
    value: told(value),
    previous: told(previous),
    cumulated: told(cumulated),
    whole: told(denominator),
    share: value !== null && denominator ? formatNumber(Math.round((value / denominator) * 1000) / 10, language) : null,
    url: hasList(indicator) && value !== null ? `${path}/${indicator.id}${query}` : null,
    ...barsOf(value, previous),
  };
}

/** How long the bars of a period and of the one before are, of a hundred; the longer one is whole. */
function barsOf(value: number | null, previous: number | null) {
  const most = Math.max(value ?? 0, previous ?? 0);
  const length = (figure: number | null) => (most === 0 ? 0 : Math.round(((figure ?? 0) / most) * 100));
  return { bar: length(value), barBefore: length(previous) };
}

function partOf({ groups }: IndicatorReport, by: (typeof dimensions)[number], language: Language) {
  const own = groups[by];
  const heads = brokenDown.map((id) => ({ id, name: pick(findIndicator(id)?.name ?? { vi: id, en: id }, language) }));
  return { heads, lines: own.map((group) => lineOf(group, own, by === 'kind', language)) };
}

function lineOf({ name, figures }: Group, all: readonly Group[], isKind: boolean, language: Language) {
  const cells = brokenDown.map((id) => {
    const figure = figures[id] ?? null;
    const unit = indicators.find((one) => one.id === id)?.unit.vi ?? '';
    const most = Math.max(...all.map((group) => group.figures[id] ?? 0));
    return { text: figureText(figure, unit, language), bar: most === 0 ? 0 : Math.round(((figure ?? 0) / most) * 100) };
  });
  return { name: isKind ? kindName(name, language) : name, cells };
}

const kindName = (kind: string, language: Language): string => {
  const profile = findProfile(kind);
  return profile ? pick(profile.name, language) : kind;
};

function choicesOf(sellers: readonly Seller[], { groups }: IndicatorReport, language: Language) {
  const villages = [...new Set(sellers.map(({ village }) => village))].sort(new Intl.Collator('vi').compare);
  return {
    villages: villages.map((village) => ({ value: village, title: village })),
    kinds: groups.kind.map(({ key }) => ({ value: key, title: kindName(key, language) })),
    sellers: sellers.map(({ slug, name }) => ({ value: slug, title: name })),
  };
}
