import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { dayOf, formatDay } from '../format.ts';
import { actorOf } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { findSellerBySlug, getSeller, requireActFor, type Seller, sellersActedFor } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import { getLedger, ledgerTable } from './ledger.ts';

const path = '/so-tien';
const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'not-a-month');
const Query = z.object({ thang: Month.optional(), ho: z.string().max(100).optional() });
const columns = ['day', 'order', 'sold', 'received', 'refunded', 'how', 'reference', 'note'] as const;

/** A seller's book by the month, to read, to print and for spreadsheets. `?thang=YYYY-MM&ho=slug` */
export function ledgerPages({ now }: Services): Router {
  const router = Router().get(path, async (request, response) => {
    const { seller, ledger } = await load(request, now());
    const query = (month: string) => `?thang=${month}&ho=${seller.slug}`;
    render(response, 'payments/ledger', {
      seller: { name: seller.name },
      ledger,
      columns,
      files: tableEndings.map((ending) => ({ ending, url: `${path}.${ending}${query(ledger.month)}` })),
      previousUrl: path + query(shifted(ledger.month, -1)),
      nextUrl: ledger.month < dayOf(now()).slice(0, 7) ? path + query(shifted(ledger.month, 1)) : null,
      monthText: formatDay(ledger.month),
      others: await othersOf(actorOf(request), seller, ledger.month),
    });
  });
  for (const ending of tableEndings) {
    router.get(`${path}.${ending}`, async (request, response) => {
      const { seller, ledger } = await load(request, now());
      await sendTable(
        response,
        ending,
        `so-tien-${seller.slug}-${ledger.month}`,
        ledgerTable(ledger, wordsOf(response)),
      );
    });
  }
  return router;
}

async function load(request: Request, at: Date) {
  const actor = actorOf(request);
  const { thang, ho } = parse(Query, { ...request.query });
  const seller = await sellerOf(actor, ho);
  return { seller, ledger: await getLedger(actor, seller.id, thang ?? dayOf(at).slice(0, 7)) };
}

async function sellerOf(actor: Actor, slug: string | undefined): Promise<Seller> {
  const named = slug === undefined ? null : await findSellerBySlug(slug);
  if (slug !== undefined && !named) throw missing('seller-not-found');
  const seller = named ?? (await getSeller(actor.sellerId ?? 'nobody'));
  if (actor.role !== 'officer') await requireActFor(actor, seller.id, 'seller-not-found');
  return seller;
}

async function othersOf(actor: Actor, { id }: Seller, month: string): Promise<{ name: string; url: string }[]> {
  const sellers = await sellersActedFor(actor);
  return sellers
    .filter((one) => one.id !== id)
    .map(({ name, slug }) => ({ name, url: `${path}?thang=${month}&ho=${slug}` }));
}

function wordsOf(response: Response) {
  const { language } = localsOf(response);
  const say = (key: string) => sentence(language, `payments.ledger.${key}`);
  return {
    headings: columns.map((column) => say(`column.${column}`)),
    how: { bank: say('how.bank'), hand: say('how.hand'), cash: say('how.cash') },
  };
}

function shifted(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
