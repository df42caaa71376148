import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBound, encodeKey, isTruncated, typeBounds } from '../../../../server/engine/language/keys.ts';
import { compareValues, sameValue } from '../../../../server/engine/language/order.ts';
import { values } from './values-of-bson.ts';

const sign = (order: number) => Math.sign(order);

describe('encodeKey', () => {
  it('orders bytes as the values are ordered, ascending and descending', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const order = sign(compareValues(a, b));
        expect(sign(Buffer.compare(encodeKey([a], [1]), encodeKey([b], [1])))).toBe(order);
        expect(sign(Buffer.compare(encodeKey([a], [-1]), encodeKey([b], [-1])))).toBe(order === 0 ? 0 : -order);
      }),
      { numRuns: 400 },
    );
  });

  it('orders compound keys field by field, each in its direction', () => {
    const direction = fc.constantFrom<1 | -1>(1, -1);
    fc.assert(
      fc.property(
        fc.tuple(values, values),
        fc.tuple(values, values),
        fc.tuple(direction, direction),
        (a, b, directions) => {
          const order =
            sign(compareValues(a[0], b[0])) * directions[0] || sign(compareValues(a[1], b[1])) * directions[1];
          expect(sign(Buffer.compare(encodeKey(a, directions), encodeKey(b, directions)))).toBe(
            order === 0 ? 0 : order,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives equal numbers of different types the same bytes', () => {
    const one = [new Int32(1), new Double(1), Long.fromNumber(1), Decimal128.fromString('1.000'), 1, 1n];
    for (const value of one) expect(encodeKey([value], [1])).toEqual(encodeKey([new Int32(1)], [1]));
    expect(encodeKey([new Double(-0)], [1])).toEqual(encodeKey([new Int32(0)], [1]));
    expect(encodeKey([new Double(2 ** 53)], [1])).not.toEqual(encodeKey([Long.fromString('9007199254740993')], [1]));
  });

  it('cuts long values, keeps different ones different and stays within 1,900 bytes', () => {
    const [a, b] = ['x'.repeat(5000), `${'x'.repeat(4999)}y`];
    expect(isTruncated(a)).toBe(true);
    expect(isTruncated('x'.repeat(500))).toBe(false);
    expect(encodeKey([a], [1])).not.toEqual(encodeKey([b], [1]));
    for (const fields of [1, 3, 8, 32]) {
      const key = encodeKey(Array(fields).fill('\0'.repeat(2000)), Array(fields).fill(1));
      expect(key.length).toBeLessThanOrEqual(1900);
    }
  });

  it('orders a cut value after everything it starts with and before what is greater', () => {
    const long = 'm'.repeat(3000);
    for (const length of [0, 1, 560, 580, 581, 582]) {
      expect(Buffer.compare(encodeKey(['m'.repeat(length)], [1]), encodeKey([long], [1]))).toBeLessThan(0);
    }
    expect(Buffer.compare(encodeKey([long], [1]), encodeKey(['n'], [1]))).toBeLessThan(0);
  });
});

describe('encodeBound', () => {
  it('encloses exactly the keys of values on each side, and everything near a cut', () => {
    const text = fc.oneof(values, fc.string({ minLength: 570, maxLength: 640, unit: fc.constantFrom('a', 'b') }));
    fc.assert(
      fc.property(text, text, fc.constantFrom<1 | -1>(1, -1), (value, bound, direction) => {
        const key = encodeKey([value], [direction]);
        const order = compareValues(value, bound) * direction;
        const before = encodeBound(bound, direction, { fields: 1, edge: 'before' });
        const after = encodeBound(bound, direction, { fields: 1, edge: 'after' });
        if (order >= 0) expect(Buffer.compare(key, before)).toBeGreaterThanOrEqual(0);
        if (order <= 0) expect(Buffer.compare(key, after)).toBeLessThan(0);
      }),
      { numRuns: 600 },
    );
  });

  it('bounds one type so that nothing of another lies between', () => {
    fc.assert(
      fc.property(values, values, fc.constantFrom<1 | -1>(1, -1), (value, other, direction) => {
        const key = encodeKey([value], [direction]);
        const { before, after } = typeBounds(other, direction);
        const within = Buffer.compare(before, key) <= 0 && Buffer.compare(key, after) < 0;
        expect(within).toBe(rankOf(value) === rankOf(other));
      }),
      { numRuns: 400 },
    );
  });
});

const rankOf = (value: unknown) => ladder.findLastIndex((step) => compareValues(step, value) <= 0);

// The least value of each type, in the manual's order.
const ladder = [
  new MinKey(),
  undefined,
  null,
  Number.NaN,
  '',
  {},
  [],
  new Binary(Buffer.alloc(0)),
  new ObjectId('0'.repeat(24)),
  false,
  new Date(-8.64e15),
  new Timestamp(0n),
  new BSONRegExp('', ''),
  new Code(''),
  new MaxKey(),
];

describe('compareValues', () => {
  it('follows the order of types in the MongoDB manual', () => {
    for (const [index, value] of ladder.entries()) {
      const next = ladder[index + 1];
      if (index + 1 < ladder.length) expect(compareValues(value, next)).toBeLessThan(0);
    }
  });

  it.each([
    [new BSONSymbol('a'), 'a', 0],
    [new Double(Number.NaN), new Double(Number.NEGATIVE_INFINITY), -1],
    [new Double(2 ** 53), Long.fromString('9007199254740993'), -1],
    [new Double(0.1), Decimal128.fromString('0.1'), 1],
    [new Double(0.5), Decimal128.fromString('0.50'), 0],
    [Long.MAX_VALUE, new Double(2 ** 63), -1],
    ['\u{1f600}', '\uffee', 1],
    ['Đà', 'Dà', 1],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, -1],
    [{ a: 1 }, { a: 1, b: null }, -1],
    [{ b: 1 }, { a: 'x' }, -1],
    [[1, 2], [1, 2, 0], -1],
    [[2], [1, 5], 1],
    [new Binary(Buffer.from('zz')), new Binary(Buffer.from('aaa')), -1],
    [new Binary(Buffer.from('b'), 0), new Binary(Buffer.from('a'), 4), -1],
    [new Timestamp({ t: 4_000_000_000, i: 1 }), new Timestamp({ t: 1, i: 2 }), 1],
  ])('compares %j with %j', (a, b, order) => {
    expect(sign(compareValues(a, b))).toBe(order);
    expect(sign(compareValues(b, a))).toBe(order === 0 ? 0 : -order);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        expect(sameValue(a, a)).toBe(true);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
