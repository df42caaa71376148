import { z } from 'zod';
import { lines } from '../http/fields.ts';

export const BatchParams = z.strictObject({ code: z.string().max(30) });
export const RecallBatch = z.strictObject({ reason: lines(1000), advice: lines(1000) }).meta({ id: 'RecallBatch' });
export const LiftRecall = z.strictObject({ reason: lines(1000) }).meta({ id: 'LiftRecall' });

export const RecallView = z
  .object({
    code: z.string(),
    state: z.enum(['open', 'recalled']),
    affectedOrders: z.array(z.object({ number: z.string(), state: z.string(), sellerId: z.string() })),
    affectedBatches: z.array(z.object({ code: z.string(), state: z.enum(['open', 'recalled']), sellerId: z.string() })),
  })
  .meta({ id: 'RecallView' });
