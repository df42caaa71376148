import { foreignAmongLatin, isVisible, plainLetters, strangeLetters, withoutInvisible } from './letters.ts';
import type { Reading } from './reading.ts';

/**
 * One line of text as it is kept: plain letters, NFC, nothing that nobody sees, single blanks. Letters of every people stay.
 * Gives `required` for a blank, `nothing-visible`, or `strange-letters` with their numbers.
 */
export const readText = (text: string): Reading<string> => read(text, (one) => one.replaceAll(/[\s\u2800]+/gu, ' '));

/** Several lines of text: as `readText`, but line breaks and blanks stay. */
export const readLines = (text: string): Reading<string> =>
  read(text, (one) => one.replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n').replaceAll('\t', ' '));

/**
 * A name: as `readText`, but no letter of another alphabet hides among Latin ones (UTS 39, mixed script): `mixed-letters`
 * names it.
 */
export function readName(text: string): Reading<string> {
  const reading = readText(text);
  const letter = 'value' in reading ? foreignAmongLatin(reading.value) : null;
  return letter === null ? reading : { code: 'mixed-letters', facts: { letter } };
}

/** What was typed or pasted for a number, code, key or PIN: plain letters and one kind of dash, nothing invisible. */
export const readTyped = (text: string): string =>
  plainLetters(withoutInvisible(text))
    .replaceAll(/[\u2010-\u2015\u2212\uFE58\uFE63]/gu, '-')
    .replaceAll(/\s+/gu, ' ')
    .trim();

function read(text: string, blanks: (text: string) => string): Reading<string> {
  const plain = blanks(plainLetters(withoutInvisible(text))).trim();
  if (plain === '') return { code: text.trim() === '' ? 'required' : 'nothing-visible' };
  const strange = strangeLetters(plain.replaceAll('\n', ''));
  if (strange.length > 0) return { code: 'strange-letters', facts: { letters: strange.slice(0, 5).join(', ') } };
  return isVisible(plain) ? { value: plain } : { code: 'nothing-visible' };
}
