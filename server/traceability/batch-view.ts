import type { Batch } from './batch.ts';
import { inspectionStage } from './gate.ts';
import { outsideIn, publicStory, wordIn } from './timeline.ts';
import type { TraceEvent } from './trace-event.ts';

/** A batch for programs, field by field. */
export const presentBatch = (batch: Batch, publicUrl: string) => ({
  code: batch.code,
  lot: batch.lot,
  state: batch.state,
  publicUrl: `${publicUrl}/t/${batch.code}`,
  productId: batch.productId,
  sellerId: batch.sellerId,
  kind: batch.kind,
  quantity: batch.quantity,
  producedOn: batch.producedOn,
  ...given({ expiresOn: batch.expiresOn, note: batch.note }),
  inputs: batch.inputs,
  ...(batch.besideOf ? { besideOf: batch.besideOf } : {}),
  stock: batch.stock.map(({ packId, onHand, held }) => ({ packId, onHand, held })),
  events: batch.events.map(presentEvent),
  limits: batch.limits,
  quality: {
    gate: batch.gate,
    inspections: inspections(batch),
    outsideLimits: outsideLimits(batch),
    chain: batch.chain,
  },
  recall: batch.recall && {
    reason: batch.recall.reason,
    advice: batch.recall.advice,
    at: batch.recall.at.toISOString(),
    from: batch.recall.from,
  },
  barredBy: batch.ban && { why: batch.ban.why, from: batch.ban.from, lot: batch.ban.lot },
  createdAt: batch.createdAt.toISOString(),
});

/** An event for programs: without the recorder's name and without order numbers. */
export const presentEvent = (event: TraceEvent) => ({
  id: event.id,
  stage: event.stage,
  occurredAt: event.occurredAt.toISOString(),
  recordedAt: event.recordedAt.toISOString(),
  measurements: event.measurements,
  ...(event.findings.length > 0 ? { findings: event.findings } : {}),
  photoIds: event.photoIds,
  packs: event.packs,
  ...(event.inputs.length > 0 ? { inputs: event.inputs } : {}),
  ...(event.withdrawn ? { withdrawn: true } : {}),
  hash: event.hash,
  previousHash: event.previousHash,
  ...given({
    place: event.place,
    amount: event.amount,
    note: event.note,
    correctedBy: event.correctedBy,
    corrects: event.corrects,
    reason: event.reason,
  }),
});

const inspections = (batch: Batch) =>
  publicStory(batch)
    .filter(({ stage }) => stage === inspectionStage)
    .map((step) => ({
      eventId: step.eventId,
      occurredAt: step.occurredAt.toISOString(),
      ...given({ lab: wordIn(step, 'lab'), report: wordIn(step, 'report') }),
      passed: outsideIn(step).length === 0,
    }));

const outsideLimits = (batch: Batch): { eventId: string; key: string }[] =>
  publicStory(batch).flatMap((step) => outsideIn(step).map((key) => ({ eventId: step.eventId, key })));

type Given<T> = { [K in keyof T]?: Exclude<T[K], null> };

// What is null inside is absent outside (contract: `place?`).
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Given<T>;
