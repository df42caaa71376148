import { z } from 'zod';
import { decimalNumber, lines, objectId, optionalText, wholeNumber } from '../http/fields.ts';

const kind = {
  registration: z.enum(['new', 'existing'], 'required'),
  setId: z.string('required').min(1, 'required').max(40),
  productSet: optionalText(120),
};

export const BeginForm = z.strictObject({ productId: objectId, ...kind });

export const ChangeForm = z.strictObject(kind);

/** A note, a paper, or both; a note left blank is taken away. */
export const CriterionForm = z.strictObject({ note: lines(2000).optional(), paper: z.string().max(40).optional() });

export const PointsForm = z.strictObject({
  points: z.record(z.string().max(2), decimalNumber.pipe(z.number().min(0, 'not-below-nought').max(100))).optional(),
});

export const HandInForm = z.strictObject({ version: wholeNumber, sure: z.literal('yes', 'consent-needed') });
