import { z } from 'zod';
import { batchCode, lines, nameText, readBy, text } from '../http/fields.ts';
import { readAnyPhone } from '../identity/phone.ts';
import type { Reading } from '../reading/reading.ts';
import { readTyped } from '../reading/text.ts';
import { complaintStates, outcomes } from './complaint.ts';
import { complaintKinds } from './kinds.ts';

const readEmail = (typed: string): Reading<string> => {
  const email = readTyped(typed).toLowerCase();
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email) ? { value: email } : { code: 'email-not-readable' };
};

const phone = readBy(readAnyPhone, 40);
const email = readBy(readEmail, 120);

/** A phone or a mail address, whichever it is. */
export const Contact = readBy((typed) => (typed.includes('@') ? readEmail(typed) : readAnyPhone(typed)), 120);

const words = lines(2000);
const orderNumber = text(1000);
const kind = z.enum(complaintKinds.map(({ id }) => id) as [string, ...string[]], 'not-a-choice');

export const FileComplaint = z
  .strictObject({
    kind,
    text: words,
    contact: z.strictObject({ name: nameText(80), phone: phone.optional(), email: email.optional() }),
    orderNumber: orderNumber.optional(),
    batchCode: batchCode.optional(),
    photoIds: z.array(z.string().max(40)).max(3).optional(),
  })
  .meta({ id: 'FileComplaint' });

/** The same as a form: flat. */
export const ComplaintForm = z.strictObject({
  kind,
  text: words,
  name: nameText(80),
  phone: phone.optional(),
  email: email.optional(),
  orderNumber: orderNumber.optional(),
  batchCode: batchCode.optional(),
});

const instant = z.iso.datetime();

export const ComplaintMade = z
  .object({ code: z.string(), kind: z.string(), state: z.enum(complaintStates), respondBy: instant, settleBy: instant })
  .meta({ id: 'ComplaintMade' });

export const ComplaintView = ComplaintMade.extend({
  level: z.int(),
  receivedAt: instant,
  answeredAt: instant.nullable(),
  settledAt: instant.nullable(),
  outcome: z.enum(outcomes).nullable(),
  steps: z.array(z.object({ at: instant, did: z.string(), party: z.string(), text: z.string() })),
}).meta({ id: 'ComplaintView' });

export const ComplaintParams = z.strictObject({ code: z.string().max(40) });
export const ComplaintQuery = z.strictObject({ contact: z.string().max(120) });

/** What opens a complaint again: its code and the contact that was left with it. */
export const LookUpForm = z.strictObject({ code: text(1000), contact: Contact });
export const TakeFurtherForm = LookUpForm.extend({ text: words });

export const SpeakForm = z
  .strictObject({
    did: z.enum(['answered', 'heard', 'extended', 'settled']),
    text: words,
    outcome: z.enum(outcomes).optional(),
  })
  .refine(({ did, outcome }) => did !== 'settled' || outcome !== undefined, { path: ['outcome'], error: 'required' });

/** Reads a contact that came in an address; null when it is neither phone nor mail. */
export const readContact = (typed: string): string | null => Contact.safeParse(typed).data ?? null;
