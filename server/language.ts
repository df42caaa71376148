import { readdirSync, readFileSync } from 'node:fs';
import { fromRoot } from './root.ts';

/** A language by its code (BCP 47, such as `en`), which is the name of its folder in `web/messages`. */
export type Language = string;

/** Vietnamese comes first on every screen; what another language has no words for is read in it. */
export const firstLanguage = 'vi';

/** The languages besides Vietnamese: each is a folder, and nothing else says that it is there. */
export const otherLanguages: readonly Language[] = readdirSync(fromRoot('web/messages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== firstLanguage)
  .map(({ name }) => name)
  .sort((a, b) => a.localeCompare(b));

export const languages: readonly Language[] = [firstLanguage, ...otherLanguages];

export const isLanguage = (text: unknown): text is Language => typeof text === 'string' && languages.includes(text);

/** Where a language is spoken as we write it, such as `en-GB`: how its numbers look. */
export const localeOf = (language: Language): string => locales[language] ?? language;

const locales = inEach((language) => {
  const about = JSON.parse(readFileSync(fromRoot('web/messages', language, 'about.json'), 'utf8')) as {
    locale: string;
  };
  return about.locale;
});

/** A language's name in the words of another, in the middle of a sentence: `tiếng Anh`. */
export function nameOfLanguage(language: Language, reader: Language): string {
  const name = nameIn(language, reader);
  return reader === firstLanguage ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** Every language with its name as its own speakers call it (`English`, `Tiếng Việt`), which each page shows. */
export const namedLanguages: readonly { code: Language; name: string }[] = languages.map((code) => {
  const name = nameIn(code, code);
  return { code, name: name.charAt(0).toUpperCase() + name.slice(1) };
});

function nameIn(language: Language, reader: Language): string {
  return new Intl.DisplayNames(reader, { type: 'language', fallback: 'code' }).of(language) ?? language;
}

/** A text in each language, for names and stories that are data; '' or left out where nobody has written it yet. */
export interface Localized {
  vi: string;
  [other: Language]: string;
}

/** The text in the reader's language, Vietnamese where the other is empty. */
export const pick = (text: Localized, language: Language): string => text[language] || text.vi;

/** One answer a language. */
export function inEach<T>(answer: (language: Language) => T): Record<Language, T> & { [firstLanguage]: T } {
  const others = otherLanguages.map((language) => [language, answer(language)]);
  return { [firstLanguage]: answer(firstLanguage), ...(Object.fromEntries(others) as Record<Language, T>) };
}

/** One text for every language that has none of its own among `others`. */
export const inAll = (vi: string, others: Readonly<Record<Language, string | undefined>> = {}): Localized =>
  inEach((language) => (language === firstLanguage ? vi : (others[language] ?? vi)));

/** A copy that is nothing but its words, as a record of the database is not; '' where nobody has written it. */
export const plainWords = (text: Localized): Localized => inEach((language) => text[language] ?? '');
