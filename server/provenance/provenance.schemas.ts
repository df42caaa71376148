import { z } from 'zod';
import { lines, optionalText } from '../http/fields.ts';

/** What a person tells who doubts some goods. */
export const DoubtForm = z.strictObject({
  code: optionalText(1000),
  serial: optionalText(20),
  message: lines(1000),
  place: optionalText(200),
  contact: optionalText(100),
});

/** What was found or done about a doubt. */
/** `doubt`: the one whose answer this is, among all on the page. */
export const CloseDoubtForm = z.strictObject({ answer: lines(600), doubt: z.string().max(40).optional() });
