import { z } from 'zod';
import { day, lines, nameText, optionalText, text } from '../http/fields.ts';
import { consentWays } from './consents.ts';

const id = z.string().max(80);
const yes = z
  .literal('yes')
  .optional()
  .transform((answer) => answer === 'yes');

/** A story as far as it is written; to show it there must be one, and every name in it must be agreed to. */
export const StoryForm = z
  .strictObject({
    vi: lines(2000).optional(),
    en: lines(2000).optional(),
    craftVillage: nameText(120).optional(),
    motifVi: lines(600).optional(),
    motifEn: lines(600).optional(),
    clipUrl: text(500).optional(),
    agreed: yes,
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
    do: z.enum(['draft', 'show', 'hide']).default('draft'),
  })
  .superRefine(({ do: wanted, vi, motifVi, motifEn, agreed }, context) => {
    const refuse = (field: string, message = 'required') =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (wanted === 'show' && vi === undefined) refuse('vi');
    if (wanted === 'show' && !agreed) refuse('agreed', 'names-not-agreed');
    if (motifEn !== undefined && motifVi === undefined) refuse('motifVi');
  });

/** A photo for a story, and whose faces are in it: `face.<consent>` for each. */
export const StoryPhotoForm = z
  .strictObject({
    captionVi: optionalText(160),
    captionEn: optionalText(160),
    who: z.enum(['nobody', 'somebody']),
    face: z.record(id, z.literal('yes')).default({}),
  })
  .superRefine(({ who, face, captionVi, captionEn }, context) => {
    if (who === 'somebody' && Object.keys(face).length === 0) {
      context.addIssue({ code: 'custom', path: ['who'], message: 'photo-without-consent' });
    }
    if (captionEn !== undefined && captionVi === undefined) {
      context.addIssue({ code: 'custom', path: ['captionVi'], message: 'required' });
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

/** A button beside one photo or one consent. */
export const StoryButtonForm = z.strictObject({ one: id });
