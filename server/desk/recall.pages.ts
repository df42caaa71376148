import { Router } from 'express';
import { forbidden } from '../errors.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { type Localized, pick } from '../language.ts';
import { spokenIn } from '../localized.ts';
import type { Services } from '../services.ts';
import { type Batch, getBatch } from '../traceability/batches.ts';
import { getRecall, listRecalls, type Recall, recallsNaming } from '../traceability/recall-book.ts';
import { callBack, endRecall, endRecallOfAll } from './recall.ts';
import { recallCallPages } from './recall-calls.pages.ts';
import { recallChoicePages } from './recall-choice.pages.ts';
import { recallOrderPages } from './recall-orders.pages.ts';
import { previewPage, recallPage, type Subject } from './recall-page.ts';
import { Lifting, SpeakRecall } from './recall-pages.schemas.ts';

const watchers = ['cooperative', 'officer'] as const;

/** What is recalled; and calling a batch back: first what it reaches, then the two questions: why, and what buyers shall do. */
export function recallPages(services: Services): Router {
  const router = Router();
  router.get('/thu-hoi', requireRole(...watchers), async (request, response) => {
    const { language } = localsOf(response);
    const actor = actorOf(request);
    const recalls = await listRecalls(actor, 100);
    render(response, 'desk/recalls', {
      callsUrl: actor.role === 'officer' ? null : '/thu-hoi/goi',
      recalls: recalls.map((one) => ({ ...one, reason: pick(one.reason, language), url: urlOf(one) })),
    });
  });
  router.use(batchPage, batchLifting, orderPage);
  return router.use(recallChoicePages(), recallCallPages(services), recallOrderPages(services));
}

const urlOf = ({ id }: Pick<Recall, 'id'>): string => `/thu-hoi/lenh/${id}`;
const list = ({ language }: PageContext): Subject['back'] => ({
  url: '/thu-hoi',
  title: sentence(language, 'desk.recalls.title'),
});

const ofBatch = { who: everybody, view: 'desk/recall', load: loadBatch, shown: showBatch };

const batchPage = formPage({
  ...ofBatch,
  path: '/lo/:code/thu-hoi',
  schema: SpeakRecall,
  submit: async ({ actor, body, at }, { code }) => {
    const reason = spokenIn(body, 'reason');
    await callBack(actor, code, { reason, advice: spokenIn(body, 'advice') }, at);
    return `/lo/${code}/thu-hoi`;
  },
});

const batchLifting = formPage({
  ...ofBatch,
  path: '/lo/:code/thu-hoi/go',
  schema: Lifting,
  get: false,
  submit: async ({ actor, body, at }, { code }) => {
    await endRecall(actor, code, { reason: spokenIn(body, 'reason') }, at);
    return `/lo/${code}/thu-hoi`;
  },
});

const orderPage = formPage({
  path: '/thu-hoi/lenh/:id',
  who: watchers,
  view: 'desk/recall',
  load: async ({ actor, params }) => ({ of: await getRecall(actor, params.id ?? '') }),
  shown: async (context, { of }) => {
    const subject = { back: list(context), title: of.title };
    return { ...(await recallPage(context.actor, subject, of, context.language)), barredBy: null };
  },
  schema: Lifting,
  render: ({ title }) => ({ title }),
  submit: async ({ actor, body, at }, { of }) => {
    await endRecallOfAll(actor, of.id, { reason: spokenIn(body, 'reason') }, at);
    return urlOf(of);
  },
});

async function loadBatch({ actor, params }: PageContext<typeof everybody>) {
  const batch = await getBatch(actor, params.code ?? '');
  if (actor.role === 'household') throw forbidden('recall-not-yours');
  return { code: batch.code, batch };
}

async function showBatch({ actor, language }: PageContext<typeof everybody>, { batch }: { batch: Batch }) {
  const { code, lot } = batch;
  const back = { url: `/lo/${code}`, title: `${sentence(language, 'desk.recall.batch')} ${code}` };
  const subject = { back, title: lot };
  const naming = await recallsNaming(code);
  const own = naming.find(({ of }) => of === 'batch');
  if (own) {
    const page = await recallPage(actor, subject, own, language);
    return { ...page, barredBy: null, recall: { ...page.recall, liftUrl: `/lo/${code}/thu-hoi/go` } };
  }
  const page = await previewPage(actor, subject, {
    sources: [code],
    speakUrl: `/lo/${code}/thu-hoi`,
    ordersUrl: `/thu-hoi/don?lo=${code}`,
  });
  return { ...page, ...standingOf(batch, naming, language) };
}

/** What already bars a batch that no recall of its own names. */
function standingOf(batch: Batch, naming: readonly Recall[], language: PageContext['language']) {
  const { lot, recall, state, ban } = batch;
  // Called back before recalls had records of their own: its own record is all there is.
  const isOld = state === 'recalled' && recall?.from === batch.code && naming.length === 0;
  if (recall && isOld) return { barredBy: null, speakUrl: null, recall: fromItself(batch, recall, language) };
  return { barredBy: recall && { lot: ban?.lot ?? lot } };
}

const fromItself = (
  { code }: Batch,
  { reason, advice, at }: { reason: Localized; advice: Localized; at: Date },
  language: PageContext['language'],
) => ({
  id: null,
  reason: pick(reason, language),
  advice: pick(advice, language),
  by: null,
  at,
  lifted: null,
  liftUrl: `/lo/${code}/thu-hoi/go`,
});
