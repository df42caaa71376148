import { Router } from 'express';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { dayOf, formatMoney } from '../format.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole, sellers } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { findSellerBySlug, getSeller, listSellers, type Seller, sellersActedFor } from '../identity/sellers.ts';
import { formSheetPdf } from '../press/form-sheet.ts';
import type { Services } from '../services.ts';
import { monthsBefore, type Period, requirePeriod } from './period.ts';
import { bookName } from './reports.routes.ts';
import { BookAsked, OutsideRevenueForm, TaxCodeForm } from './reports.schemas.ts';
import { addOutsideRevenue, getRevenueBook, setTaxCode, takeBackRevenue } from './revenue-book.ts';
import { revenueSheet, revenueTable } from './revenue-form.ts';

const path = '/so-doanh-thu';
const view = 'reports/revenue-book';

/** `/so-doanh-thu?ho=slug&tu=&den=`: a seller's book of revenue, to read, to print, and to add what was sold elsewhere. */
export function revenueBookPages({ now }: Services): Router {
  const router = Router();
  router.get(`${path}.pdf`, requireRole(...everybody), async (request, response) => {
    const { book } = await bookAsked(actorOf(request), request.query, now());
    response.setHeader('Cache-Control', 'private, no-store');
    response.type('application/pdf').send(await formSheetPdf(revenueSheet(book, now())));
  });
  for (const ending of tableEndings)
    router.get(`${path}.${ending}`, requireRole(...everybody), async (request, response) => {
      const { book } = await bookAsked(actorOf(request), request.query, now());
      await sendTable(response, ending, bookName(book), revenueTable(book));
    });
  return router.use(adding(), taxCode(), takingBack());
}

const adding = (): Router =>
  formPage({
    path,
    who: everybody,
    schema: OutsideRevenueForm,
    view,
    load,
    submit: async ({ actor, body, at, requestId, request }) => {
      const { seller, query } = await bookAsked(actor, request.query, at);
      await addOutsideRevenue(actor, { ...body, sellerId: seller.id, requestId: requestId ?? crypto.randomUUID() }, at);
      return path + query;
    },
  });

const taxCode = (): Router =>
  formPage({
    path: `${path}/ma-so-thue`,
    who: sellers,
    get: false,
    schema: TaxCodeForm,
    view,
    load,
    submit: async ({ actor, body, at, request }) => {
      const { seller, query } = await bookAsked(actor, request.query, at);
      await setTaxCode(actor, seller.id, body.taxCode);
      return path + query;
    },
  });

const takingBack = (): Router =>
  formPage({
    path: `${path}/:id/bo`,
    who: sellers,
    get: false,
    schema: nothing,
    view,
    load,
    submit: async ({ actor, params, at, request }) => {
      await takeBackRevenue(actor, params.id ?? '', at);
      return path + (await bookAsked(actor, request.query, at)).query;
    },
  });

async function load({ actor, at, request }: PageContext<typeof everybody> | PageContext<typeof sellers>) {
  const { book, seller, query, asked } = await bookAsked(actor, request.query, at);
  const { lines, totalVnd, meter, taxCode: code } = book;
  return {
    seller: { name: seller.name },
    period: book.period,
    lines,
    totalVnd,
    meter: meter && { ...meter, untaxed: formatMoney(meter.untaxedVnd) },
    query,
    mayWrite: actor.role !== 'officer',
    files: ['pdf', ...tableEndings].map((ending) => ({ ending, url: `${path}.${ending}${query}` })),
    others: await othersOf(actor, seller, asked),
    defaults: { taxCode: code, tu: book.period.from, den: book.period.to, day: dayOf(at), ho: seller.slug },
  };
}

async function bookAsked(actor: Actor, query: object, at: Date) {
  const asked = parse(BookAsked, { ...query }, at);
  const seller = await sellerAsked(actor, asked.ho);
  const period = periodAsked(asked, at);
  const words = new URLSearchParams({ ho: seller.slug, tu: period.from, den: period.to });
  return { seller, asked, query: `?${words.toString()}`, book: await getRevenueBook(actor, seller.id, period) };
}

/** The month of today, where nothing is asked for. */
function periodAsked({ tu, den }: z.output<typeof BookAsked>, at: Date): Period {
  const first = `${dayOf(at).slice(0, 7)}-01`;
  const next = monthsBefore(first, -1);
  const last = new Date(Date.parse(next) - 86_400_000).toISOString().slice(0, 10);
  return requirePeriod({ from: tu ?? first, to: den ?? last });
}

async function sellerAsked(actor: Actor, slug: string | undefined): Promise<Seller> {
  if (slug !== undefined) {
    const named = await findSellerBySlug(slug);
    if (!named) throw missing('seller-not-found');
    return named;
  }
  const [first] = actor.sellerId === null ? await listSellers() : [await getSeller(actor.sellerId)];
  if (!first) throw missing('seller-not-found');
  return first;
}

async function othersOf(actor: Actor, { id }: Seller, { tu, den }: z.output<typeof BookAsked>) {
  const all = actor.role === 'officer' ? await listSellers() : await sellersActedFor(actor);
  const days = new URLSearchParams({ ...(tu && { tu }), ...(den && { den }) }).toString();
  return all
    .filter((one) => one.id !== id)
    .map(({ name, slug }) => ({ name, url: `${path}?ho=${slug}${days && `&${days}`}` }));
}
