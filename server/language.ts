/** Vietnamese is the first language of every screen, English the second. */
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in both languages, for names and stories that are data. */
export interface Localized {
  vi: string;
  en: string;
}

/** The text in the reader's language, Vietnamese where the other is empty. */
export const pick = (text: Localized, language: Language): string => text[language] || text.vi;

/** One text for both languages, until somebody translates it. */
export const inBoth = (vi: string, en = vi): Localized => ({ vi, en });

export const isLanguage = (text: unknown): text is Language => text === 'vi' || text === 'en';
