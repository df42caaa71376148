import { z } from 'zod';
import { day, lines, nameText, optionalText, text } from '../http/fields.ts';
import { inLanguages, SpokenWords } from '../localized.ts';
import { consentWays } from './consents.ts';

const version = z.int().min(0);

/** What is written anew of a story; what is left out stays as it is, null takes it away. */
export const ChangeStory = z
  .strictObject({
    version,
    told: z.strictObject(inLanguages(lines(2000))).optional(),
    craftVillage: nameText(120).nullish(),
    motif: z.strictObject(inLanguages(lines(600))).nullish(),
    clipUrl: text(500).nullish(),
  })
  .meta({ id: 'ChangeStory' });

export const ShowStory = z
  .strictObject({ version, namesAgreed: z.literal(true, 'names-not-agreed') })
  .meta({ id: 'ShowStory' });

export const RecordConsent = z
  .strictObject({
    person: nameText(80),
    task: optionalText(80),
    people: optionalText(40),
    showsName: z.boolean(),
    showsFace: z.boolean(),
    way: z.enum(consentWays),
    givenOn: day,
  })
  .meta({ id: 'RecordConsent' });

const StoryText = z.object({
  told: SpokenWords,
  craftVillage: z.string().nullable(),
  motif: SpokenWords.nullable(),
  clipUrl: z.string().nullable(),
});

const moment = z.iso.datetime().nullable();

/** `held-back`: shown, but it names somebody who took the consent back. */
export const StoryView = z
  .object({
    state: z.enum(['draft', 'held-back', 'shown']),
    version,
    draft: StoryText.nullable(),
    shown: StoryText.nullable(),
    shownAt: moment,
    shownBy: z.string().nullable(),
    photos: z.array(
      z.object({ id: z.string(), url: z.string(), caption: SpokenWords.nullable(), consentIds: z.array(z.string()) }),
    ),
    consents: z.array(
      z.object({
        id: z.string(),
        person: z.string(),
        task: z.string().nullable(),
        people: z.string().nullable(),
        showsName: z.boolean(),
        showsFace: z.boolean(),
        way: z.enum(consentWays),
        givenOn: z.iso.date(),
        recordedBy: z.string(),
        recordedAt: z.iso.datetime(),
        withdrawnAt: moment,
        withdrawnBy: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'StoryView' });

export const ConsentMade = z.object({ id: z.string() }).meta({ id: 'ConsentMade' });

export const ConsentParams = z.object({ id: z.string().max(100), consentId: z.string().max(100) });
