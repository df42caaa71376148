import { createHash, randomInt } from 'node:crypto';
import { readTyped } from './reading/text.ts';

/** Crockford's base 32: no I, L, O and U, so nothing read aloud or copied by hand has a twin. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const bodyLength = 7;
const plainCode = /^[0-9a-z]{8}$/i;

/** Seven random characters and their check character: 35 random bits, for batch codes, order numbers and payment references. */
export function newCode(): string {
  const body = Array.from({ length: bodyLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return body + checkCharacter(body);
}

/**
 * The market's own tracking code of a product or a place that has no number issued by GS1 (TCVN 13274:2020 asks for one): always
 * the same for the same id, written like all codes here.
 */
export function ownCodeOf(id: string): string {
  const hash = createHash('sha256').update(`own code ${id}`).digest();
  const body = Array.from(hash.subarray(0, bodyLength), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return body + checkCharacter(body);
}

/**
 * The check character of a body, over GF(32) with x⁵+x²+1 and α = 2: XOR of αⁱ·vᵢ, i = 1… from the right
 * (contract, "Codes"). It catches every single wrong character and every swap of neighbours.
 * Throws a RangeError for characters outside the alphabet.
 */
export function checkCharacter(body: string): string {
  let sum = 0;
  let factor = 1;
  for (const character of Array.from(body).reverse()) {
    factor = timesAlpha(factor);
    sum ^= times(factor, valueOf(character));
  }
  return alphabet.charAt(sum);
}

/**
 * What a person typed or a camera read, as the code it stands for: small letters as capitals, O as 0, I and L as 1, nothing
 * invisible, wide letters as plain ones.
 * Null when it has another length, another letter or a wrong check character; so a typing mistake never reaches the database.
 */
export function readCode(text: string): string | null {
  // Nearly every code comes from a camera and is plain already.
  const typed = plainCode.test(text) ? text : readTyped(text);
  if (!plainCode.test(typed)) return null;
  const code = fold(typed);
  if (code.includes('U')) return null;
  return checkCharacter(code.slice(0, bodyLength)) === code.charAt(bodyLength) ? code : null;
}

/**
 * A code that has a mark in front, such as the `DH` of orders, wherever in a text it stands: our papers and pages show it after
 * words and inside addresses, and people put blanks between its letters.
 * @param mark two letters
 * @returns mark and code; null when there is none, or its check character says that it was never given out
 */
export function readMarked(mark: string, text: string): string | null {
  const marked = new RegExp(`(?<=(?<![0-9a-z])${mark})[^0-9a-z]*(?:[0-9a-z][^0-9a-z]*){7}[0-9a-z](?![0-9a-z])`, 'i');
  const [body = ''] = marked.exec(readTyped(text)) ?? [];
  const code = readCode(body.replaceAll(/[^0-9a-z]/gi, ''));
  return code && mark + code;
}

/** Letters and digits in the one way of writing them; for plain ASCII letters and digits only. */
export function fold(text: string): string {
  return text.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** The place of a character in the alphabet, 0–31. */
export function valueOf(character: string): number {
  const value = alphabet.indexOf(character);
  if (character.length !== 1 || value < 0) throw new RangeError('a character outside the alphabet of codes');
  return value;
}

function timesAlpha(value: number): number {
  const doubled = value << 1;
  return doubled & 0b100000 ? doubled ^ 0b100101 : doubled;
}

function times(a: number, b: number): number {
  let product = 0;
  for (let rest = b, power = a; rest > 0; rest >>= 1, power = timesAlpha(power)) {
    if (rest & 1) product ^= power;
  }
  return product;
}
