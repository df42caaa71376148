import { Decimal128, Long, ObjectId } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf, toNumber } from '../../../../server/engine/language/numbers.ts';
import { encode } from '../../../../server/engine/language/values.ts';
import { codeOf, text, updated, upserted, wire } from './ask.ts';
import { max32, updaterTables } from './updater-tables.ts';
import { numbers } from './values-of-bson.ts';

describe('compileUpdate', () => {
  for (const [about, rows] of Object.entries(updaterTables)) {
    it.each(rows)(`changes ${about}: %j by %j`, (before, update, after, asked) => {
      expect(text(updated(before, update, asked))).toBe(text(wire(after)));
    });
  }

  it.each([
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path through another', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
    ['the same element twice', { a: [1] }, { $set: { 'a.0': 1, 'a.$[]': 2 } }, 40],
    ['another _id', { _id: 1 }, { $set: { _id: 2 } }, 66],
    ['no _id', { _id: 1 }, { $unset: { _id: 1 } }, 66],
    ['a replacement with another _id', { _id: 1 }, { _id: 2, a: 1 }, 66],
    ['a field under a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['a field under null', { a: null }, { $set: { 'a.b': 1 } }, 28],
    ['a name in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ['a pull under a number', { a: 1 }, { $pull: { 'a.b': 1 } }, 28],
    ['an increment of a text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['an increment of null', { a: null }, { $inc: { a: 1 } }, 14],
    ['an increment by a text', {}, { $inc: { a: 'x' } }, 14],
    ['an increment beyond 64 bits', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
    ['an increment of a decimal', { a: Decimal128.fromString('1') }, { $inc: { a: 1 } }, 238],
    ['a push to a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['a clause of $addToSet', {}, { $addToSet: { a: { $each: [], $slice: 1 } } }, 238],
    ['a pull from a number', { a: 1 }, { $pull: { a: 1 } }, 2],
    ['a position without a match', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['an array filter that is not given', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 9],
    ['every element of a number', { a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    ['every element of nothing', {}, { $set: { 'a.$[]': 1 } }, 2],
    ['an empty name', {}, { $set: { 'a.': 1 } }, 56],
    ['a dollar name', {}, { $set: { 'a.$x': 1 } }, 52],
    ['a dollar behind a name in a replacement', {}, { a: 1, $set: 1 }, 52],
    ['an operator without a document', {}, { $set: 5 }, 9],
    ['a stage that is no update', {}, [{ $match: {} }], 72],
  ])('refuses %s', (_what, before, update, code) => {
    expect(codeOf(() => updated(before, update))).toBe(code);
  });

  it('refuses array filters that no path names', () => {
    expect(codeOf(() => updated({ a: [] }, { $set: { b: 1 } }, { arrayFilters: [{ x: 1 }] }))).toBe(9);
    expect(codeOf(() => updated({ a: [] }, { $set: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: 1, y: 1 }] }))).toBe(9);
  });

  it('refuses a document that would be nested too deep to read again', () => {
    const path = Array(60).fill('a').join('.');
    const deep = Array(60)
      .fill(0)
      .reduce((inner) => ({ a: inner }), {});
    expect(codeOf(() => updated({}, { $set: { [path]: deep } }))).toBe(9);
    expect(codeOf(() => updated({}, { $set: { [Array(101).fill('a').join('.')]: 1 } }))).toBe(2);
  });

  it('sets a field called __proto__ like any other', () => {
    const after = updated({}, JSON.parse('{"$set":{"__proto__.x":1}}'));
    expect(Object.keys(after)).toEqual(['__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('leaves the document that came in as it was', () => {
    const before = wire({ a: [{ b: [1] }], c: { d: 1 } });
    const bytes = encode(before);
    updated(before, { $push: { 'a.0.b': 2 }, $unset: { 'c.d': 1 } });
    expect(encode(before)).toEqual(bytes);
  });

  it('gives sums the wider type of both, long where an int overflows', () => {
    const rank = ['int', 'long', 'double'];
    const summed = numbers.filter((value) => kindOf(value) !== 'decimal');
    fc.assert(
      fc.property(summed, summed, (a, b) => {
        let after: unknown;
        try {
          after = updated({ a }, { $inc: { a: b } }).a;
        } catch {
          expect([kindOf(a), kindOf(b)]).toContain('long');
          return;
        }
        const wide = Math.max(rank.indexOf(kindOf(a) ?? ''), rank.indexOf(kindOf(b) ?? ''));
        const exact = toNumber(a) + toNumber(b);
        const overflows = wide === 0 && Math.abs(exact) > max32 && exact !== -(2 ** 31);
        expect(kindOf(after)).toBe(overflows ? 'long' : rank[wide]);
        expect(toNumber(after) + 0).toBe(wide === 1 ? toNumber(after) + 0 : exact + 0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('documentForUpsert', () => {
  it.each([
    [{ _id: 1, b: 2, a: { $gt: 5 } }, { $set: { c: 1 } }, { _id: 1, b: 2, c: 1 }],
    [{ b: 1, a: 2, _id: 1 }, { $setOnInsert: { z: 1 } }, { _id: 1, a: 2, b: 1, z: 1 }],
    [{ _id: 1, $and: [{ a: 1 }, { b: { $eq: 2 } }] }, { $set: {} }, { _id: 1, a: 1, b: 2 }],
    [{ _id: 1, $or: [{ a: 1 }] }, { $set: {} }, { _id: 1, a: 1 }],
    [{ _id: 1, $or: [{ a: 1 }, { b: 1 }] }, { $set: {} }, { _id: 1 }],
    [{ _id: 1, a: { $in: [7] }, b: { $in: [1, 2] }, c: { $all: [3] } }, { $set: {} }, { _id: 1, a: 7, c: 3 }],
    [{ _id: 1, 'a.b': 1 }, { $inc: { 'a.c': 1 } }, { _id: 1, a: { b: 1, c: 1 } }],
    [{ _id: 1, a: 5 }, { b: 1 }, { _id: 1, b: 1 }],
    [{ a: 5 }, { _id: 3, b: 1 }, { _id: 3, b: 1 }],
    [{ _id: 1, a: 5 }, [{ $set: { b: '$a' } }], { _id: 1, a: 5, b: 5 }],
    [{ _id: 1, a: /x/ }, { $set: { b: 1 } }, { _id: 1, b: 1 }],
  ])('for %j by %j', (filter, update, expected) => {
    expect(text(upserted(filter, update))).toBe(text(wire(expected)));
  });

  it('makes an _id where none is given and puts it first', () => {
    const document = upserted({ a: 1 }, { $set: { b: 1 } });
    expect(Object.keys(document)).toEqual(['_id', 'a', 'b']);
    expect(document._id).toBeInstanceOf(ObjectId);
    expect(Object.keys(upserted({ a: 1 }, { $setOnInsert: { _id: 7 } }))).toEqual(['_id', 'a']);
  });

  it('refuses a filter that gives one path two values', () => {
    expect(codeOf(() => upserted({ $and: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }))).toBe(54);
    expect(codeOf(() => upserted({ a: { b: 1 }, 'a.c': 2 }, { $set: { b: 1 } }))).toBe(54);
    expect(codeOf(() => upserted({ a: 1 }, { $set: { 'a.b': 1 } }))).toBe(28);
  });
});
