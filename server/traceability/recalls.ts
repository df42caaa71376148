import type { Actor } from '../actor.ts';
import { conflict, forbidden } from '../errors.ts';
import { inBoth, type Localized } from '../language.ts';
import { appendEvent, type Change } from './append.ts';
import type { Batch } from './batch.ts';
import type { BatchRecord } from './batch-record.ts';
import { findRecord, seenRecord } from './batch-sight.ts';
import { judged } from './chain.ts';
import type { EventDraft, EventRecord } from './event.ts';

type Words = string | Localized;

/**
 * Calls a batch back: from this update on nothing of it is held any more. The same words again change nothing. For the officer
 * and the cooperative that answers for the seller.
 * @throws missing('batch-not-found'), forbidden('recall-not-yours'), conflict('batch-already-recalled')
 */
export async function recallBatch(
  actor: Actor,
  code: string,
  wanted: { reason: Words; advice: Words },
  at: Date,
): Promise<Batch> {
  const reason = localized(wanted.reason);
  const advice = localized(wanted.advice);
  return change(actor, code, (batch) => {
    if (batch.state === 'recalled') return theSame(batch, reason, advice);
    const draft = systemEvent('recalled', { by: actor.name, note: advice.vi, reason: reason.vi }, at);
    return { draft, set: { state: 'recalled', recall: { reason, advice, at } } };
  });
}

/** @throws missing('batch-not-found'), forbidden('recall-not-yours'), conflict('batch-not-recalled') */
export async function liftRecall(actor: Actor, code: string, wanted: { reason: Words }, at: Date): Promise<Batch> {
  const reason = localized(wanted.reason);
  return change(actor, code, (batch) => {
    if (batch.state !== 'recalled') throw conflict('batch-not-recalled', { code: batch.code });
    const draft = systemEvent('recall-lifted', { by: actor.name, note: null, reason: reason.vi }, at);
    return { draft, set: { state: 'open', recall: null } };
  });
}

/** Whether this person may call the batch of this seller back, for showing the button. */
export const mayRecall = (actor: Actor): boolean => actor.role !== 'household';

/** An event that the house itself writes. */
export const systemEvent = (stage: EventDraft['stage'], words: EventDraft['words'], at: Date): EventDraft => ({
  stage,
  occurredAt: at,
  recordedAt: at,
  place: null,
  measurements: [],
  findings: [],
  photoIds: [],
  packs: [],
  corrects: null,
  orderNumber: null,
  requestId: null,
  words,
});

async function change(actor: Actor, text: string, think: (batch: BatchRecord) => Change | EventRecord): Promise<Batch> {
  const { code } = await seenRecord(actor, text);
  if (!mayRecall(actor)) throw forbidden('recall-not-yours');
  await appendEvent(code, think);
  const record = await findRecord(code);
  if (!record) throw new Error('a batch was taken away');
  return judged(record);
}

// The room above goes on after this step; when it was cut off there, the same words again let it finish.
function theSame({ code, recall, events }: BatchRecord, reason: Localized, advice: Localized): EventRecord {
  const event = events.findLast(({ stage }) => stage === 'recalled');
  if (event && recall?.reason.vi === reason.vi && recall.advice.vi === advice.vi) return event;
  throw conflict('batch-already-recalled', { code });
}

const localized = (words: Words): Localized => (typeof words === 'string' ? inBoth(words) : words);
