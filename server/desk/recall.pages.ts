import { Router } from 'express';
import { z } from 'zod';
import { forbidden } from '../errors.ts';
import { lines } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import type { Services } from '../services.ts';
import { getBatch } from '../traceability/batches.ts';
import { callBack, endRecall, reachOf } from './recall.ts';

const Recall = z.strictObject({ reason: lines(1000), advice: lines(1000) });
const Lifting = z.strictObject({ reason: lines(1000) });

const who = ['household', 'cooperative', 'officer'] as const;

/** Calling a batch back: first what it reaches, then the two questions: why, and what buyers shall do. */
export function recallPages(services: Services): Router {
  const router = Router();
  const page = { who, view: 'desk/recall', load };
  router.use(
    formPage(services, {
      ...page,
      path: '/lo/:code/thu-hoi',
      schema: Recall,
      submit: async ({ actor, body, at }, { batch }) => {
        await callBack(actor, batch.code, body, at);
        return `/lo/${batch.code}/thu-hoi`;
      },
    }),
  );
  router.use(
    formPage(services, {
      ...page,
      path: '/lo/:code/thu-hoi/go',
      schema: Lifting,
      get: false,
      submit: async ({ actor, body, at }, { batch }) => {
        await endRecall(actor, batch.code, body, at);
        return `/lo/${batch.code}/thu-hoi`;
      },
    }),
  );
  return router;
}

async function load({ actor, params, language }: PageContext<typeof who>) {
  const batch = await getBatch(actor, params.code ?? '');
  if (actor.role === 'household') throw forbidden('recall-not-yours');
  const { affectedOrders, affectedBatches } = await reachOf(batch);
  return {
    batch: {
      code: batch.code,
      lot: batch.lot,
      recalled: batch.state === 'recalled',
      reason: batch.recall ? batch.recall.reason[language] : null,
      advice: batch.recall ? batch.recall.advice[language] : null,
      at: batch.recall?.at ?? null,
    },
    orders: affectedOrders.map(({ number, state, totalVnd }) => ({ number, state, totalVnd, url: `/don/${number}` })),
    batches: affectedBatches.map(({ code, state }) => ({ code, recalled: state === 'recalled', url: `/lo/${code}` })),
  };
}
