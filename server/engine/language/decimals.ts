import type { Decimal128 } from 'bson';

/**
 * A Decimal128 as it is compared: a finite value is coefficient × 10^exponent; NaN and the infinities are the JavaScript
 * numbers of that name.
 */
export type Decimal = number | { coefficient: bigint; exponent: number };

export function readDecimal(value: Decimal128): Decimal {
  const text = value.toString();
  if (!/\d/.test(text)) return Number(text);
  const [mantissa = '0', power = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** The value as scientific notation without trailing zeros: sign, exponent of the first digit, digits. */
export function scientificDecimal(value: Exclude<Decimal, number>): { sign: number; exponent: number; digits: string } {
  const magnitude = (value.coefficient < 0n ? -value.coefficient : value.coefficient).toString();
  if (value.coefficient === 0n) return { sign: 0, exponent: 0, digits: '' };
  const exponent = value.exponent + magnitude.length - 1;
  return { sign: value.coefficient < 0n ? -1 : 1, exponent, digits: magnitude.replace(/0+$/, '') };
}
