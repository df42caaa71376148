import { z } from 'zod';
import { firstLanguage, inEach, type Language, type Localized, languages, otherLanguages } from './language.ts';

/**
 * The members of a text in each language: Vietnamese has to be there, the others may be. The type names no other language,
 * since none is certain.
 * @param text what is asked of the text in any language
 */
export const inLanguages = <T extends z.ZodType<string>>(text: T): { vi: T } => ({
  vi: text,
  ...Object.fromEntries(otherLanguages.map((language) => [language, text.optional()])),
});

/** A text that is data of ours: the name of a stage, what a template is for. */
export const WrittenWords = z.strictObject(inLanguages(z.string().min(1)));

/** A text in each language as programs get it. */
export const SpokenWords = z.object(inLanguages(z.string()));

/** The field of a form that holds a text in one language: `reason` in Vietnamese, `reasonEn` in English. */
export const fieldIn = (name: string, language: Language): string =>
  language === firstLanguage ? name : `${name}${language.charAt(0).toUpperCase()}${language.slice(1)}`;

/**
 * The fields of a form for one text in each language, of which only the Vietnamese one may have to be there.
 * @param text what is asked of the text in any language
 */
export const spoken = <N extends string, T extends z.ZodType>(name: N, text: T): { [K in N]: T } =>
  ({
    [name]: text,
    ...Object.fromEntries(otherLanguages.map((language) => [fieldIn(name, language), text.optional()])),
  }) as { [K in N]: T };

/** What was typed into such fields, '' where nothing was. */
export const wordsIn = (body: object, name: string): Localized =>
  inEach((language) => (body as Record<string, string | undefined>)[fieldIn(name, language)] ?? '');

/** Whether something was typed in any language. */
export const isSaidIn = (body: object, name: string): boolean => Object.values(wordsIn(body, name)).some(Boolean);

/** As `wordsIn`, with the Vietnamese words where there are no others: a warning in a foreign tongue beats none. */
export const spokenIn = (body: object, name: string): Localized => {
  const words = wordsIn(body, name);
  return inEach((language) => words[language] || words.vi);
};

/** What stands in a form's fields before anybody typed: the other way round. */
export const fieldsFor = (text: Localized | null, name: string): Record<string, string | undefined> =>
  Object.fromEntries(languages.map((language) => [fieldIn(name, language), text?.[language]]));
