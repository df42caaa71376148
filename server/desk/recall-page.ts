import type { Actor } from '../actor.ts';
import { type Language, pick } from '../language.ts';
import { callProgress } from '../orders/recall-calls.ts';
import type { Recall } from '../traceability/recall-book.ts';
import { mayLift } from '../traceability/recalls.ts';
import { sellerNames } from './names.ts';
import { scopeView } from './recall-view.ts';

/** Where the page leads back to, and what it calls back, in words. */
export interface Subject {
  back: { url: string; title: string };
  title: string;
}

/** What the page shows before a recall is spoken: exactly what it will reach. @param speakUrl takes the form */
export async function previewPage(
  actor: Actor,
  { back, title }: Subject,
  { sources, speakUrl, ordersUrl }: { sources: readonly string[]; speakUrl: string; ordersUrl: string },
) {
  const scope = await scopeView(actor, sources, ordersUrl);
  return { back, title, recall: null, progress: [], callsUrl: null, speakUrl, scope };
}

/** What the page shows of a recall that was spoken: what it reaches, and how far the buyers have been told. */
export async function recallPage(actor: Actor, { back, title }: Subject, recall: Recall, language: Language) {
  const progress = await callProgress(recall.id);
  const sellers = await sellerNames(progress.map(({ sellerId }) => sellerId));
  return {
    back,
    title,
    recall: {
      id: recall.id,
      reason: pick(recall.reason, language),
      advice: pick(recall.advice, language),
      by: recall.by,
      at: recall.at,
      lifted: recall.lifted && { ...recall.lifted, reason: pick(recall.lifted.reason, language) },
      liftUrl: recall.lifted === null && (await mayLift(actor, recall)) ? `/thu-hoi/lenh/${recall.id}` : null,
    },
    progress: progress.map((one) => ({ ...one, seller: sellers.get(one.sellerId) ?? '' })),
    callsUrl: actor.role === 'officer' || recall.lifted ? null : '/thu-hoi/goi',
    speakUrl: null,
    scope: await scopeView(actor, recall.sources, `/thu-hoi/don?lenh=${recall.id}`),
  };
}
