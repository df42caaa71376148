import { z } from 'zod';
import { lines } from '../http/fields.ts';
import { inLanguages } from '../localized.ts';

export const BatchParams = z.strictObject({ code: z.string().max(30) });
// One text, or one in each language: every buyer reads it.
const words = z.union([lines(1000), z.strictObject(inLanguages(lines(1000)))]);
export const RecallBatch = z
  .strictObject({ reason: words.optional(), advice: words.optional(), preview: z.literal(true).optional() })
  .refine(({ reason, preview }) => preview || reason !== undefined, { path: ['reason'], error: 'required' })
  .refine(({ advice, preview }) => preview || advice !== undefined, { path: ['advice'], error: 'required' })
  .meta({ id: 'RecallBatch' });
export const LiftRecall = z.strictObject({ reason: words }).meta({ id: 'LiftRecall' });

const batchState = z.enum(['open', 'recalled']);

const RecallScope = z.object({
  batches: z.array(
    z.object({
      code: z.string(),
      lot: z.string(),
      generation: z.number().int(),
      onHand: z.number().int(),
      held: z.number().int(),
      sold: z.number().int(),
      labelsPrinted: z.number().int(),
    }),
  ),
  onShelf: z.number().int(),
  held: z.number().int(),
  sold: z.number().int(),
  labelsPrinted: z.number().int(),
  orders: z.number().int(),
  unpaidOrders: z.number().int(),
  buyers: z.number().int(),
  outsideLots: z.array(z.string()),
});

export const RecallView = z
  .object({
    code: z.string(),
    state: batchState,
    affectedOrders: z.array(z.object({ number: z.string(), state: z.string(), sellerId: z.string() })),
    affectedBatches: z.array(z.object({ code: z.string(), state: batchState, sellerId: z.string() })),
    scope: RecallScope,
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

const Node = z.union([
  z.object({ hidden: z.literal(true), id: z.string(), generation: z.number().int() }),
  z.object({
    code: z.string().optional(),
    outsideId: z.string().optional(),
    lot: z.string().nullable(),
    productName: z.string(),
    sellerName: z.string(),
    producedOn: z.iso.date(),
    state: z.enum(['open', 'recalled']),
    generation: z.number().int(),
  }),
]);

export const TraceView = z
  .object({
    code: z.string(),
    back: z.array(Node),
    forward: z.array(Node),
    beside: z.array(Node).optional().describe('What came out of the same making; absent where nothing did'),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        quantity: z.object({ value: z.number(), unit: z.string() }),
        besideOf: z
          .string()
          .optional()
          .describe('Of a by-product: the batch for which its inputs were drawn; quantity is 0'),
      }),
    ),
    orders: z.number().int(),
    buyers: z.number().int(),
  })
  .meta({ id: 'TraceView' });
