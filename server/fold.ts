import { plainLetters, withoutInvisible } from './reading/letters.ts';

/** Text as it is compared in searches: without diacritics and dress (𝗠 as m), đ as d, small letters, so that "mien dong" finds "Miến dong". */
export function foldText(text: string): string {
  return plainLetters(withoutInvisible(text))
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** A name as a part of an address: `Miến dong 500 g` → `mien-dong-500-g`; at most 60 characters, `otherwise` for none. */
export function slugOf(name: string, otherwise: string): string {
  const slug = foldText(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
  return slug || otherwise;
}

/** Whether a text holds every word of a search, each anywhere in it; a search of nothing is held by all. */
export function holdsWords(text: string, search: string): boolean {
  const folded = foldText(text);
  return foldText(search)
    .split(' ')
    .every((word) => folded.includes(word));
}

/** The words of a search as patterns for folded text. */
export const searchWords = (search: string): string[] =>
  foldText(search)
    .split(' ')
    .filter(Boolean)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));

/** Its distinct words, folded: letters and digits alone, so that "NPK 5-10-3" is npk, 5, 10, 3. */
export const wordsIn = (text: string): string[] => [
  ...new Set(
    foldText(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  ),
];
