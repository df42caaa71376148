import { z } from 'zod';
import { nameText, optionalText } from '../http/fields.ts';
import { longestWriting } from './writings.ts';

export const VoiceQuery = z.strictObject({ language: z.string().max(30).default('vi') });
export const AddLanguageForm = z.strictObject({ name: nameText(40) });
/** By the sentences' keys; blank ones are left out. */
export const WritingsForm = z.strictObject({
  words: z.record(z.string(), optionalText(longestWriting)).optional(),
});
export const SentClip = z.strictObject({ language: z.string().max(30), key: z.string().max(80) });

export const ClipView = z
  .object({
    language: z.string(),
    key: z.string(),
    type: z.string(),
    seconds: z.number(),
    bytes: z.number().int(),
    /** Where phones load it from; null where it is too heavy for them and has to be recorded again. */
    url: z.string().nullable(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'VoiceClipView' });

export const VoiceHintsView = z
  .object({
    language: z.string(),
    languages: z.array(z.object({ code: z.string(), name: z.string() })),
    data: z.array(z.object({ key: z.string(), words: z.string(), clip: ClipView.nullable() })),
    missing: z.number().int(),
  })
  .meta({ id: 'VoiceHintsView' });
