import type { Actor } from '../actor.ts';
import { getProduct } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { conflict, missing } from '../errors.ts';
import { requireImages } from '../media/images.ts';
import { appendEvent } from './append.ts';
import { sayInputsMissing } from './balance-answers.ts';
import type { BatchRecord } from './batch-record.ts';
import { ownRecord } from './batch-sight.ts';
import { heldIn, packSizesOf, packsMade } from './bulk.ts';
import { correctionOf, type WantedCorrection } from './corrections.ts';
import { giveBack } from './draws.ts';
import type { EventDraft, EventRecord, PackCount, WantedFacts } from './event.ts';
import { readFindings, requireNoSilentFailure } from './findings.ts';
import { gateAfter, outsideAfter } from './gate.ts';
import { sourceOf } from './input.ts';
import { readMeasurements } from './measurements.ts';
import { requireOccurred } from './occurred.ts';
import { refuseOver } from './over.ts';
import { requirePackable, requirePacks } from './pack-counts.ts';
import { correctRegistration } from './registration-corrections.ts';
import { doneDrawing, drawInputs, refuseBarred } from './step-inputs.ts';
import { systemEvent } from './system-event.ts';
import { readEvents, type TraceEvent } from './trace-event.ts';
import { withdrawalOf } from './withdrawals.ts';

export type { WantedCorrection } from './corrections.ts';
export type { MeasuredValue, PackCount } from './event.ts';
export type { Finding } from './finding.ts';
export type { TraceEvent } from './trace-event.ts';

export interface WantedEvent extends WantedFacts {
  stage: string;
  occurredAt: Date;
  /** Something that went in is not written down yet: said when asked, since more is made than went in. */
  moreInputs?: true | undefined;
}

/**
 * Writes a step into a batch's history, and its packs into the stock, in one update.
 * @throws missing('batch-not-found'), forbidden('not-yours'), invalid('stage-unknown' | 'event-mistaken' |
 * 'packs-mistaken' | 'image-not-found') with pointers, conflict('batch-recalled' | 'batch-barred'), unavailable('batch-busy'),
 * and what `drawInputs` throws
 */
export async function recordEvent(actor: Actor, code: string, wanted: WantedEvent, at: Date): Promise<TraceEvent> {
  const batch = await ownRecord(actor, code);
  const earlier = byRequest(batch, wanted.requestId);
  if (earlier) return present(earlier);
  const draft = await draftOf(actor, batch, wanted, at);
  const addsGoods = draft.packs.length > 0 || (wanted.inputs ?? []).length > 0;
  if (addsGoods) await refuseBarred(batch);
  const sizes = await packSizesOf(draft.packs.map(({ packId }) => packId));
  const isOver = await refuseOver(batch, draft.stage, {
    more: wanted.inputs ?? [],
    isMissing: wanted.moreInputs === true,
  });
  const inputs = await drawInputs(actor, batch, { wanted: wanted.inputs ?? [], draft }, at);
  const event = await appendEvent(batch.code, (now) => {
    const earlier = byRequest(now, wanted.requestId);
    if (earlier) return earlier;
    if (now.state === 'recalled' && addsGoods) throw conflict('batch-recalled', { code: now.code });
    const set = { gate: gateAfter(now, draft), outside: outsideAfter(now, draft) };
    const packs = new Map(draft.packs.map(({ packId, count }) => [packId, count]));
    const more = inputs.length > 0 ? { madeFrom: { add: inputs.map(sourceOf) } } : {};
    const bulk = { thousandths: -heldIn(packs, sizes, now.quantity.unit) };
    return { draft: inputs.length > 0 ? { ...draft, inputs } : draft, set, packs, bulk, ...more };
  });
  if (inputs.length > 0) await doneDrawing(batch.code, draft.requestId);
  if (isOver) await sayInputsMissing(actor, batch.code, event.id, at);
  return present(event);
}

const byRequest = ({ events }: BatchRecord, requestId: string | null | undefined): EventRecord | undefined =>
  requestId ? events.find((one) => one.requestId === requestId) : undefined;

