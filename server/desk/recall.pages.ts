import { Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { findProducts } from '../catalog/products.ts';
import { forbidden } from '../errors.ts';
import { lines } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { findSellers } from '../identity/sellers.ts';
import { inBoth, type Language } from '../language.ts';
import { ordersToTell, ordersWithPacksOf } from '../orders/orders.ts';
import type { Services } from '../services.ts';
import { type Batch, getBatch, listBatches } from '../traceability/batches.ts';
import { callBack, endRecall, reachOf } from './recall.ts';
import { buyersToTell, countToTell } from './recall-messages.ts';

const english = lines(1000).optional();
const Recall = z.strictObject({ reason: lines(1000), advice: lines(1000), reasonEn: english, adviceEn: english });
const Lifting = z.strictObject({ reason: lines(1000), reasonEn: english });

/** What is recalled now; and calling a batch back: first what it reaches, then the two questions: why, and what buyers shall do. */
export function recallPages(services: Services): Router {
  const router = Router();
  const { publicUrl } = services.config;
  const page = {
    who: everybody,
    view: 'desk/recall',
    load: (context: PageContext<typeof everybody>) => load(context, publicUrl),
  };
  router.get('/thu-hoi', requireRole('cooperative', 'officer'), async (request, response) => {
    render(response, 'desk/recalls', await recallsSeenBy(actorOf(request), localsOf(response).language));
  });
  router.use(
    formPage({
      ...page,
      path: '/lo/:code/thu-hoi',
      schema: Recall,
      submit: async ({ actor, body, at }, { batch }) => {
        // Without English words the Vietnamese ones stand in both places: a warning in a foreign tongue beats none.
        const reason = inBoth(body.reason, body.reasonEn);
        await callBack(actor, batch.code, { reason, advice: inBoth(body.advice, body.adviceEn) }, at);
        return `/lo/${batch.code}/thu-hoi`;
      },
    }),
  );
  router.use(
    formPage({
      ...page,
      path: '/lo/:code/thu-hoi/go',
      schema: Lifting,
      get: false,
      submit: async ({ actor, body, at }, { batch }) => {
        await endRecall(actor, batch.code, { reason: inBoth(body.reason, body.reasonEn) }, at);
        return `/lo/${batch.code}/thu-hoi`;
      },
    }),
  );
  return router;
}

/** At most a hundred: more recalls at once would be another matter. */
async function recallsSeenBy(actor: Actor, language: Language) {
  const batches = await listBatches(actor, { state: 'recalled', limit: 100 });
  const [products, sellers] = await Promise.all([
    findProducts([...new Set(batches.map(({ productId }) => productId))]),
    findSellers([...new Set(batches.map(({ sellerId }) => sellerId))]),
  ]);
  const names = new Map([...products, ...sellers].map(({ id, name }) => [id, name]));
  const recalls = await Promise.all(
    batches.map(async (batch) => ({
      lot: batch.lot,
      url: `/lo/${batch.code}/thu-hoi`,
      product: names.get(batch.productId) ?? '',
      seller: names.get(batch.sellerId) ?? '',
      at: batch.recall?.at ?? batch.createdAt,
      reason: batch.recall ? batch.recall.reason[language] : '',
      orders: (await ordersWithPacksOf([batch.code])).length,
    })),
  );
  return { recalls };
}

async function load({ actor, params, language }: PageContext<typeof everybody>, publicUrl: string) {
  const batch = await getBatch(actor, params.code ?? '');
  if (actor.role === 'household') throw forbidden('recall-not-yours');
  const { affectedOrders, affectedBatches } = await reachOf(batch);
  const codes = [batch.code, ...affectedBatches.map(({ code }) => code)];
  const told = batch.recall ? await tell(actor, { batch, codes }, { language, publicUrl }) : null;
  return {
    batch: {
      code: batch.code,
      lot: batch.lot,
      recalled: batch.state === 'recalled',
      reason: batch.recall ? batch.recall.reason[language] : null,
      advice: batch.recall ? batch.recall.advice[language] : null,
      at: batch.recall?.at ?? null,
    },
    told,
    orders: affectedOrders.map(({ number, state, totalVnd }) => ({ number, state, totalVnd, url: `/don/${number}` })),
    batches: affectedBatches.map(({ code, state }) => ({ code, recalled: state === 'recalled', url: `/lo/${code}` })),
  };
}

/** Whom to tell of this recall, as far as the actor may see the buyers, and how many there are. */
async function tell(
  actor: Actor,
  { batch, codes }: { batch: Batch; codes: string[] },
  { language, publicUrl }: { language: Language; publicUrl: string },
) {
  const [orders, [product], [seller]] = await Promise.all([
    ordersToTell(actor, codes),
    findProducts([batch.productId]),
    findSellers([batch.sellerId]),
  ]);
  const words = {
    product: product?.name ?? batch.code,
    lot: batch.lot,
    reason: batch.recall?.reason[language] ?? '',
    advice: batch.recall?.advice[language] ?? '',
    url: `${publicUrl}/t/${batch.code}`,
    seller: seller?.name ?? '',
  };
  const say = (key: string, facts: Record<string, string>) => sentence(language, `desk.recall.${key}`, facts);
  return { buyers: buyersToTell(orders, words, say), count: countToTell(orders) };
}
