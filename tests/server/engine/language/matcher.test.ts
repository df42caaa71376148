import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter, compilePositional } from '../../../../server/engine/language/matcher.ts';
import { compareValues, typeRank } from '../../../../server/engine/language/order.ts';
import { codeOf, matches, wire } from './ask.ts';
import { matcherTables } from './matcher-tables.ts';
import { values } from './values-of-bson.ts';

describe('compileFilter', () => {
  for (const [about, rows] of Object.entries(matcherTables)) {
    it.each(rows)(`answers for ${about}: %j on %j`, (filter, document, expected) => {
      expect(matches(filter, document)).toBe(expected);
    });
  }

  it.each([
    [{ $and: [] }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }] } }, 238],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $regex: 'x', $options: 'q' } }, 51108],
    [{ a: { $regex: 'a\0b' } }, 2],
    [{ a: { $regex: '(?<!' } }, 238],
    [{ a: { $regex: 'a+' } }, 238],
    [{ a: { $regex: '^a' } }, 238],
    [{ a: { $regex: 'a.b' } }, 238],
    [{ a: { $regex: 'a\\' } }, 238],
    [{ a: { $regex: '\\d' } }, 238],
    [{ a: { $regex: 'x', $options: 'i' } }, 238],
    [{ a: { $in: [/x/i] } }, 238],
    [{ a: { $regex: '\\Ax' } }, 238],
    [{ a: { $regex: '[[:alpha:]]' } }, 238],
    [{ a: { $regex: 'x'.repeat(1001) } }, 2],
    [{ $expr: '$$nobody' }, 17276],
  ])('refuses %j with code %i', (filter, code) => {
    expect(codeOf(() => compileFilter(wire(filter)))).toBe(code);
  });

  it('compares any two values as the order of their type says', () => {
    const test = {
      $gt: (n: number) => n > 0,
      $gte: (n: number) => n >= 0,
      $lt: (n: number) => n < 0,
      $lte: (n: number) => n <= 0,
    };
    const scalars = values.filter(
      (value) => !Array.isArray(value) && value !== undefined && value !== null && !isNaN_(value),
    );
    fc.assert(
      fc.property(
        scalars,
        scalars,
        fc.constantFrom(...(Object.keys(test) as (keyof typeof test)[])),
        (a, b, operator) => {
          fc.pre(![-1, 127, 50].includes(typeRank(b)));
          const expected = typeRank(a) === typeRank(b) && test[operator](compareValues(a, b));
          expect(compileFilter({ a: { [operator]: b } })({ a })).toBe(expected);
          expect(compileFilter({ a: { [operator]: b } })({ a: [a] })).toBe(expected);
        },
      ),
    );
  });

  it('finds a value in a long $in as it would by comparing with each', () => {
    fc.assert(
      fc.property(
        fc.array(
          values.filter((v) => v !== undefined && typeRank(v) !== 50),
          { maxLength: 20 },
        ),
        values,
        (list, value) => {
          fc.pre(!Array.isArray(value) && value !== undefined);
          expect(compileFilter({ a: { $in: list } })({ a: value })).toBe(
            list.some((entry) => compareValues(entry, value) === 0),
          );
        },
      ),
    );
  });
});

const isNaN_ = (value: unknown) => String(value) === 'NaN' || Number.isNaN(value);

describe('compilePositional', () => {
  it.each([
    [{ a: 2 }, { a: [1, 2, 2] }, 1],
    [{ 'a.b': 3 }, { a: [{ b: 1 }, { b: 3 }] }, 1],
    [{ 'a.b': 3 }, { a: [{ b: [1, 3] }] }, 0],
    [{ a: { $elemMatch: { b: 3, c: 1 } } }, { a: [{ b: 3 }, { b: 3, c: 1 }] }, 1],
    [{ x: 1, a: { $gt: 1 } }, { x: 1, a: [1, 2] }, 1],
    [{ $or: [{ a: 9 }, { a: 2 }] }, { a: [1, 2] }, 1],
    [{ a: [1, 2] }, { a: [1, 2] }, undefined],
    [{ 'a.1': 2 }, { a: [1, 2] }, undefined],
  ])('%j on %j matched by element %s', (filter, document, element) => {
    expect(compilePositional(wire(filter))(wire(document))).toBe(element);
  });
});
