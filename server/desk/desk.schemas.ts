import { z } from 'zod';
import { lines } from '../http/fields.ts';

export const BatchParams = z.strictObject({ code: z.string().max(30) });
// One text, or one in each language: every buyer reads it.
const words = z.union([lines(1000), z.strictObject({ vi: lines(1000), en: lines(1000) })]);
export const RecallBatch = z.strictObject({ reason: words, advice: words }).meta({ id: 'RecallBatch' });
export const LiftRecall = z.strictObject({ reason: words }).meta({ id: 'LiftRecall' });

const batchState = z.enum(['open', 'recalled']);

export const RecallView = z
  .object({
    code: z.string(),
    state: batchState,
    affectedOrders: z.array(z.object({ number: z.string(), state: z.string(), sellerId: z.string() })),
    affectedBatches: z.array(z.object({ code: z.string(), state: batchState, sellerId: z.string() })),
  })
  .meta({ id: 'RecallView' });

export const DeskView = z
  .object({
    paidNotPacked: z.number().int(),
    cashNotPacked: z.number().int(),
    moneyToReview: z.number().int(),
    paid: z.array(z.string()),
    news: z.array(z.string()),
    waiting: z.array(z.object({ key: z.string(), count: z.number().int(), url: z.string() })),
  })
  .meta({ id: 'DeskView' });
