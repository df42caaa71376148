import { z } from 'zod';
import type { Stage } from '../catalog/profiles.ts';
import { day, decimalIn, decimalNumber, lines, quantity, text, wholeNumber } from '../http/fields.ts';
import type { ExpiryAsked } from './expiry-asked.ts';
import { inputFields } from './inputs-form.schemas.ts';
import { RegisterBatch } from './traceability.schemas.ts';
import { writeOffReasons } from './write-offs.ts';

const id = z.string().max(60);

/** A form that is set aside: whatever it holds, since nothing is checked before it is sent in earnest. */
export const HalfForm = z.looseObject({});

/** The button that throws a draft away. */
export const DropDraftForm = z.strictObject({ form: z.string().max(200) });

/** The photo comes as a file, inputs in rows, and who has packs already says so with the steps. */
const RegisterBatchForm = RegisterBatch.omit({ photoId: true, inputs: true, packs: true, besideOf: true })
  .extend(inputFields)
  .extend({ noExpiry: z.literal('yes').optional(), moreInputs: z.literal('yes').optional() });

/** The form of a new batch. `expiresOn` comes out null where somebody said that none is written. */
export const registerBatchForm = (expiry: ExpiryAsked) =>
  RegisterBatchForm.superRefine(({ expiresOn, noExpiry }, context) => {
    const isSaid = expiresOn !== undefined || (expiry === 'day-or-none' && noExpiry === 'yes');
    if (expiry === 'nothing' || isSaid) return;
    context.addIssue({ code: 'custom', path: ['expiresOn'], message: `expiry-${expiry}` });
  }).transform(({ noExpiry, expiresOn, moreInputs, ...rest }) => ({
    ...rest,
    moreInputs: moreInputs && (true as const),
    expiresOn: noExpiry === 'yes' ? (expiresOn ?? null) : expiresOn,
  }));

/** The form of one step: a field for each measurement and key datum of its stage, all of them optional. */
export const stepForm = (stage: Stage) =>
  z.strictObject({
    occurredOn: day,
    place: text(120).optional(),
    m: measuredForm(stage).optional(),
    packs: packRows,
    note: lines(1000).optional(),
    /** Ticked when it was asked whether something that went in is still missing. */
    moreInputs: z.literal('yes').optional(),
  });

/** The same with what went in at the step. */
export const stepWithInputsForm = (stage: Stage) => stepForm(stage).extend(inputFields);

/** The same for a correction, with its reason; a count may become 0. */
export const correctionForm = (stage: Stage) => stepForm(stage).extend({ reason: text(300) });

/** So much of one kind of packs, or of what is not packed yet, and where it went. */
export const WriteOffForm = z.strictObject({
  what: id,
  amount: decimalNumber.pipe(z.number().positive('not-positive').max(1_000_000)),
  reason: z.enum(writeOffReasons),
  occurredOn: day,
  note: text(300).optional(),
});

/** Why a step never happened. */
export const WithdrawForm = z.strictObject({ reason: text(300) });

// A row whose count was left blank says nothing about its pack.
const packRows = z
  .array(z.strictObject({ packId: id, count: wholeNumber.pipe(z.number().min(0).max(1_000_000)).optional() }))
  .max(50)
  .default([])
  .transform((rows) => rows.flatMap(({ packId, count }) => (count === undefined ? [] : [{ packId, count }])));

/** A field for each measurement and key datum; those named must be filled in. */
export const measuredForm = (stage: Stage, needed: readonly string[] = []) =>
  z.strictObject(Object.fromEntries(fieldsOf(stage, needed)));

const fieldsOf = (stage: Stage, needed: readonly string[]) => [
  ...stage.measurements.map(
    ({ key, unit, plausible }) =>
      [key, decimalIn(unit).pipe(z.number().min(plausible.min).max(plausible.max)).optional()] as const,
  ),
  ...stage.keyData.map(({ key }) => [key, needed.includes(key) ? text(200) : text(200).optional()] as const),
];

/** What a batch should have been registered with; a field left as it was says nothing new. */
export const correctRegistrationForm = (mustSayExpiry: boolean) =>
  z.strictObject({
    reason: text(300),
    quantity,
    producedOn: day,
    expiresOn: mustSayExpiry ? day : day.optional(),
    lot: text(20),
    note: lines(1000).optional(),
    packs: packRows,
  });
