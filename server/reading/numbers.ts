import { type Reading, twoReadings } from './reading.ts';
import { readTyped } from './text.ts';

/** What a field says of its numbers: the words of its unit, which may stand behind the number. */
export interface NumberField {
  units?: readonly string[];
}

/**
 * A number as people write it: `1250`, `12,5`, `0.5`, `1.250.000`, `1 250`, `1.250,5`, `1,250.5`, `+12`, `12,5 kg`.
 * One dot or comma before exactly three digits has two readings (`1.250`): the person is asked. Gives `not-a-number`, or
 * `unit-differs` when a word stands behind the number that is not the field's unit.
 */
export function readDecimal(text: string, { units = [] }: NumberField = {}): Reading<number> {
  const match = /^([+-]?)([\d][\d.,' ]*?)\s?([^\d\s.,'+-].*)?$/u.exec(readTyped(text));
  if (!match) return { code: 'not-a-number' };
  const [, sign = '', digits = '', unit] = match;
  if (unit !== undefined && !units.some((one) => sameUnit(one, unit))) {
    return { code: 'unit-differs', facts: { unit } };
  }
  return readDigits(digits, sign === '-' ? -1 : 1);
}

/** A whole number, where a dot or comma can only part thousands: `1250`, `1.250`, `1,250`, `1 250`. Gives `not-a-whole-number`. */
export function readWhole(text: string): Reading<number> {
  const match = /^([+-]?)(\d+|\d{1,3}([., '])\d{3}(?:\3\d{3})*)$/.exec(readTyped(text));
  const [, sign = '', digits = ''] = match ?? [];
  if (!match || digits.length > longest) return { code: 'not-a-whole-number' };
  const value = Number(digitsOnly(digits));
  return { value: sign === '-' && value !== 0 ? -value : value };
}

/** What was typed for a number without the unit behind it, when it is this one. */
export function withoutUnit(text: string, unit: string): string {
  const match = /^([\d\s.,'+-]*\d)\s*(\D+)$/u.exec(readTyped(text));
  return match && sameUnit(unit, match[2] ?? '') ? (match[1] ?? '') : text;
}

// More digits than a double keeps are no number that anybody counted.
const longest = 20;
const digitsOnly = (text: string): string => text.replaceAll(/\D/g, '');
const sameUnit = (one: string, other: string): boolean => readTyped(one).toLowerCase() === other.trim().toLowerCase();

function readDigits(digits: string, sign: 1 | -1): Reading<number> {
  if (digits.length > longest) return { code: 'not-a-number' };
  const [, whole, fraction] = /^(\d+)(?:[.,](\d+))?$/.exec(digits) ?? [];
  const grouped = groupsOf(digits);
  if (whole === undefined) return grouped ? valueOf(grouped.whole, grouped.fraction, sign) : { code: 'not-a-number' };
  if (grouped && fraction !== undefined) return twoReadings(...bothOf(whole, fraction, sign));
  return valueOf(whole, fraction ?? '', sign);
}

// Thousands parted by one sign throughout, a fraction behind another; no group starts with a zero.
function groupsOf(digits: string): { whole: string; fraction: string } | null {
  const [, whole, parting, fraction] =
    /^([1-9]\d{0,2}(?:([., '])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/.exec(digits) ?? [];
  return whole === undefined || parting === undefined ? null : { whole: digitsOnly(whole), fraction: fraction ?? '' };
}

const valueOf = (whole: string, fraction: string, sign: 1 | -1): Reading<number> => {
  const value = Number(`${whole}.${fraction || '0'}`);
  return { value: value === 0 ? 0 : sign * value };
};

// Offered so that neither can be read the other way: no grouping, and never three digits behind the comma.
function bothOf(whole: string, fraction: string, sign: 1 | -1): [string, string] {
  const minus = sign === -1 ? '-' : '';
  return [`${minus}${whole}${fraction}`, `${minus}${whole},${fraction.replace(/0+$/, '').padEnd(1, '0')}`].map((one) =>
    writeUnmistakably(one),
  ) as [string, string];
}

/** A number in digits as a field shows it: with a decimal comma, and so that `readDecimal` has one reading of it. */
export function writeNumber(value: number): string {
  const digits = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 }).format(value);
  return writeUnmistakably(digits.replace('.', ','));
}

// `1,125` could be 1125; `1,1250` could not.
const writeUnmistakably = (digits: string): string => (/^-?[1-9]\d{0,2},\d{3}$/.test(digits) ? `${digits}0` : digits);
