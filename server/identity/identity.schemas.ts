import { z } from 'zod';
import { day, nameText, objectId, optionalText, text } from '../http/fields.ts';

// A secret is taken as it was typed: trimming or folding would change what the person chose.
const secret = z.string().min(1, 'required').max(128);

export const SignIn = z.strictObject({
  phone: text(30),
  pin: secret,
  /** Six digits of the authenticator app, or a lookup code: cooperative and officer. */
  code: optionalText(40),
});

export const SessionView = z
  .object({
    token: z.string(),
    account: z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['household', 'cooperative', 'officer']),
      sellerId: z.string().optional(),
      cooperativeId: z.string().optional(),
    }),
  })
  .meta({ id: 'SessionView' });

export const ConfirmIdentity = z.strictObject({ pin: secret, code: optionalText(40) });

export const RedeemInvite = z.strictObject({
  secret,
  again: secret,
  code: optionalText(10),
  phone: optionalText(30),
});

export const AddMember = z.strictObject({
  name: nameText(80),
  village: nameText(60),
  line: optionalText(120),
  commune: text(60),
  province: text(60),
  people: optionalText(40),
  /** Asked of an officer: what it is, and for a household whose. */
  kind: z.enum(['household', 'cooperative']).default('household'),
  cooperativeId: objectId.optional(),
});

export const AddOfficer = z.strictObject({ name: nameText(60) });

/** What a seller is called from now on. */
export const NameSeller = AddMember.omit({ people: true });

/** A sheet of cards: for whom, and until when they are good. */
export const InviteCards = z.strictObject({
  people: z.record(z.string().max(30), z.literal('yes')).optional(),
  valid: z.enum(['hours', 'day']),
  day: day.optional(),
});

export const AddPerson = z.strictObject({ name: nameText(60), phone: text(30) });
