import { type Request, type Response, Router } from 'express';
import type { Actor, Role } from '../actor.ts';
import { invalid } from '../errors.ts';
import type { Language } from '../language.ts';
import type { Cell } from '../tables.ts';
import { emptyForm } from './empty-form.ts';
import { actorOf, requireRole } from './guard.ts';
import { type ListAsked, type Listing, listingView, readListing } from './listing.ts';
import { localsOf } from './locals.ts';
import { sentence } from './messages.ts';
import { sendTable, tableEndings } from './tables.ts';
import { type RenderOptions, render } from './views.ts';

/** Who looks at a list, and what they asked for. */
export interface ListContext {
  actor: Actor;
  asked: ListAsked;
  language: Language;
  at: Date;
  request: Request;
}

/** What of a list is wanted: so many rows, after one that was seen already. */
export interface ListPart {
  limit: number;
  after: string | null;
}

/** What is particular to one list. */
export interface ListPage<R> {
  listing: Listing;
  who: readonly Role[];
  view: string;
  aPage?: number;
  /** The rows, the first that is to be shown first; as many as there are, up to the limit. */
  find: (context: ListContext, part: ListPart) => Promise<R[]>;
  /** What `after` calls a row. */
  nameOf: (row: R) => string;
  shown: (context: ListContext, rows: R[]) => Promise<object>;
  /** The columns of its files: keys of the catalogue. */
  columns: readonly string[];
  /** A line for each row: codes and references as text, money as numbers. */
  lines: (context: ListContext, rows: R[]) => Promise<Cell[][]>;
  render?: (context: ListContext) => RenderOptions;
}

/** A file of more lines is none that anybody reads: narrower days make several. */
export const mostLines = 20_000;
const aPiece = 500;

/** A list whole: its page, searched, narrowed and turned over by its address, and the same as a file for spreadsheets. */
export function listPage<R>(page: ListPage<R>): Router {
  const { listing, who } = page;
  const router = Router().get(listing.path, requireRole(...who), async (request, response) => {
    const context = contextOf(listing, request, response);
    const form = emptyForm(response);
    render(response, page.view, { form, ...(await dataOf(page, context)) }, page.render?.(context));
  });
  for (const ending of tableEndings) {
    router.get(`${listing.path}.${ending}`, requireRole(...who), async (request, response) => {
      const context = contextOf(listing, request, response);
      const headings = page.columns.map((key) => sentence(context.language, key));
      await sendTable(response, ending, listing.file, [headings, ...(await allLines(page, context))]);
    });
  }
  return router;
}

/** The first page of a list, for a form on it that comes back with a mistake. */
export const firstPage = <R>(page: ListPage<R>, context: Omit<ListContext, 'asked'>): Promise<{ list: object }> =>
  dataOf(page, { ...context, asked: readListing(page.listing, {}, context.at) });

async function dataOf<R>(page: ListPage<R>, context: ListContext) {
  const { listing, aPage = 20 } = page;
  const found = await page.find(context, { limit: aPage + 1, after: context.asked.after });
  const rows = found.slice(0, aPage);
  const last = found.length > aPage ? rows.at(-1) : undefined;
  const list = listingView(listing, context.asked, last ? page.nameOf(last) : null);
  return { list, ...(await page.shown(context, rows)) };
}

function contextOf(listing: Listing, request: Request, response: Response): ListContext {
  const { language, services } = localsOf(response);
  const at = services.now();
  return { actor: actorOf(request), asked: readListing(listing, request.query, at), language, at, request };
}

async function allLines<R>(page: ListPage<R>, context: ListContext): Promise<Cell[][]> {
  const lines: Cell[][] = [];
  for (let after: string | null = null; ; ) {
    const rows = await page.find(context, { limit: aPiece, after });
    lines.push(...(await page.lines(context, rows)));
    if (lines.length > mostLines) throw invalid('list-too-long', { most: mostLines });
    const last = rows.at(-1);
    if (rows.length < aPiece || last === undefined) return lines;
    after = page.nameOf(last);
  }
}
