import { z } from 'zod';
import { day, lines, objectId, text } from '../http/fields.ts';
import { spoken } from '../localized.ts';

export const SpeakRecall = z.strictObject({
  ...spoken('reason', lines(1000)),
  ...spoken('advice', lines(1000)),
});

export const Lifting = z.strictObject(spoken('reason', lines(1000)));

export const NoteCall = z.strictObject({
  recallId: z.string().max(40),
  number: z.string().max(30),
  outcome: z.enum(['told', 'no-answer', 'waiting']),
});

/** What there is to call back besides one batch: a lot from outside, what somebody made on some days, a material that was used. */
export const recallWays = ['lo-ngoai', 'ho-ngay', 'vat-tu'] as const;
export type RecallWay = (typeof recallWays)[number];

// An empty field of a form that asks counts as left out, and what is not understood as not asked.
const left = z.literal('').transform(() => undefined);
const said = z
  .union([left, text(100)])
  .optional()
  .catch(undefined);
const on = z.union([left, day]).optional().catch(undefined);

export const FindSources = z.object({
  theo: z.enum(recallWays).optional().catch(undefined),
  q: said,
  ho: z.union([left, objectId]).optional().catch(undefined),
  tu: on,
  den: on,
});

const named = z.union([z.string().max(8000), z.array(z.string().max(8000)).max(500)]);

/** The sources that were ticked, one or many, each perhaps several with commas between. */
const sources = named
  .optional()
  .catch(undefined)
  .transform((given) => [
    ...new Set(
      [given ?? []]
        .flat()
        .flatMap((one) => one.split(','))
        .filter(Boolean),
    ),
  ]);

export const ChosenSources = z.object({
  theo: z.enum(recallWays).catch('lo-ngoai'),
  ten: z
    .union([left, text(200)])
    .optional()
    .catch(undefined),
  nguon: sources,
});

const word = z.string().max(40).optional().catch(undefined);

/** Whose orders are listed: of a recall, of a batch, or of what was ticked; `sau`: behind this order. */
export const AskedOrders = ChosenSources.extend({ lenh: word, lo: word, sau: word });
