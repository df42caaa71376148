import { Double } from 'bson';
import { integer, kindOf, type NumberKind, refuseDecimal, toBigInt, toNumber } from './numbers.ts';

/**
 * A running sum of numbers; other values are passed over. Whole numbers add up exactly and become a double only beyond 64
 * bits; doubles carry their rounding error along, as in the server.
 */
export class Total {
  private whole = 0n;
  private double = 0;
  private error = 0;
  private readonly kinds = new Set<NumberKind>();

  add(value: unknown): void {
    const kind = kindOf(value);
    if (!kind) return;
    refuseDecimal(kind);
    this.kinds.add(kind);
    if (kind === 'double') this.addDouble(toNumber(value));
    else this.whole += toBigInt(value);
  }

  /** The sum in the widest type met; an int that overflows is a long. */
  sum(): unknown {
    if (this.kinds.has('double')) return new Double(this.asDouble());
    return integer(this.whole, this.kinds.has('long') ? 'long' : 'int') ?? new Double(Number(this.whole));
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
}
