import { type RequestHandler, Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { requireActFor } from '../identity/sellers.ts';
import { inEach, type Language, pick } from '../language.ts';
import { keepImages } from '../media/images.ts';
import { plotsOfSeller } from '../plots/plots.ts';
import { askInputs, readInputRows, withOutsidePhotos } from './asked-inputs.pages.ts';
import { stageCard } from './batch.pages.ts';
import { type Batch, getBatch } from './batches.ts';
import { draftView } from './draft-view.ts';
import { type DraftForm, dropDraft, findDraft, keepDraft, photosOf } from './drafts.ts';
import { currentOf } from './event.ts';
import { correctEvent, recordEvent } from './events.ts';
import { onFields } from './form-pointers.ts';
import { correctionForm, HalfForm, stepWithInputsForm } from './forms.schemas.ts';
import { inspectionStage } from './gate.ts';
import { onInputRows, outsidePhotos } from './inputs-form.ts';
import { fieldsOf, measuredOf, occurredAt, packRowsOf, type StepField, shownValues, stageOf } from './step-form.ts';

type SellerContext = PageContext<typeof sellers>;

/** `/lo/{code}/buoc` and `/lo/{code}/dinh-chinh/{eventId}`: record a step, or say what it should have been. */
export const stepPages = (): Router =>
  Router().get('/lo/:code/buoc', chooseStage).use(recordPage()).use(setAsidePage()).use(correctPage());

const chooseStage: RequestHandler = async (request, response, next) => {
  const { stage } = request.query;
  if (stage === inspectionStage) return response.redirect(303, `/lo/${String(request.params.code)}/kiem-nghiem`);
  if (typeof stage === 'string') return next();
  const batch = await ownBatch({ actor: actorOf(request), params: { code: String(request.params.code) } });
  const { language } = localsOf(response);
  const stages = getProfile(batch.kind).stages.map((stage) => stageCard(batch.code, stage, language));
  const title = sentence(language, 'traceability.step.choose');
  render(response, 'traceability/choose-stage', { code: batch.code, stages }, { title });
};

const photos = { photos: 4, ...outsidePhotos };

const recordPage = () =>
  formPage({
    path: '/lo/:code/buoc',
    who: sellers,
    load: loadStep,
    shown,
    schema: ({ stage }) => stepWithInputsForm(stage.of),
    photos,
    view: 'traceability/record-step',
    render: ({ stage }) => ({ title: stage.title }),
    submit: async ({ actor, body, files, at, requestId }, { batch, stage, place }) => {
      const { sellerId } = batch;
      const kept = await keepImages(files.photos, sellerId, at);
      const rows = await readInputRows(body, files, { sellerId, at });
      const wanted = {
        stage: stage.of.id,
        place: body.place,
        note: body.note,
        requestId,
        moreInputs: body.moreInputs && (true as const),
        packs: body.packs.filter(({ count }) => count > 0),
        occurredAt: occurredAt(body.occurredOn, at),
        measurements: measuredOf(stage.of, body.m ?? {}),
        photoIds: photosOf(await findDraft(actor, place.form, at), kept, place.mostPhotos),
        inputs: rows.map((row) => row.wanted),
      };
      await onInputRows(rows, onFields(recordEvent(actor, batch.code, wanted, at)));
      await dropDraft(actor, place.form);
      return `/lo/${batch.code}`;
    },
  });

/** `/lo/{code}/buoc/nhap`: sets the half-filled form aside. */
const setAsidePage = () =>
  formPage({
    path: '/lo/:code/buoc/nhap',
    who: sellers,
    get: false,
    schema: HalfForm,
    photos,
    view: 'traceability/record-step',
    load: loadStep,
    shown,
    submit: async ({ actor, request, files, at }, { place }) => {
      const fields = await withOutsidePhotos(request.body, files, { sellerId: place.sellerId, at });
      await keepDraft(actor, place, { fields, photos: files.photos ?? [] }, at);
      return '/lo';
    },
  });

async function loadStep(context: SellerContext) {
  const batch = await ownBatch(context);
  const form = formOf(context, batch, context.query.stage ?? '');
  const { id, name } = form.stage.of;
  const place: DraftForm = {
    form: `/lo/${batch.code}/buoc?stage=${id}`,
    title: inEach((language) => `${pick(name, language)} · ${batch.code}`),
    sellerId: batch.sellerId,
    mostPhotos: 4,
  };
  return { ...form, place };
}

async function shown(
  { actor, at, language }: SellerContext,
  { batch, place, stage }: Awaited<ReturnType<typeof loadStep>>,
  typed: Readonly<Record<string, string>>,
) {
  const last = batch.events.findLast((event) => event.stage !== 'recalled' && event.place !== null)?.place;
  const draft = await findDraft(actor, place.form, at);
  const asking = { sellerId: batch.sellerId, usedOn: dayOf(at), into: batch.code };
  // Asked where goods are turned into others; what goes in elsewhere programs say.
  const asked = stage.of.yield
    ? await askInputs({ actor, language }, asking, { ...draft?.fields, ...typed })
    : { rows: null, defaults: {} };
  const goods = await goodsOf(batch, stage, language);
  const defaults = {
    occurredOn: dayOf(at),
    place: last ?? '',
    ...onlyKnown(goods.fields),
    ...asked.defaults,
    ...draft?.fields,
  };
  return { ...goods, defaults, inputs: asked.rows, draft: draftView(actor, place, draft) };
}

// Who has one plot is not asked which.
const onlyKnown = (fields: readonly StepField[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name, known }) => (known.length === 1 ? [[name, known[0] ?? '']] : [])));

