/**
 * CRC-64-ECMA as MongoDB's archives carry it for each collection (ECMA-182's polynomial, bits reversed, all ones before
 * and after, like Go's hash/crc64). In two halves, because JavaScript's numbers are exact to 53 bits only.
 */
export class Crc64 {
  #high = 0xffffffff;
  #low = 0xffffffff;

  update(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (const byte of bytes) {
      const at = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (lows[at] ?? 0);
      high = (high >>> 8) ^ (highs[at] ?? 0);
    }
    this.#high = high >>> 0;
    this.#low = low >>> 0;
  }

  /** The sum so far as a signed 64-bit number, as BSON keeps it. */
  get value(): bigint {
    return BigInt.asIntN(64, ~((BigInt(this.#high) << 32n) | BigInt(this.#low)));
  }
}

const polynomialHigh = 0xc96c5795;
const polynomialLow = 0xd7870f42;
const highs = new Int32Array(256);
const lows = new Int32Array(256);

for (let value = 0; value < 256; value += 1) {
  let high = 0;
  let low = value;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd) {
      high ^= polynomialHigh;
      low ^= polynomialLow;
    }
  }
  highs[value] = high;
  lows[value] = low;
}
