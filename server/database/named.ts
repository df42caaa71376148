import { foldText } from '../fold.ts';

/** What stands where a word was. */
export const forgottenMark = '…';

const patterns = new Map<string, RegExp>();
const mostPatterns = 500;

/** The text without any of the words, however they are written; the very same text where it names none. */
export function withoutWords(text: string, words: readonly string[]): string {
  const apart = text.normalize('NFD');
  const left = words
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(patternOf(word), forgottenMark), apart);
  return left === apart ? text : left.normalize('NFC');
}

/** Of the words of a search, kept one by one, those that make up a name when all of it is there. */
export function partsOf(kept: readonly string[], words: readonly string[]): Set<string> {
  const there = new Set(kept.map(foldText));
  const whole = words.map((word) => foldText(word).split(/\s+/)).filter((parts) => parts.length > 1);
  return new Set(whole.filter((parts) => parts.every((part) => there.has(part))).flat());
}

/** A phone or a name as anybody may have written it, to be looked for in text whose marks stand apart (NFD). */
function patternOf(word: string): RegExp {
  let pattern = patterns.get(word);
  if (!pattern) {
    if (patterns.size >= mostPatterns) patterns.clear();
    pattern = new RegExp(isPhone(word) ? phoneSource(word) : nameSource(word), 'giu');
    patterns.set(word, pattern);
  }
  return pattern;
}

const isPhone = (word: string): boolean => /^\+?[\d\s.()-]{9,}$/.test(word);

/** The figures of a phone that all its spellings share: without the country's code or the zero before them. */
export const ownFigures = (phone: string): string => phone.replaceAll(/\D/g, '').replace(/^(?:84|0)/, '');

// With +84, with 0 and with neither, as spreadsheets leave it; its figures in groups or not, but never a part of a longer number.
function phoneSource(word: string): string {
  const figures = ownFigures(word);
  const gap = String.raw`[\s.()-]*`;
  return String.raw`(?<!\d)(?:\(?(?:\+|00)?84\)?${gap}0?|0)?${gap}${Array.from(figures).join(gap)}(?!\d)`;
}

const between = String.raw`(?:[\s\p{P}+]|%20)+`;

const notWithin = String.raw`(?<![\p{L}\p{N}\p{M}])`;
const notGoingOn = String.raw`(?![\p{L}\p{N}\p{M}])`;

/** With its marks or with none of them, which is nobody else's name with other marks; and as an address writes it in per cent. */
function nameSource(word: string): string {
  const marked = tokensOf(word.normalize('NFD')).map(escaped);
  const plain = tokensOf(foldText(word)).map((token) =>
    Array.from(token, (letter) => String.raw`${escaped(letter)}(?!\p{M})`).join(''),
  );
  // A short name is no part of another word, and what has no letters names nobody.
  if (marked.length === 0) return '(?!)';
  const spellings = [marked, plain].map((tokens) => `${notWithin}${tokens.join(between)}${notGoingOn}`);
  const coded = [word.normalize('NFC'), word.normalize('NFD')].flatMap((text) => [
    escaped(encodeURIComponent(text)),
    escaped(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  ]);
  return [...spellings, ...coded].map((one) => `(?:${one})`).join('|');
}

const tokensOf = (text: string): string[] => text.split(/[\s\p{P}]+/u).filter(Boolean);

const escaped = (word: string): string =>
  word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, (sign) => String.raw`\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