const correctPage = () =>
  formPage({
    path: '/lo/:code/dinh-chinh/:eventId',
    who: sellers,
    load: async (context) => {
      const batch = await ownBatch(context);
      const event = batch.events.find(({ id, orderNumber }) => id === context.params.eventId && orderNumber === null);
      if (!event || !getProfile(batch.kind).stages.some(({ id }) => id === event.stage))
        throw missing('event-not-found');
      return { ...formOf(context, batch, event.stage), event };
    },
    shown: async ({ language }, { batch, stage, event }) => {
      const goods = await goodsOf(batch, stage, language);
      return { ...goods, defaults: shownValues(currentOf(batch.events, event), goods.packs) };
    },
    schema: ({ stage }) => correctionForm(stage.of),
    view: 'traceability/correct-step',
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.correction.title') }),
    submit: async ({ actor, body, at, requestId }, { batch, stage, event }) => {
      const day = body.occurredOn === dayOf(currentOf(batch.events, event).occurredAt) ? undefined : body.occurredOn;
      const wanted = {
        eventId: event.id,
        reason: body.reason,
        packs: body.packs,
        requestId,
        place: body.place ?? null,
        note: body.note ?? null,
        occurredAt: day === undefined ? undefined : occurredAt(day, at),
        measurements: measuredOf(stage.of, body.m ?? {}),
      };
      await onFields(correctEvent(actor, batch.code, wanted, at));
      return `/lo/${batch.code}`;
    },
  });

/** A batch of somebody the actor acts for. @throws missing('batch-not-found'), forbidden('not-yours') */
export async function ownBatch({ actor, params }: Pick<SellerContext, 'actor' | 'params'>): Promise<Batch> {
  const batch = await getBatch(actor, params.code ?? '');
  await requireActFor(actor, batch.sellerId, 'batch-not-found');
  return batch;
}

function formOf({ language }: SellerContext, batch: Batch, stageId: string) {
  const stage = stageOf(batch.kind, stageId);
  return {
    batch,
    stage: { of: stage, title: pick(stage.name, language), picture: stage.picture },
  };
}

async function goodsOf(batch: Batch, { of }: ReturnType<typeof formOf>['stage'], language: Language) {
  const { name, packs } = await getProduct(batch.productId);
  const plots = await plotsOfSeller(batch.deliveredBy ?? batch.sellerId);
  return {
    productName: name,
    fields: fieldsOf(of, { limits: batch.limits, plots }, language),
    packs: of.makesStock ? packRowsOf(packs) : [],
  };
}
