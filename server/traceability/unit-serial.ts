import { createHmac } from 'node:crypto';
import { alphabet, fold, valueOf } from '../codes.ts';
import { fingerprintOf } from '../key-ring.ts';
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

/** The units of a batch from this number on were given out under this key (`labelKeyId`), until the next one. */
export interface UnitKey {
  from: number;
  key: string;
}

/** What a batch knows of the numbers it gave to units. */
export interface UnitNumbers {
  code: string;
  /** The number of the next unit. */
  next: number;
  /** In the order of their numbers; none for numbers from before keys were written down. */
  keys: readonly UnitKey[];
}

/** Names a label key without telling it. */
export const labelKeyId = (labelKey: string): string => fingerprintOf('LABEL_KEY', labelKey).slice(0, 8);

const unitKeyOf = (number: number, keys: readonly UnitKey[]): string | null =>
  keys.findLast(({ from }) => from <= number)?.key ?? null;

/**
 * The key that the serial of this unit is made with, for the first time and again: numbers from before keys were written down have the
 * first there was. Where it was lost the newest makes a serial that holds as well.
 * @param labelKeys the newest first
 */
export function signingKey(number: number, keys: readonly UnitKey[], labelKeys: readonly string[]): string {
  const id = unitKeyOf(number, keys);
  const own = id === null ? labelKeys.at(-1) : labelKeys.find((key) => labelKeyId(key) === id);
  return own ?? labelKeys[0] ?? '';
}

/**
 * The number of a genuine serial of this batch; null for any other text. A key that was changed counts for the numbers that were given
 * out under it or before, so that whoever stole it makes no new ones; the newest counts for all.
 * @param labelKeys the newest first
 */
export function readUnitSerial(units: UnitNumbers, serial: string, labelKeys: readonly string[]): number | null {
  if (!isSerial(serial)) return null;
  const text = fold(serial);
  const number = numberOf(text.slice(0, 4));
  const isMadeWith = (key: string) => isSameSecret(text.slice(4), letters(proof(units.code, number, key)));
  return keysThatCount(number, units, labelKeys).some(isMadeWith) ? number : null;
}

function keysThatCount(number: number, { next, keys }: UnitNumbers, labelKeys: readonly string[]): readonly string[] {
  if (labelKeys.length < 2) return labelKeys;
  if (number >= next) return labelKeys.slice(0, 1);
  const id = unitKeyOf(number, keys);
  const place = id === null ? -1 : labelKeys.findIndex((key) => labelKeyId(key) === id);
  return place < 0 ? labelKeys : labelKeys.slice(0, place + 1);
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
