import type { Language } from './language.ts';

/**
 * What somebody agreed to, so that it can be shown later (law 91/2025 art. 9, `law.md` section 3): the words as they stood on the page
 * are the version, whatever the page says since.
 */
export interface Agreed {
  words: string;
  language: Language;
}

/** How it is kept in a record. */
export const agreedShape = { _id: false, words: String, language: String };
