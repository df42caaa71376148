import { z } from 'zod';
import { day, decimalNumber, lines, text } from '../http/fields.ts';
import { withoutUnit } from '../reading/numbers.ts';

const amount = decimalNumber.pipe(z.number().positive('not-positive').max(1_000_000));

/** The unit stands once for all amounts, and may stand behind each number too. */
function unitTypedTwice(value: unknown): unknown {
  const { amounts, unit } = (value ?? {}) as { amounts?: object; unit?: unknown };
  if (typeof amounts !== 'object' || typeof unit !== 'string') return value;
  const plain = Object.entries(amounts).map(([id, typed]: [string, unknown]) => [
    id,
    typeof typed === 'string' ? withoutUnit(typed, unit) : typed,
  ]);
  return { ...(value as object), amounts: Object.fromEntries(plain) as object };
}

/** What households delivered on a day: an amount beside each that did. */
export const DeliveriesForm = z.preprocess(
  unitTypedTwice,
  z.strictObject({
    amounts: z.record(z.string().regex(/^[0-9a-f]{24}$/), amount.optional()).default({}),
    unit: text(20),
    producedOn: day,
    note: lines(1000).optional(),
    again: z.literal('yes').optional(),
  }),
);
