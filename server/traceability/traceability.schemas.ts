import { z } from 'zod';
import { ListQuery } from '../http/endpoint.ts';
import { day, instant, lines, optionalText, quantity, text, wholeNumber } from '../http/fields.ts';
import { SpokenWords } from '../localized.ts';
import { besideOf, Inputs, InputView, moreInputs } from './inputs.schemas.ts';

const id = z.string().max(60);
export const packCount = wholeNumber.pipe(z.number().min(1).max(1_000_000));
const Packs = z.array(z.strictObject({ packId: id, count: packCount })).max(50);
const photoIds = z.array(id).max(8);

export const RegisterBatch = z
  .strictObject({
    productId: id,
    quantity,
    producedOn: day,
    expiresOn: day.optional(),
    lot: text(20).optional(),
    note: lines(1000).optional(),
    photoId: id.optional(),
    inputs: Inputs.optional(),
    packs: Packs.optional(),
    besideOf,
    moreInputs,
  })
  .meta({ id: 'RegisterBatch' });

const Measured = z.strictObject({
  key: z.string().max(60),
  // Words for key data, a number for the rest: the profile says which.
  value: z.union([z.number(), text(200)]),
  unit: z.string().max(20).default(''),
});

// What a laboratory found beyond the profile, in the report's own words.
export const Finding = z.strictObject({
  name: text(80),
  value: text(60),
  unit: optionalText(20).transform((unit) => unit ?? ''),
  limit: optionalText(60).transform((limit) => limit ?? null),
  source: optionalText(120).transform((source) => source ?? null),
  conclusion: z
    .enum(['passed', 'failed'])
    .optional()
    .transform((conclusion) => conclusion ?? null),
});
const Findings = z.array(Finding).max(20).optional();

export const RecordEvent = z
  .strictObject({
    stage: z.string().max(60),
    occurredAt: instant,
    place: text(120).optional(),
    measurements: z.array(Measured).max(30).optional(),
    findings: Findings,
    note: lines(1000).optional(),
    photoIds: photoIds.optional(),
    moreInputs,
    packs: Packs.optional(),
    inputs: Inputs.optional(),
  })
  .meta({ id: 'RecordEvent' });

/** Whether batches from before the inspection was asked for are kept from sale too. */
export const HoldEarlier = z.strictObject({ earlier: z.enum(['hold', 'sell']) });

/** Why a batch that was kept from sale may be sold after all. */
export const AllowSale = z.strictObject({ reason: lines(1000) }).meta({ id: 'AllowSale' });

export const CorrectEvent = z
  .strictObject({
    /** A step's id, or `registration` for what the batch was registered with. */
    eventId: id,
    reason: text(300),
    withdrawn: z.literal(true).optional(),
    producedOn: day.optional(),
    expiresOn: day.nullable().optional(),
    lot: text(20).optional(),
    quantity: quantity.optional(),
    occurredAt: instant.optional(),
    place: text(120).nullable().optional(),
    measurements: z.array(Measured).max(30).optional(),
    findings: Findings,
    note: lines(1000).nullable().optional(),
    photoIds: photoIds.optional(),
    packs: z
      .array(z.strictObject({ packId: id, count: wholeNumber.pipe(z.number().min(0).max(1_000_000)) }))
      .max(50)
      .optional(),
  })
  .meta({ id: 'CorrectEvent' });

export const CodeParams = z.object({ code: z.string().max(60) });
export const BatchesQuery = ListQuery.extend({
  productId: id.optional(),
  state: z.enum(['open', 'recalled']).optional(),
});

const QuantityView = z.object({ value: z.number(), unit: z.string() });
const PackCountView = z.object({ packId: z.string(), count: z.number().int() });

export const EventView = z
  .object({
    id: z.string(),
    stage: z.string(),
    occurredAt: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    place: z.string().optional(),
    measurements: z.array(z.object({ key: z.string(), value: z.union([z.number(), z.string()]), unit: z.string() })),
    findings: z
      .array(
        z.object({
          name: z.string(),
          value: z.string(),
          unit: z.string(),
          limit: z.string().nullable(),
          source: z.string().nullable(),
          conclusion: z.enum(['passed', 'failed']).nullable(),
        }),
      )
      .optional(),
    note: z.string().optional(),
    photoIds: z.array(z.string()),
    packs: z.array(PackCountView),
    inputs: z.array(InputView).optional(),
    amount: QuantityView.optional(),
    withdrawn: z.boolean().optional(),
    hash: z.string(),
    previousHash: z.string(),
    correctedBy: z.string().optional(),
    corrects: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'EventView' });

export const BatchView = z
  .object({
    code: z.string(),
    lot: z.string(),
    state: z.enum(['open', 'recalled']),
    publicUrl: z.string(),
    productId: z.string(),
    sellerId: z.string(),
    kind: z.string(),
    quantity: QuantityView,
    producedOn: z.iso.date(),
    expiresOn: z.iso.date().optional(),
    note: z.string().optional(),
    inputs: z.array(InputView),
    besideOf: z.string().optional(),
    stock: z.array(z.object({ packId: z.string(), onHand: z.number().int(), held: z.number().int() })),
    events: z.array(EventView),
    limits: z.array(
      z.object({
        stage: z.string(),
        key: z.string(),
        limit: z.object({
          min: z.number().optional(),
          max: z.number().optional(),
          source: z.string(),
          asOf: z.iso.date(),
        }),
      }),
    ),
    quality: z.object({
      gate: z.enum(['open', 'waiting', 'failed']),
      inspections: z.array(
        z.object({
          eventId: z.string(),
          occurredAt: z.iso.datetime(),
          lab: z.string().optional(),
          report: z.string().optional(),
          passed: z.boolean(),
        }),
      ),
      outsideLimits: z.array(z.object({ eventId: z.string(), key: z.string() })),
      chain: z.object({ ok: z.boolean(), firstBroken: z.string().optional() }),
    }),
    recall: z
      .object({
        reason: SpokenWords,
        advice: SpokenWords,
        at: z.iso.datetime(),
        from: z.string(),
      })
      .nullable(),
    barredBy: z
      .object({ why: z.enum(['recalled', 'failed', 'waiting', 'expired']), from: z.string(), lot: z.string() })
      .nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'BatchView' });
