import { hasCheckDigit } from '../check-digit.ts';
import { readTyped } from '../reading/text.ts';

const lengths = [8, 12, 13, 14];

/** Whether the text is a GTIN of 14 digits with a right check digit. */
export function isGtin14(text: string): boolean {
  return /^\d{14}$/.test(text) && hasCheckDigit(text);
}

/** A GTIN-8, -12, -13 or -14 as 14 digits, blanks and dashes as printed under bars left out; null when it is none. */
export function readGtin(text: string): string | null {
  const gtin = digitsOf(text)?.padStart(14, '0') ?? '';
  return isGtin14(gtin) && whyNoGoods(gtin) === null ? gtin : null;
}

/** Why a number is no GTIN of goods, as the code of a mistake's sentence; null when it is one. */
export function gtinMistake(text: string): string | null {
  const gtin = digitsOf(text)?.padStart(14, '0');
  if (gtin === undefined || !isGtin14(gtin)) return 'gtin-check-digit';
  return whyNoGoods(gtin);
}

function digitsOf(text: string): string | null {
  const digits = readTyped(text).replaceAll(/[ -]/g, '');
  return /^\d+$/.test(digits) && lengths.includes(digits.length) ? digits : null;
}

// What GS1 keeps for other uses (General Specifications 1.4.2 and 1.4.3): numbers that shops give inside their walls
// (GTIN-8 0 and 2, prefixes 02, 04 and 20–29), periodicals and books, refund receipts and coupons (05 and 98–99).
const kept: readonly [pattern: RegExp, code: string][] = [
  [/^0+$/, 'gtin-zeros'],
  [/^0{6}[02]/, 'gtin-in-store'],
  [/^\d(02|04|2)/, 'gtin-in-store'],
  [/^\d97[789]/, 'gtin-book'],
  [/^\d(05|98|99)/, 'gtin-coupon'],
];

const whyNoGoods = (gtin: string): string | null => kept.find(([pattern]) => pattern.test(gtin))?.[1] ?? null;
