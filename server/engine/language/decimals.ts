import { Decimal128 } from 'bson';

/**
 * Decimal128 arithmetic (IEEE 754-2008 decimal128: 34 digits, half to even), which the bson package leaves out.
 * A finite value is coefficient × 10^exponent; NaN and the infinities are the JavaScript numbers of that name.
 */
export type Decimal = number | { coefficient: bigint; exponent: number };

const digits = 34;

export function readDecimal(value: Decimal128): Decimal {
  const text = value.toString();
  if (!/\d/.test(text)) return Number(text);
  return parse(text);
}

/** MongoDB takes 15 digits of a double when it meets a decimal in arithmetic. */
export function decimalOfDouble(value: number): Decimal {
  return Number.isFinite(value) ? parse(value.toExponential(14)) : value;
}

export const decimalOfInteger = (value: bigint): Decimal => ({ coefficient: value, exponent: 0 });

export function writeDecimal(value: Decimal): Decimal128 {
  if (typeof value === 'number') return Decimal128.fromString(String(value));
  const { coefficient, exponent } = rounded(value);
  return Decimal128.fromString(`${coefficient}E${exponent}`);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' || typeof b === 'number') return plain(a) + plain(b);
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaled(a, exponent) + scaled(b, exponent), exponent };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' || typeof b === 'number') return plain(a) * plain(b);
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** a ÷ b to 34 digits; the divisor is not zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' || typeof b === 'number') return plain(a) / (typeof b === 'number' ? b : plain(b));
  const shift = digits * 2 + b.coefficient.toString().length;
  const coefficient = (a.coefficient * 10n ** BigInt(shift)) / b.coefficient;
  return trimmed({ coefficient, exponent: a.exponent - b.exponent - shift }, a.exponent - b.exponent);
}

/** Rounds to so many places after the point (before it when negative). */
export function quantize(
  value: Exclude<Decimal, number>,
  places: number,
  mode: RoundingMode,
): Exclude<Decimal, number> {
  const surplus = -places - value.exponent;
  if (surplus <= 0) return { coefficient: scaled(value, -places), exponent: -places };
  return { coefficient: roundedQuotient(value.coefficient, 10n ** BigInt(surplus), mode), exponent: -places };
}

export type RoundingMode = 'half-even' | 'toward-zero' | 'up' | 'down';

/** A double to 34 digits, as MongoDB rounds and compares it. */
export function decimalOfExactDouble(value: number): Decimal {
  return Number.isFinite(value) ? parse(value.toExponential(digits - 1)) : value;
}

export const toDouble = (value: Exclude<Decimal, number>): number => Number(`${value.coefficient}e${value.exponent}`);

/** The value as scientific notation without trailing zeros: sign, exponent of the first digit, digits. */
export function scientificDecimal(value: Exclude<Decimal, number>): { sign: number; exponent: number; digits: string } {
  const magnitude = (value.coefficient < 0n ? -value.coefficient : value.coefficient).toString();
  if (value.coefficient === 0n) return { sign: 0, exponent: 0, digits: '' };
  const exponent = value.exponent + magnitude.length - 1;
  return { sign: value.coefficient < 0n ? -1 : 1, exponent, digits: magnitude.replace(/0+$/, '') };
}

function parse(text: string): Exclude<Decimal, number> {
  const [mantissa = '0', power = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const value = { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
  // A double's digits carry padding zeros; a Decimal128's own are kept, as 1.10 is written so.
  return text.includes('e') ? trimmed(value, 0) : value;
}

function trimmed(value: Exclude<Decimal, number>, preferredExponent: number): Exclude<Decimal, number> {
  let { coefficient, exponent } = value;
  if (coefficient === 0n) return { coefficient, exponent: preferredExponent };
  while (exponent < preferredExponent && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { coefficient, exponent };
}

const scaled = (value: Exclude<Decimal, number>, exponent: number): bigint =>
  value.coefficient * 10n ** BigInt(value.exponent - exponent);

const plain = (value: Decimal): number => (typeof value === 'number' ? value : Math.sign(Number(value.coefficient)));

function rounded(value: Exclude<Decimal, number>): Exclude<Decimal, number> {
  const length = value.coefficient.toString().replace('-', '').length;
  const surplus = length - digits;
  if (surplus <= 0) return value;
  const coefficient = roundedQuotient(value.coefficient, 10n ** BigInt(surplus), 'half-even');
  return rounded({ coefficient, exponent: value.exponent + surplus });
}

function roundedQuotient(value: bigint, unit: bigint, mode: RoundingMode): bigint {
  const whole = value / unit;
  const rest = value % unit;
  if (rest === 0n) return whole;
  return roundsAway[mode](rest, unit, whole) ? whole + (value < 0n ? -1n : 1n) : whole;
}

// Whether what a division leaves over moves its whole part one further from zero.
const roundsAway: Record<RoundingMode, (rest: bigint, unit: bigint, whole: bigint) => boolean> = {
  'toward-zero': () => false,
  up: (rest) => rest > 0n,
  down: (rest) => rest < 0n,
  'half-even': (rest, unit, whole) => {
    const twice = (rest < 0n ? -rest : rest) * 2n;
    return twice > unit || (twice === unit && whole % 2n !== 0n);
  },
};
