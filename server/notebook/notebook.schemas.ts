import { z } from 'zod';
import { day, instant, lines, quantity, text } from '../http/fields.ts';
import { BatchView, EventView, RecordEvent } from '../traceability/traceability.schemas.ts';

const Writing = {
  /** The phone's own id of the entry; sent as the Idempotency-Key too. */
  id: z.uuid(),
  writtenAt: instant,
  aheadMinutes: z.int().min(-10_000_000).max(10_000_000).default(0),
};
const id = z.string().max(60);

export const TakeBatch = z
  .strictObject({
    ...Writing,
    code: z.string().max(20),
    productId: id,
    quantity,
    producedOn: day,
    expiresOn: day.optional(),
    noExpiry: z.literal(true).optional(),
    note: lines(1000).optional(),
    photoId: id.optional(),
  })
  .meta({ id: 'TakeBatch' });

export const TakeStep = z
  .strictObject({
    ...Writing,
    batchCode: z.string().max(20),
    stage: id,
    occurredOn: day,
    place: text(120).optional(),
    note: lines(1000).optional(),
    measurements: RecordEvent.shape.measurements,
    photoIds: RecordEvent.shape.photoIds,
    packs: RecordEvent.shape.packs,
  })
  .meta({ id: 'TakeStep' });

export const BatchTaken = BatchView.pick({ code: true, lot: true, publicUrl: true, createdAt: true });
export const StepTaken = EventView.pick({ id: true, stage: true, occurredAt: true, recordedAt: true });

export const WantedCodes = z.strictObject({ count: z.int().min(1).max(30) }).meta({ id: 'WantedCodes' });
export const Codes = z.object({ codes: z.array(z.string()) });
export const OwnPin = z.strictObject({ pin: z.string().min(1).max(128) }).meta({ id: 'OwnPin' });

const Choice = z.object({ value: z.string(), title: z.string() });
const Question = z.object({
  key: z.string(),
  title: z.string(),
  /** By which key it is said. */
  heard: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  needed: z.boolean(),
});

/** Answers that the household has given once: its plots, by the question that they answer. */
const Known = z.record(z.string(), z.array(z.string()));
const QuantityView = z.object({ value: z.number(), unit: z.string() });

/** `voice`: the language that the phone's person listens to. */
export const NotebookQuery = z.strictObject({ voice: z.string().max(30).default('vi') });

export const NotebookView = z
  .object({
    account: z.object({ id: z.string(), name: z.string() }),
    /** Seals what the phone keeps (AES-GCM, base64url). */
    key: z.string(),
    now: z.iso.datetime(),
    languages: z.array(z.object({ code: z.string(), name: z.string() })),
    /** Where each sentence can be heard, by its key. */
    clips: z.record(z.string(), z.string()),
    /** What is written in that language, where it has a script, by the same keys. */
    written: z.record(z.string(), z.string()),
    products: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.string(),
        expiry: z.enum(['day', 'day-or-none', 'nothing']),
        keepsDays: z.number().nullable(),
        packs: z.array(z.object({ id: z.string(), name: z.string() })),
        last: QuantityView.nullable(),
        /** The steps of the last batch, so many days after its making, with what was said in words. */
        lastSteps: z.array(z.object({ stage: z.string(), days: z.int(), answers: z.record(z.string(), z.string()) })),
        known: Known,
      }),
    ),
    kinds: z.array(
      z.object({
        kind: z.string(),
        picture: z.string(),
        units: z.array(Choice),
        stages: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            heard: z.string(),
            picture: z.string(),
            makesStock: z.boolean(),
            questions: z.array(Question),
          }),
        ),
      }),
    ),
    batches: z.array(
      z.object({
        code: z.string(),
        productId: z.string(),
        kind: z.string(),
        producedOn: z.iso.date(),
        quantity: QuantityView,
        recalled: z.boolean(),
        /** What was recorded so far. */
        stages: z.array(z.string()),
        next: z.string().nullable(),
        steps: z.array(z.object({ title: z.string(), day: z.iso.date() })),
        answers: z.record(z.string(), z.string()),
        place: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'NotebookView' });
