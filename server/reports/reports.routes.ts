import { type Request, type Response, Router } from 'express';
import { admitAsker, type Endpoint, endpoint, queryOf } from '../http/endpoint.ts';
import { actorOf, everybody } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { pick } from '../language.ts';
import { holderOfIndicatorsKey } from '../payments/stripe/key-holder.ts';
import type { Services } from '../services.ts';
import { indicatorTable, sourceOf } from './indicator-tables.pages.ts';
import { countIndicators, type IndicatorReport } from './indicators.ts';
import { type Period, requirePeriod } from './period.ts';
import { BookQuery, IndicatorsQuery, IndicatorsView, RevenueBookView, SellerParams } from './reports.schemas.ts';
import { draftDocx } from './reports.ts';
import { sendDocx } from './reports-made.pages.ts';
import { getRevenueBook, type RevenueBook } from './revenue-book.ts';
import { revenueTable } from './revenue-form.ts';

/** The commune's figures, for the officer and for programs of the province with a key of their own. */
export const reportsEndpoints = (_services: Services): Endpoint[] => [indicators, revenueBook];

const indicators = endpoint({
  method: 'get',
  path: '/indicators',
  summary: "The commune's figures of a period, of the one before, and since 1 January; null where nothing is known",
  tag: 'reports',
  who: ['officer'],
  keyHolder: holderOfIndicatorsKey,
  query: IndicatorsQuery,
  answer: IndicatorsView,
  problems: ['mistakes', 'api-key-wrong', 'api-too-many-keys', 'api-key-rate'],
  handle: async ({ query, at, language }) => {
    const { from, to, ...filter } = query;
    const report = await countIndicators(requirePeriod({ from, to }), filter, at);
    const rows = report.rows.map((row) => ({
      id: row.indicator.id,
      name: pick(row.indicator.name, language),
      unit: pick(row.indicator.unit, language),
      value: row.value,
      previous: row.previous,
      cumulated: row.cumulated,
      ...(row.denominator !== null && { denominator: row.denominator }),
      source: sourceOf(row, at, language),
    }));
    return { from, to, rows };
  },
});

const revenueBook = endpoint({
  method: 'get',
  path: '/sellers/{id}/revenue-book',
  summary:
    "A seller's book of revenue of some days, form S1a-HKD: by the day goods were handed over, what came back taken off",
  tag: 'reports',
  who: everybody,
  params: SellerParams,
  query: BookQuery,
  answer: RevenueBookView,
  problems: ['mistakes', 'seller-not-found'],
  handle: async ({ actor, params, query }) => {
    const { lines, totalVnd, meter } = await getRevenueBook(actor, params.id, requirePeriod(query));
    return {
      sellerId: params.id,
      ...query,
      lines,
      totalVnd,
      yearVnd: meter?.yearVnd ?? null,
      untaxedVnd: meter?.untaxedVnd ?? null,
    };
  },
});

/** `/indicators.xlsx`, `.csv` and `.docx`, below /api/v1. */
export function reportFiles({ now }: Services): Router {
  const router = Router();
  router.get('/indicators.docx', async (request, response) => {
    const report = await askedReport(request, response, now());
    sendDocx(response, fileName(report.periods.value), await draftDocx(report));
  });
  for (const ending of tableEndings) {
    router.get(`/indicators.${ending}`, async (request, response) => {
      const report = await askedReport(request, response, now());
      const table = indicatorTable(report, localsOf(response).language);
      await sendTable(response, ending, fileName(report.periods.value), table);
    });
    router.get(`/sellers/:id/revenue-book.${ending}`, async (request, response) => {
      const actor = actorOf(request);
      const { id } = parse(SellerParams, { ...request.params });
      const book = await getRevenueBook(actor, id, requirePeriod(parse(BookQuery, queryOf(request))));
      await sendTable(response, ending, bookName(book), revenueTable(book));
    });
  }
  return router;
}

export const bookName = ({ seller, period }: RevenueBook): string =>
  `so-doanh-thu-${seller.slug}-${period.from}-${period.to}`;

export const fileName = ({ from, to }: Period): string => `chi-so-${from}-${to}`;

async function askedReport(request: Request, response: Response, at: Date): Promise<IndicatorReport> {
  await admitAsker(indicators, request, response);
  const { from, to, ...filter } = parse(IndicatorsQuery, queryOf(request));
  return countIndicators(requirePeriod({ from, to }), filter, at);
}
