import { Router } from 'express';
import { missing } from '../errors.ts';
import { dayOf, formatDay } from '../format.ts';
import { requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { listSellers, type Seller } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import type { Cell } from '../tables.ts';
import { askedQuery, readAsked } from './asked.ts';
import type { Fact, When } from './fact.ts';
import { figureText, findIndicator, type Indicator } from './indicator.ts';
import { type Filter, hasList } from './indicators.ts';
import type { Period } from './period.ts';
import { IndicatorsAsked } from './reports.schemas.ts';
import { factsBehind } from './sources.ts';
import { insideOf } from './tally.ts';

const path = '/chi-so';
const mostShown = 500;
const mostInFile = 100_000;

/** `/chi-so/{id}`: the list that a figure was counted from, by the same walk; whole as a file. */
export function indicatorListPages({ now }: Services): Router {
  const router = Router();
  for (const ending of tableEndings) {
    router.get(`${path}/:id.${ending}`, requireRole('officer'), async (request, response) => {
      const { indicator, period, lines } = await listOf(request, now(), mostInFile);
      const head = ['Ngày', 'Nội dung', 'Người bán', pick(indicator.unit, 'vi')];
      const rows = lines.map(({ day, text, seller, amount }): Cell[] => [{ day }, text, seller, amount]);
      await sendTable(response, ending, `${indicator.id}-${period.from}-${period.to}`, [head, ...rows]);
    });
  }
  return router.get(`${path}/:id`, requireRole('officer'), async (request, response) => {
    const { indicator, period, lines, words, sum, more } = await listOf(request, now(), mostShown);
    const { language } = localsOf(response);
    const query = askedQuery(period, words);
    const data = {
      figureName: pick(indicator.name, language),
      how: pick(indicator.how, language),
      period,
      sum: figureText(sum, indicator, language),
      unit: pick(indicator.unit, language),
      lines: lines.map((line) => shown(line, indicator, language)),
      more,
      backUrl: `${path}${query}`,
      files: tableEndings.map((ending) => ({ ending, url: `${path}/${indicator.id}.${ending}${query}` })),
    };
    render(response, 'reports/indicator-list', data, { title: data.figureName });
  });
}

interface Line {
  day: string;
  text: string;
  url: string | null;
  seller: string;
  amount: number;
}

const shown = ({ day, amount, ...rest }: Line, indicator: Indicator, language: Language) => ({
  ...rest,
  day: formatDay(day),
  amount: figureText(amount, indicator, language),
});

async function listOf(request: { params: object; query: object }, at: Date, most: number) {
  const { id = '' } = request.params as { id?: string };
  const indicator = findIndicator(id);
  if (!indicator || !hasList(indicator)) throw missing('indicator-not-found');
  const words = parse(IndicatorsAsked, { ...request.query }, at);
  const { period, filter } = await readAsked(words, at);
  return { indicator, period, words, ...(await gather(indicator, period, filter, { at, most })) };
}

async function gather(
  { id }: Indicator,
  period: Period,
  filter: Filter,
  { at, most }: { at: Date; most: number },
): Promise<{ lines: Line[]; sum: number; more: boolean }> {
  const sellers = new Map((await listSellers()).map((seller) => [seller.id, seller]));
  const isInside = insideOf(period);
  const lines: Line[] = [];
  let [sum, count] = [0, 0];
  for await (const fact of factsBehind(id, period, at)) {
    const seller = sellers.get(fact.sellerId ?? '');
    const amount = isInside(fact.when) ? amountOf(fact, seller?.village, filter) : null;
    if (amount === null) continue;
    sum += amount;
    count += 1;
    if (count <= most) lines.push(lineOf(fact, amount, seller));
  }
  return { lines, sum, more: count > most };
}

function lineOf({ text, url, when }: Fact, amount: number, seller: Seller | undefined): Line {
  const name = seller?.name ?? '';
  return { day: dayIn(when), text: text || name, url: url ?? ownPage(seller), seller: name, amount };
}

/** How much a fact counts for whom the figure is asked about; null: nothing. */
function amountOf(fact: Fact, village: string | undefined, filter: Filter): number | null {
  if (filter.sellerId !== undefined && fact.sellerId !== filter.sellerId) return null;
  if (filter.village !== undefined && village !== filter.village) return null;
  return filter.kind === undefined ? fact.amount : (fact.kinds.get(filter.kind) ?? null);
}

const dayIn = (when: When): string => ('at' in when ? dayOf(when.at) : when.from);
const ownPage = (seller: Seller | undefined): string | null => (seller ? `/ho/${seller.slug}` : null);
