import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { formatPhone } from '../identity/phone.ts';
import type { Language } from '../language.ts';
import { listOrders, type Order, orderBadge } from '../orders/orders.ts';
import { type CallOutcome, outcomesOf } from '../orders/recall-calls.ts';
import type { Services } from '../services.ts';
import type { Rows } from '../tables.ts';
import { getBatch } from '../traceability/batches.ts';
import { getRecall } from '../traceability/recall-book.ts';
import { scopedBatches } from '../traceability/recall-scope.ts';
import { sellersOfSources } from '../traceability/recall-sources.ts';
import { type Names, sellerNames } from './names.ts';
import { AskedOrders } from './recall-pages.schemas.ts';

const path = '/thu-hoi/don';
const aPage = 50;
/** So many rows as a spreadsheet of a commune ever needs; with more the file would take the program's memory. */
const mostInFile = 20_000;
const who = requireRole('cooperative', 'officer');

/**
 * `/thu-hoi/don`, also as a file for spreadsheets: order by order what a recall reaches, before it is spoken (`lo`, `nguon`) and
 * after (`lenh`, with who has been told). Buyers' names and phones stand there for who sold to them alone.
 */
export function recallOrderPages({ now }: Services): Router {
  const router = Router().get(path, who, show);
  for (const ending of tableEndings) {
    router.get(`${path}.${ending}`, who, async (request, response) => {
      const reached = await reachedBy(request, mostInFile);
      await sendTable(response, ending, `don-thu-hoi-${dayOf(now())}`, tableOf(reached, localsOf(response).language));
    });
  }
  return router;
}

async function show(request: Request, response: Response): Promise<void> {
  const { orders, title, query, ...words } = await reachedBy(request, aPage + 1);
  const last = orders.length > aPage ? orders[aPage - 1] : undefined;
  render(response, 'desk/recall-orders', {
    title,
    back: backOf(query),
    orders: orders.slice(0, aPage).map((order) => present(order, words)),
    files: tableEndings.map((ending) => ({ ending, url: `${path}.${ending}?${query.toString()}` })),
    previousUrl: null,
    nextUrl: last ? `${path}?${query.toString()}&sau=${last.number}` : null,
  });
}

interface Reached {
  orders: Order[];
  /** Lots of the batches that the recall reaches, by code. */
  lots: ReadonlyMap<string, string>;
  sellers: Names;
  outcomes: ReadonlyMap<string, CallOutcome>;
  title: string;
  query: URLSearchParams;
}

async function reachedBy(request: Request, limit: number): Promise<Reached> {
  const actor = actorOf(request);
  const asked = parse(AskedOrders, { ...request.query });
  const { sources, title, recallId, query } = await askedFor(actor, asked);
  const batches = await scopedBatches(sources);
  const batchCodes = batches.map(({ code }) => code);
  const orders = await listOrders(actor, { batchCodes, limit, ...(asked.sau && { after: asked.sau }) });
  const numbers = orders.map(({ number }) => number);
  return {
    orders,
    lots: new Map(batches.map(({ code, lot }) => [code, lot])),
    sellers: await sellerNames(orders.map(({ sellerId }) => sellerId)),
    outcomes: recallId === null ? new Map() : await outcomesOf(recallId, numbers),
    title,
    query,
  };
}

/** What is called back, or may be, as the address names it. @throws what the pages that lead here throw */
async function askedFor(actor: Actor, { lenh, lo, nguon, theo, ten = '' }: z.output<typeof AskedOrders>) {
  if (lenh !== undefined) {
    const { id, sources, title } = await getRecall(actor, lenh);
    return { sources, title, recallId: id, query: new URLSearchParams({ lenh: id }) };
  }
  if (lo !== undefined) {
    const { code, lot } = await getBatch(actor, lo);
    return { sources: [code], title: lot, recallId: null, query: new URLSearchParams({ lo: code }) };
  }
  await sellersOfSources(actor, nguon);
  const query = new URLSearchParams({ theo, ten, nguon: nguon.join(',') });
  return { sources: nguon, title: ten, recallId: null, query };
}

const backOf = (query: URLSearchParams): string => {
  const [recall, batch] = [query.get('lenh'), query.get('lo')];
  if (recall !== null) return `/thu-hoi/lenh/${recall}`;
  return batch === null ? `/thu-hoi/pham-vi?${query.toString()}` : `/lo/${batch}/thu-hoi`;
};

type Words = Pick<Reached, 'lots' | 'sellers' | 'outcomes'>;

const present = (order: Order, { lots, sellers, outcomes }: Words) => ({
  number: order.number,
  url: `/don/${order.number}`,
  badge: orderBadge(order),
  totalVnd: order.totalVnd,
  placedAt: order.placedAt,
  seller: sellers.get(order.sellerId) ?? '',
  outcome: outcomes.get(order.number) ?? null,
  buyer: order.buyer && {
    name: order.buyer.name,
    phone: order.buyer.phone,
    phoneText: formatPhone(order.buyer.phone),
  },
  packs: packsOf(order, lots),
});

/** Those of an order's lines that took packs of what is called back, lot by lot. */
const packsOf = ({ items }: Order, lots: ReadonlyMap<string, string>) =>
  items.flatMap(({ name, packName, taken }) =>
    taken.flatMap(({ batchCode, quantity }) => {
      const lot = lots.get(batchCode);
      return lot === undefined ? [] : [{ name, packName, quantity, lot }];
    }),
  );

const columns = ['number', 'state', 'day', 'total', 'goods', 'lots', 'seller', 'buyer', 'phone', 'told'] as const;

function tableOf({ orders, ...words }: Reached, language: Language): Rows {
  const say = (key: string) => sentence(language, key);
  const rows = orders.map((order) => present(order, words));
  return [
    columns.map((key) => say(`desk.recall-orders.column.${key}`)),
    ...rows.map(({ packs, ...row }) => [
      row.number,
      say(row.badge.says),
      row.placedAt === null ? null : { day: dayOf(row.placedAt) },
      row.totalVnd,
      packs.map(({ name, packName, quantity }) => `${quantity} × ${name}, ${packName}`).join('; '),
      [...new Set(packs.map(({ lot }) => lot))].join(', '),
      row.seller,
      row.buyer?.name ?? null,
      row.buyer?.phone ?? null,
      row.outcome && say(`desk.recall-orders.outcome.${row.outcome}`),
    ]),
  ];
}
