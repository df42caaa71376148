import { Router } from 'express';
import { getProduct } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { keepImages } from '../media/images.ts';
import type { Batch } from './batches.ts';
import { currentOf } from './event.ts';
import { correctEvent, recordEvent } from './events.ts';
import { onFields } from './form-pointers.ts';
import { inspectionStage } from './gate.ts';
import { inspectionCorrectionForm, inspectionForm } from './inspection.schemas.ts';
import { findingRows, onRows, shownFindings } from './inspection-form.ts';
import { ownBatch } from './step.pages.ts';
import { fieldsOf, measuredOf, occurredAt, shownValues, stageOf } from './step-form.ts';

/** A longer report goes into a second entry, or through the API. */
const rowsOnOffer = 3;

/** `/lo/{code}/kiem-nghiem` and `…/{eventId}`: what a laboratory reported, or what it should have been written down as. */
export const inspectionPages = (): Router => Router().use(recordPage()).use(correctPage());

const recordPage = () =>
  formPage({
    path: '/lo/:code/kiem-nghiem',
    who: sellers,
    load: async (context) => {
      const batch = await ownBatch(context);
      return { ...formOf(context, batch), eventId: null, defaults: { occurredOn: dayOf(context.at) } };
    },
    shown,
    schema: ({ stage }) => inspectionForm(stage),
    photos: { photos: 4 },
    view: 'traceability/inspection',
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.inspection.title') }),
    submit: async ({ actor, body, files, at, requestId }, { batch, stage }) => {
      const wanted = {
        stage: inspectionStage,
        occurredAt: occurredAt(body.occurredOn, at),
        measurements: measuredOf(stage, body.m),
        findings: body.findings.map(({ finding }) => finding),
        photoIds: await keepImages(files.photos, batch.sellerId, at),
        note: body.note,
        requestId,
      };
      await onRows(body.findings, onFields(recordEvent(actor, batch.code, wanted, at)));
      return `/lo/${batch.code}`;
    },
  });

const correctPage = () =>
  formPage({
    path: '/lo/:code/kiem-nghiem/:eventId',
    who: sellers,
    load: async (context) => {
      const batch = await ownBatch(context);
      const event = batch.events.find(({ id, stage }) => id === context.params.eventId && stage === inspectionStage);
      if (!event) throw missing('event-not-found');
      const current = currentOf(batch.events, event);
      const form = formOf(context, batch, current.findings.length);
      return {
        ...form,
        eventId: event.id,
        current,
        defaults: { ...shownValues(current, []), ...shownFindings(current) },
      };
    },
    shown,
    schema: ({ stage }) => inspectionCorrectionForm(stage),
    photos: { photos: 4 },
    view: 'traceability/inspection',
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.correction.title') }),
    submit: async ({ actor, body, files, at, requestId }, { batch, stage, eventId, current }) => {
      const photoIds = await keepImages(files.photos, batch.sellerId, at);
      const isSameDay = body.occurredOn === dayOf(current.occurredAt);
      const wanted = {
        eventId,
        reason: body.reason,
        occurredAt: isSameDay ? undefined : occurredAt(body.occurredOn, at),
        measurements: measuredOf(stage, body.m),
        findings: body.findings.map(({ finding }) => finding),
        photoIds: photoIds.length > 0 ? photoIds : undefined,
        note: body.note ?? null,
        requestId,
      };
      await onRows(body.findings, onFields(correctEvent(actor, batch.code, wanted, at)));
      return `/lo/${batch.code}`;
    },
  });

const shown = async (_context: PageContext, { batch }: { batch: Batch }) => ({
  productName: (await getProduct(batch.productId)).name,
});

function formOf({ language }: PageContext<typeof sellers>, batch: Batch, filled = 0) {
  const stage = stageOf(batch.kind, inspectionStage);
  return {
    batch,
    stage,
    fields: fieldsOf(stage, { limits: batch.limits, plots: [] }, language).filter(
      (field) => field.isNumber || !isNamed(field.name),
    ),
    rows: findingRows(Math.min(20, filled + rowsOnOffer)),
    conclusions: (['passed', 'failed'] as const).map((value) => ({
      value,
      title: sentence(language, `traceability.inspection.${value}`),
    })),
  };
}

// These two have fields of their own, which must be filled in.
const isNamed = (field: string): boolean => field === 'm.lab' || field === 'm.report';
