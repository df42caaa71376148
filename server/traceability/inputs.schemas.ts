import { z } from 'zod';
import { batchCode, day, optionalText, quantity, text } from '../http/fields.ts';

const id = z.string().max(60);

const OutsideLot = z.strictObject({
  name: text(120),
  supplier: text(120),
  lot: optionalText(60),
  receivedOn: day,
  place: optionalText(120),
  photoId: id.optional(),
});
// A batch of the market, a lot from outside that was written down before, or a new one.
export const Inputs = z
  .array(
    z.union([
      z.strictObject({ batchCode, quantity }),
      z.strictObject({ outsideId: id, quantity }),
      z.strictObject({ outside: OutsideLot, quantity }),
    ]),
  )
  .max(50);

export const InputView = z.object({
  batchCode: z.string().optional(),
  outsideId: z.string().optional(),
  quantity: z.object({ value: z.number(), unit: z.string() }),
});

export const besideOf = batchCode
  .optional()
  .describe(
    'The batch beside which this one came out of the same making (bran beside rice): it has no inputs of its own',
  );

export const moreInputs = z
  .literal(true)
  .optional()
  .describe('The answer to a 409 `balance-over`: something that went in is not written down; not for sale until it is');
