import { z } from 'zod';
import { day, lines, nameText, optionalText, readBy, text } from '../http/fields.ts';
import { readOwnPhone } from '../identity/phone.ts';
import { isSaidIn, spoken } from '../localized.ts';
import { consentWays } from './consents.ts';

const id = z.string().max(80);
const yes = z
  .literal('yes')
  .optional()
  .transform((answer) => answer === 'yes');

/** A story as far as it is written; to show it there must be one, and every name in it must be agreed to. */
export const StoryForm = z
  .strictObject({
    ...spoken('told', lines(2000).optional()),
    craftVillage: nameText(120).optional(),
    ...spoken('motif', lines(600).optional()),
    clipUrl: text(500).optional(),
    agreed: yes,
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
    do: z.enum(['draft', 'show', 'hide']).default('draft'),
  })
  .superRefine((form, context) => {
    const { do: wanted, told, motif, agreed } = form;
    const refuse = (field: string, message = 'required') =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (wanted === 'show' && told === undefined) refuse('told');
    if (wanted === 'show' && !agreed) refuse('agreed', 'names-not-agreed');
    if (motif === undefined && isSaidIn(form, 'motif')) refuse('motif');
  });

/** A photo for a story, and whose faces are in it: `face.<consent>` for each. */
export const StoryPhotoForm = z
  .strictObject({
    ...spoken('caption', optionalText(160)),
    who: z.enum(['nobody', 'somebody']),
    face: z.record(id, z.literal('yes')).default({}),
  })
  .superRefine((form, context) => {
    const { who, face, caption } = form;
    if (who === 'somebody' && Object.keys(face).length === 0) {
      context.addIssue({ code: 'custom', path: ['who'], message: 'photo-without-consent' });
    }
    if (caption === undefined && isSaidIn(form, 'caption')) {
      context.addIssue({ code: 'custom', path: ['caption'], message: 'required' });
    }
  });

export const ConsentForm = z.strictObject({
  person: nameText(80),
  task: optionalText(80),
  people: optionalText(40),
  showsName: yes,
  showsFace: yes,
  way: z.enum(consentWays),
  givenOn: day,
});

/** As `ConsentForm`, of somebody whom visitors may call: the number and the tick belong together. */
export const ContactForm = ConsentForm.extend({
  phone: readBy(readOwnPhone, 40).optional(),
  showsPhone: yes,
}).superRefine(({ phone, showsPhone }, context) => {
  if (showsPhone && phone === undefined) context.addIssue({ code: 'custom', path: ['phone'], message: 'required' });
  if (!showsPhone && phone !== undefined)
    context.addIssue({ code: 'custom', path: ['showsPhone'], message: 'consent-needed' });
});

/** A button beside one photo or one consent. */
export const StoryButtonForm = z.strictObject({ one: id });
