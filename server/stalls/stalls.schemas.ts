import { z } from 'zod';
import { instant, lines, moneyVnd, objectId, text, wholeNumber } from '../http/fields.ts';
import { SpokenWords } from '../localized.ts';
import { verdictKinds } from './sale.ts';

const quantity = wholeNumber.pipe(z.number().min(1, 'too-low').max(10_000, 'too-high'));

export const StallParams = z.strictObject({ id: objectId });
export const SaleParams = z.strictObject({ id: objectId, saleId: z.string().max(30) });

/** Packs, or an amount alone. */
export const OpenSale = z
  .strictObject({
    lines: z
      .array(z.strictObject({ packId: z.string().max(60), quantity }))
      .min(1)
      .max(50)
      .optional(),
    amountVnd: moneyVnd.optional(),
    note: lines(500).optional(),
  })
  .refine((sale) => (sale.lines === undefined) !== (sale.amountVnd === undefined), {
    message: 'lines-or-amount',
    path: ['lines'],
  })
  .meta({ id: 'OpenSale' });

export const OpenedSaleView = z
  .object({
    id: z.string(),
    amountVnd: z.number().int(),
    payload: z.string(),
    qrUrl: z.url(),
    reference: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'OpenedSaleView' });

export const SaleView = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'paid', 'short', 'over', 'cancelled']),
    amountVnd: z.number().int(),
    receivedVnd: z.number().int(),
    said: SpokenWords,
    /** None of a sale by amount alone: money without goods. */
    items: z.array(
      z.object({
        packId: z.string(),
        name: z.string(),
        quantity: z.number().int(),
        priceVnd: z.number().int(),
        batches: z.array(z.object({ batchCode: z.string(), quantity: z.number().int() })),
      }),
    ),
    payBy: z.enum(['vietqr', 'cash']),
    reference: z.string().optional(),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'SaleView' });

export const HeardQuery = z.strictObject({
  since: instant,
  /** Ids told before, with commas between. */
  known: z
    .string()
    .max(3000)
    .regex(/^[0-9a-f,]*$/, 'not-an-id')
    .optional(),
  wait: wholeNumber.pipe(z.number().min(0).max(20)).default(0),
  /** The language in whose recordings the phone says it, as `GET /voice-hints` names it. */
  voice: z.string().max(30).optional(),
});

export const HeardView = z
  .object({
    at: z.iso.datetime(),
    data: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(verdictKinds),
        at: z.iso.datetime(),
        saleId: z.string().optional(),
        said: SpokenWords,
        /** Recordings that say it, to be played one after the other; none while one of them is missing. */
        clips: z.array(z.string()).optional(),
      }),
    ),
    /** What is played before one that comes late. */
    lateClip: z.string().optional(),
  })
  .meta({ id: 'HeardView' });

/** The selling screen: a quantity of nothing is a pack that is not sold. */
export const SellForm = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        packId: z.string().max(60),
        quantity: wholeNumber.pipe(z.number().min(0, 'too-low').max(10_000, 'too-high')).default(0),
      }),
    )
    .max(200)
    .default([]),
  amountVnd: moneyVnd.optional(),
  sellerId: objectId.optional(),
  payBy: z.enum(['vietqr', 'cash']).default('vietqr'),
  note: text(200).optional(),
});

/** Boxes that are ticked, of rows that may have gaps. */
const ticked = <S extends z.ZodType>(one: S) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? value.filter((row: unknown) => row !== undefined) : value),
    z.array(one).max(60).default([]),
  );

export const SetStall = z.strictObject({
  place: text(120).optional(),
  hours: text(60).optional(),
  days: ticked(wholeNumber.pipe(z.number().min(1).max(7))),
  guestIds: ticked(objectId),
});

/** In which size a poster is printed. */
export const PosterQuery = z.object({ kho: z.enum(['a4', 'a5', 'a6']).catch('a4') });

/** A payment code's text, where it is not photographed. */
export const CodeForm = z.strictObject({
  code: text(1000).optional(),
  take: z.enum(['away', 'tested', 'failed']).optional(),
});
