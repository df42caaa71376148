import { type Decimal128, Double } from 'bson';
import {
  addDecimals,
  type Decimal,
  decimalOfExactDouble,
  decimalOfInteger,
  divideDecimals,
  readDecimal,
  writeDecimal,
} from './decimals.ts';
import { integer, kindOf, type NumberKind, toBigInt, toNumber } from './numbers.ts';
import { compareValues } from './order.ts';

/**
 * A running sum of numbers of any type; other values are passed over. Whole numbers add up exactly and become a
 * double only beyond 64 bits; doubles carry their rounding error along, as in the server.
 */
export class Total {
  count = 0;
  private whole = 0n;
  private double = 0;
  private error = 0;
  private decimal: Decimal = decimalOfInteger(0n);
  private readonly kinds = new Set<NumberKind>();

  add(value: unknown): void {
    const kind = kindOf(value);
    if (!kind) return;
    this.count += 1;
    this.kinds.add(kind);
    if (kind === 'decimal') this.decimal = addDecimals(this.decimal, readDecimal(value as Decimal128));
    else if (kind === 'double') this.addDouble(toNumber(value));
    else this.whole += toBigInt(value);
  }

  /** The sum in the widest type met; an int that overflows is a long. */
  sum(): unknown {
    if (this.kinds.has('decimal')) return writeDecimal(this.asDecimal());
    if (this.kinds.has('double')) return new Double(this.asDouble());
    return integer(this.whole, this.kinds.has('long') ? 'long' : 'int') ?? new Double(Number(this.whole));
  }

  /** The mean, null of nothing. */
  average(): unknown {
    if (this.count === 0) return null;
    if (!this.kinds.has('decimal')) return new Double(this.asDouble() / this.count);
    return writeDecimal(divideDecimals(this.asDecimal(), decimalOfInteger(BigInt(this.count))));
  }

  // Neumaier's summation: what a double addition loses is collected apart.
  private addDouble(value: number): void {
    const next = this.double + value;
    const lost = Math.abs(this.double) >= Math.abs(value) ? this.double - next + value : value - next + this.double;
    this.double = next;
    if (Number.isFinite(next)) this.error += lost;
  }

  private asDouble(): number {
    const high = Math.trunc(Number(this.whole));
    const low = Number(this.whole - BigInt(high));
    const copy = new Total();
    for (const part of [this.double, this.error, high, low]) copy.addDouble(part);
    return copy.double + copy.error;
  }

  private asDecimal(): Decimal {
    const doubles = [this.double, this.error].map(decimalOfExactDouble);
    return [decimalOfInteger(this.whole), ...doubles].reduce(addDecimals, this.decimal);
  }
}

export function totalOf(values: Iterable<unknown>): Total {
  const total = new Total();
  for (const value of values) total.add(value);
  return total;
}

export const sum = (values: unknown[]): unknown => totalOf(values).sum();
export const average = (values: unknown[]): unknown => totalOf(values).average();

/** The smallest (-1) or largest (1) value; null and missing do not take part. */
export function extreme(values: unknown[], side: -1 | 1): unknown {
  let best: unknown = null;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (best === null || compareValues(value, best) * side > 0) best = value;
  }
  return best;
}
