import { createHmac } from 'node:crypto';
import { alphabet, fold, valueOf } from '../codes.ts';
import { isSameSecret } from '../same-secret.ts';

/** One more than the greatest unit number: a serial has 20 bits for it. */
export const unitsPerBatch = 2 ** 20;

/**
 * The eight characters that name one unit of a batch: its number (20 bits) and HMAC-SHA256(labelKey, code ‖ number) cut to
 * 20 bits (contract, "Codes"), so that a genuine serial is known without a stored row per label.
 * Throws a RangeError for a number outside 0…1,048,575.
 */
export function unitSerial(code: string, number: number, labelKey: string): string {
  if (!Number.isInteger(number) || number < 0 || number >= unitsPerBatch) throw new RangeError('unit number');
  return letters(number) + letters(proof(code, number, labelKey));
}

/** Whether a text looks like one of our serials, genuine or not. */
export const isSerial = (text: string): boolean => /^[0-9a-tv-z]{8}$/i.test(text);

/** The number of a genuine serial of this batch; null for any other text. */
export function readUnitSerial(code: string, serial: string, labelKey: string): number | null {
  if (!isSerial(serial)) return null;
  const text = fold(serial);
  const number = numberOf(text.slice(0, 4));
  return isSameSecret(text.slice(4), letters(proof(code, number, labelKey))) ? number : null;
}

function proof(code: string, number: number, labelKey: string): number {
  const mac = createHmac('sha256', labelKey)
    .update(`${code}${String(number).padStart(7, '0')}`)
    .digest();
  return mac.readUIntBE(0, 3) >>> 4;
}

const letters = (value: number): string =>
  [15, 10, 5, 0].map((shift) => alphabet.charAt((value >>> shift) & 31)).join('');

const numberOf = (text: string): number =>
  Array.from(text).reduce((value, character) => value * 32 + valueOf(character), 0);
