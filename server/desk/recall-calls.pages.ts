import type { Router } from 'express';
import type { Actor } from '../actor.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { type Language, pick } from '../language.ts';
import { callsFor, noteCall } from '../orders/recall-calls.ts';
import type { Services } from '../services.ts';
import { listRecalls, type Recall } from '../traceability/recall-book.ts';
import { scopedBatches } from '../traceability/recall-scope.ts';
import { sellerNames } from './names.ts';
import { buyerToTell } from './recall-messages.ts';
import { NoteCall } from './recall-pages.schemas.ts';

const path = '/thu-hoi/goi';

/** `/thu-hoi/goi`: the buyers whom the seller has to tell of recalls, each with the words, ticked off one by one. */
export const recallCallPages = ({ config }: Services): Router =>
  formPage({
    path,
    who: sellers,
    view: 'desk/recall-calls',
    schema: NoteCall,
    shown: (context: PageContext<typeof sellers>) => load(context, config.publicUrl),
    submit: async ({ actor, body, at }) => {
      await noteCall(actor, body, at);
      return `${path}#${body.recallId}`;
    },
  });

async function load({ actor, language }: PageContext<typeof sellers>, publicUrl: string) {
  const recalls = (await listRecalls(actor, 100)).filter(({ lifted }) => lifted === null);
  return { recalls: await Promise.all(recalls.map((one) => present(actor, one, { language, publicUrl }))) };
}

async function present(
  actor: Actor,
  recall: Recall,
  { language, publicUrl }: { language: Language; publicUrl: string },
) {
  const calls = await callsFor(actor, recall.id);
  const batches = calls.length === 0 ? [] : await scopedBatches(recall.sources);
  const words = {
    reason: pick(recall.reason, language),
    advice: pick(recall.advice, language),
    publicUrl,
    sellers: await sellerNames(calls.map(({ order }) => order.sellerId)),
    batches: new Map(batches.map((one) => [one.code, one])),
  };
  const say = (key: string, facts: Record<string, string>) => sentence(language, `desk.recall.${key}`, facts);
  return {
    id: recall.id,
    at: recall.at,
    reason: words.reason,
    advice: words.advice,
    calls: calls.map((call) => buyerToTell(call, words, say)),
    left: calls.filter(({ outcome }) => outcome !== 'told').length,
  };
}
