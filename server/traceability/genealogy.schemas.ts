import { z } from 'zod';
import { instant, lines, optionalText, quantity, wholeNumber } from '../http/fields.ts';
import { writeOffReasons } from './write-offs.ts';

const id = z.string().max(60);

export const WriteOff = z
  .strictObject({
    packId: id.optional(),
    count: wholeNumber.pipe(z.number().min(1).max(1_000_000)).optional(),
    quantity: quantity.optional(),
    reason: z.enum(writeOffReasons),
    note: optionalText(300),
    occurredAt: instant,
  })
  .meta({ id: 'WriteOff' });

export const BalanceAnswer = z.strictObject({ said: lines(500) }).meta({ id: 'BalanceAnswer' });

const line = z.object({ id: z.string(), value: z.number().nullable() });

export const BalanceView = z
  .object({
    in: z.array(line),
    made: z.number(),
    beside: z.array(line),
    packed: z.number(),
    usedBy: z.array(line),
    writtenOff: z.number(),
    left: z.number(),
    unit: z.string(),
    yield: z
      .object({
        ratio: z.number(),
        expected: z.object({ least: z.number(), most: z.number(), source: z.string() }).nullable(),
      })
      .nullable(),
    verdict: z.enum(['even', 'ask', 'over']),
    answers: z.array(z.object({ said: z.string(), at: z.iso.datetime() })),
  })
  .meta({ id: 'BalanceView' });