/**
 * Writes a later event that takes the place of an earlier one, which stays. Packs are given as they should have been; what
 * is too much goes out of the stock, unless it is promised or sold.
 * A step that never happened is withdrawn; `eventId: 'registration'` corrects what the batch was registered with (`facts`).
 * @throws as recordEvent, and missing('event-not-found'), conflict('event-not-correctable' | 'packs-already-promised'), and
 * what `correctRegistration` throws
 */
export async function correctEvent(
  actor: Actor,
  code: string,
  wanted: WantedCorrection,
  at: Date,
): Promise<TraceEvent> {
  const batch = await ownRecord(actor, code);
  if (wanted.eventId === 'registration')
    return present(await correctRegistration(actor, batch, registrationIn(wanted), at));
  const product = await getProduct(batch.productId);
  if (wanted.photoIds) await requireImages(wanted.photoIds, batch.sellerId);
  const sizes = await packSizesOf([...packsMade(batch), ...(wanted.packs ?? [])].map(({ packId }) => packId));
  const correct = wanted.withdrawn ? withdrawalOf : correctionOf;
  const event = await appendEvent(batch.code, (now) => correct({ batch: now, sizes, product, actor, wanted, at }));
  if (wanted.withdrawn) await giveBackOf(batch, event.corrects);
  return present(event);
}

const registrationIn = ({ facts, reason, packs, requestId }: WantedCorrection) => ({
  ...facts,
  reason,
  packs,
  requestId,
});

// The draws of a step bear its request.
async function giveBackOf({ code, events }: BatchRecord, eventId: string | null): Promise<void> {
  const step = events.find(({ id }) => id === eventId);
  if (step?.inputs?.length && step.requestId !== null) await giveBack(code, step.requestId);
}

/**
 * Writes that packs of this batch left for an order: a system event without personal data.
 * Safe to repeat: once per order and stage. @throws missing('batch-not-found')
 */
export async function recordDispatch(
  code: string,
  wanted: { orderNumber: string; stage: 'packed-order' | 'shipped-order'; packs: PackCount[] },
  at: Date,
): Promise<void> {
  const { orderNumber, stage, packs } = wanted;
  await appendEvent(code, (now) => {
    const earlier = now.events.find((one) => one.orderNumber === orderNumber && one.stage === stage);
    if (earlier) return earlier;
    // Its packs were taken from the stock when they were sold; here they are only named.
    return { draft: { ...systemEvent(stage, { by: '', note: null, reason: null }, at), orderNumber, packs } };
  });
}

async function draftOf(
  actor: Actor,
  batch: Pick<BatchRecord, 'productId' | 'sellerId' | 'kind' | 'deliveredBy'>,
  wanted: WantedEvent,
  at: Date,
): Promise<EventDraft> {
  requireOccurred(wanted.occurredAt, at);
  const profile = getProfile(batch.kind);
  const measurements = readMeasurements(profile, wanted.stage, wanted.measurements ?? []);
  const packs = wanted.packs ?? [];
  const product = await getProduct(batch.productId);
  requirePacks(product, packs);
  requirePackable(batch, product, packs);
  if (wanted.photoIds) await requireImages(wanted.photoIds, batch.sellerId);
  const findings = readFindings(profile, wanted.stage, wanted.findings ?? []);
  requireNoSilentFailure({ ...wanted, measurements, findings });
  return {
    stage: wanted.stage,
    occurredAt: wanted.occurredAt,
    recordedAt: at,
    place: wanted.place ?? null,
    measurements,
    findings,
    photoIds: wanted.photoIds ?? [],
    packs,
    corrects: null,
    orderNumber: null,
    requestId: wanted.requestId ?? null,
    words: { by: actor.name, note: wanted.note ?? null, reason: null },
  };
}

function present(event: EventRecord): TraceEvent {
  const [read] = readEvents([event]);
  if (!read) throw missing('event-not-found');
  return read;
}
