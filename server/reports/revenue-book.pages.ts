import { type Request, Router } from 'express';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { dayOf, formatMoney } from '../format.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole, sellers } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { findSellerBySlug, getSeller, listSellers, type Seller, sellersHelpedBy } from '../identity/sellers.ts';
import { formSheetPdf } from '../press/form-sheet.ts';
import type { Services } from '../services.ts';
import { invoiceRows } from './invoice-rows.ts';
import { calendarMonth, type Period, requirePeriod } from './period.ts';
import { bookName } from './reports.routes.ts';
import { BookAsked, OutsideRevenueForm, TaxCodeForm } from './reports.schemas.ts';
import {
  addOutsideRevenue,
  getRevenueBook,
  type RevenueBook,
  requireSeen,
  setTaxCode,
  takeBackRevenue,
} from './revenue-book.ts';
import { revenueSheet, revenueTable } from './revenue-form.ts';

const path = '/so-doanh-thu';
const view = 'reports/revenue-book';

/** `/so-doanh-thu?ho=slug&tu=&den=`: a seller's book of revenue, to read, to print, and to add what was sold elsewhere. */
export function revenueBookPages({ now }: Services): Router {
  const router = Router();
  router.get(`${path}.pdf`, requireRole(...everybody), async (request, response) => {
    const book = await bookAsked(request, now());
    sendPrivately(response, { type: 'application/pdf', bytes: await formSheetPdf(revenueSheet(book, now())) });
  });
  for (const ending of tableEndings)
    router.get(`${path}.${ending}`, requireRole(...everybody), async (request, response) => {
      const book = await bookAsked(request, now());
      await sendTable(response, ending, bookName(book), revenueTable(book));
    });
  for (const ending of tableEndings)
    router.get(`${path}-hoa-don.${ending}`, requireRole(...everybody), async (request, response) => {
      const { seller, period } = await readAsked(actorOf(request), request.query, now());
      const name = `hoa-don-${seller.slug}-${period.from}-${period.to}`;
      await sendTable(response, ending, name, await invoiceRows(seller.id, period));
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
    shown,
    submit: async ({ actor, body, at, requestId }, { seller, query }) => {
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
    shown,
    submit: async ({ actor, body }, { seller, query }) => {
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
    shown,
    submit: async ({ actor, params, at }, { query }) => {
      await takeBackRevenue(actor, params.id ?? '', at);
      return path + query;
    },
  });

type Context = PageContext<typeof everybody> | PageContext<typeof sellers>;

const load = ({ actor, at, request }: Context): Promise<Asked> => readAsked(actor, request.query, at);

async function shown({ actor, at }: Context, { asked, seller, period, query }: Asked) {
  const { lines, totalVnd, meter, taxCode: code } = await getRevenueBook(actor, seller.id, period);
  return {
    lines,
    totalVnd,
    meter: meter && { ...meter, untaxed: formatMoney(meter.untaxedVnd) },
    mayWrite: actor.role !== 'officer',
    files: ['pdf', ...tableEndings].map((ending) => ({ ending, url: `${path}.${ending}${query}` })),
    invoices: tableEndings.map((ending) => ({ ending, url: `${path}-hoa-don.${ending}${query}` })),
    others: await othersOf(actor, seller, asked),
    defaults: { taxCode: code, tu: period.from, den: period.to, day: dayOf(at), ho: seller.slug },
  };
}

async function bookAsked(request: Request, at: Date): Promise<RevenueBook> {
  const actor = actorOf(request);
  const { seller, period } = await readAsked(actor, request.query, at);
  return getRevenueBook(actor, seller.id, period);
}

/** Whose book an address asks for, and of which days. */
interface Asked {
  asked: z.output<typeof BookAsked>;
  seller: Seller;
  period: Period;
  /** of an address that asks for the same */
  query: string;
}

async function readAsked(actor: Actor, given: object, at: Date): Promise<Asked> {
  const asked = parse(BookAsked, { ...given }, at);
  const seller = await sellerAsked(actor, asked.ho);
  await requireSeen(actor, seller.id);
  const period = periodAsked(asked, at);
  const words = new URLSearchParams({ ho: seller.slug, tu: period.from, den: period.to });
  return { asked, seller, period, query: `?${words.toString()}` };
}

/** The month of today, where nothing is asked for. */
function periodAsked({ tu, den }: z.output<typeof BookAsked>, at: Date): Period {
  const month = calendarMonth(dayOf(at));
  return requirePeriod({ from: tu ?? month.from, to: den ?? month.to });
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
  const all = await sellersHelpedBy(actor);
  const days = new URLSearchParams({ ...(tu && { tu }), ...(den && { den }) }).toString();
  return all
    .filter((one) => one.id !== id)
    .map(({ name, slug }) => ({ name, url: `${path}?ho=${slug}${days && `&${days}`}` }));
}
