import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { type Language, pick } from '../language.ts';
import { type CallList, callsFor, noteCall } from '../orders/recall-calls.ts';
import type { Services } from '../services.ts';
import type { Rows } from '../tables.ts';
import { getRecall, listRecalls, type Recall } from '../traceability/recall-book.ts';
import { scopedBatches } from '../traceability/recall-scope.ts';
import { sellerNames } from './names.ts';
import { type BuyerToTell, buyerToTell } from './recall-messages.ts';
import { AskedOrders, NoteCall } from './recall-pages.schemas.ts';

const path = '/thu-hoi/goi';
const aPage = 50;
const mostInFile = 20_000;

/**
 * `/thu-hoi/goi`: the buyers whom the seller has to tell of recalls, each with the words, ticked off one by one; and the whole list
 * of one recall as a file for spreadsheets.
 */
export function recallCallPages({ config, now }: Services): Router {
  const router = Router();
  for (const ending of tableEndings) {
    router.get(`${path}.${ending}`, requireRole(...sellers), async (request, response) => {
      const { language } = localsOf(response);
      const recall = await getRecall(actorOf(request), parse(AskedOrders, { ...request.query }).lenh ?? '');
      const told = { language, publicUrl: config.publicUrl, most: mostInFile };
      const { calls } = await toTell(actorOf(request), recall, told);
      await sendTable(response, ending, `bao-thu-hoi-${dayOf(now())}`, tableOf(calls, language));
    });
  }
  return router.use(callsPage(config.publicUrl));
}

const callsPage = (publicUrl: string): Router =>
  formPage({
    path,
    who: sellers,
    view: 'desk/recall-calls',
    schema: NoteCall,
    shown: (context: PageContext<typeof sellers>) => load(context, publicUrl),
    submit: async ({ actor, body, at }) => {
      await noteCall(actor, body, at);
      return `${path}#${body.recallId}`;
    },
  });

async function load({ actor, language }: PageContext<typeof sellers>, publicUrl: string) {
  const recalls = (await listRecalls(actor, 100)).filter(({ lifted }) => lifted === null);
  return {
    recalls: await Promise.all(recalls.map((one) => present(actor, one, { language, publicUrl, most: aPage }))),
  };
}

interface Told {
  language: Language;
  publicUrl: string;
  most: number;
}

async function present(actor: Actor, recall: Recall, told: Told) {
  const { calls, all, left } = await toTell(actor, recall, told);
  return {
    id: recall.id,
    at: recall.at,
    reason: pick(recall.reason, told.language),
    advice: pick(recall.advice, told.language),
    calls,
    left,
    more: all - calls.length,
    files: tableEndings.map((ending) => ({ ending, url: `${path}.${ending}?lenh=${recall.id}` })),
  };
}

async function toTell(
  actor: Actor,
  recall: Recall,
  { language, publicUrl, most }: Told,
): Promise<Pick<CallList, 'all' | 'left'> & { calls: BuyerToTell[] }> {
  const { calls, ...counts } = await callsFor(actor, recall.id, most);
  const batches = calls.length === 0 ? [] : await scopedBatches(recall.sources);
  const words = {
    reason: pick(recall.reason, language),
    advice: pick(recall.advice, language),
    publicUrl,
    sellers: await sellerNames(calls.map(({ order }) => order.sellerId)),
    batches: new Map(batches.map((one) => [one.code, one])),
  };
  const say = (key: string, facts: Record<string, string>) => sentence(language, `desk.recall.${key}`, facts);
  return { ...counts, calls: calls.map((call) => buyerToTell(call, words, say)) };
}

function tableOf(calls: readonly BuyerToTell[], language: Language): Rows {
  const say = (key: string) => sentence(language, `desk.${key}`);
  const ofOrder = ['number', 'buyer', 'phone', 'told'].map((key) => say(`recall-orders.column.${key}`));
  const ofCall = ['by', 'at', 'message'].map((key) => say(`recall-calls.${key}`));
  return [
    [...ofOrder, ...ofCall],
    ...calls.map(({ number, buyer, outcome, noted }) => [
      number,
      buyer?.name ?? null,
      buyer?.phone ?? null,
      say(`recall-orders.outcome.${outcome}`),
      noted?.by ?? null,
      noted && { day: dayOf(noted.at) },
      buyer?.message ?? null,
    ]),
  ];
}
