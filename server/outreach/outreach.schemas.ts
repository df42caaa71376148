import { z } from 'zod';
import { day, lines, nameText, objectId, text, wholeNumber } from '../http/fields.ts';
import { saidStandings } from './onboarding.ts';
import { occasions } from './post.ts';
import { weekStates } from './week.ts';

/** How far a stall has come. */
export const OnboardingForm = z.strictObject({
  said: z.enum(saidStandings, 'not-a-choice'),
  helper: nameText(60).optional(),
  looked: z.literal('yes').optional(),
});

/** The address of a stall that is open now. */
export const OpenedForm = z.strictObject({ url: lines(2000) });

export const TrainingForm = z.strictObject({
  day,
  village: text(60),
  topic: text(120),
  came: z.record(objectId, z.literal('yes')).optional(),
  others: wholeNumber.pipe(z.number().min(0, 'not-a-whole-number').max(500, 'not-a-whole-number')).optional(),
});

/** A button beside one session. */
export const TrainingButtonForm = z.strictObject({ training: z.string().max(60) });

/** What an officer decides of one post of a week. */
export const WeekPostForm = z.strictObject({
  week: day,
  occasion: z.enum(occasions, 'not-a-choice'),
  product: objectId,
  day,
  do: z.enum(weekStates, 'not-a-choice'),
});
