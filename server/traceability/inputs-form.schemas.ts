import { z } from 'zod';
import { day, decimalNumber, text, unitTypedTwice } from '../http/fields.ts';

const amount = decimalNumber.pipe(z.number().positive('not-positive').max(1_000_000));
const parts = { value: amount.optional(), unit: text(20).optional() };
const issue = (path: PropertyKey[], message: string) => ({ code: 'custom' as const, path, message });

/** A batch or a lot that the form lists: so much of it, or all that was left when the form was shown (`120 kg`). */
const Listed = z
  .preprocess(unitTypedTwice, z.strictObject({ ...parts, all: z.string().max(60).optional() }))
  .superRefine(({ value, unit, all }, context) => {
    if (value !== undefined && all !== undefined && all !== `${value} ${unit}`)
      context.addIssue(issue(['value'], 'all-or-amount'));
  });

/** Another batch, by its code. */
const Named = z
  .preprocess(unitTypedTwice, z.strictObject({ ...parts, code: z.string().max(400).optional() }))
  .superRefine(({ value, code }, context) => {
    if (code !== undefined && value === undefined) context.addIssue(issue(['value'], 'required'));
    if (code === undefined && value !== undefined) context.addIssue(issue(['code'], 'required'));
  });

const ofOutside = ['name', 'supplier', 'receivedOn', 'value'] as const;

/** A lot from outside; a row left blank but for its unit and day says nothing. */
const Outside = z
  .preprocess(
    unitTypedTwice,
    z.strictObject({
      ...parts,
      name: text(120).optional(),
      supplier: text(120).optional(),
      lot: text(60).optional(),
      receivedOn: day.optional(),
      place: text(120).optional(),
      photoId: z.string().max(60).optional(),
    }),
  )
  .superRefine((row, context) => {
    if (isBlankLot(row)) return;
    for (const key of ofOutside) if (row[key] === undefined) context.addIssue(issue([key], 'required'));
  });

/** Whether a row for a lot from outside says nothing. */
export const isBlankLot = ({ unit: _unit, receivedOn: _day, ...said }: Record<string, unknown>): boolean =>
  Object.values(said).every((one) => one === undefined);

/** What a form asks of inputs: beside those that it lists, by id; others by their code; and lots from outside. */
export const inputFields = {
  used: z.record(z.string().max(60), Listed).default({}),
  more: z.array(Named.optional()).max(5).default([]),
  outside: z.array(Outside.optional()).max(5).default([]),
};

const Fields = z.strictObject(inputFields);
export type TypedInputs = z.output<typeof Fields>;
