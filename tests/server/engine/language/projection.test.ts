import { describe, expect, it } from 'vitest';
import { compileProjection } from '../../../../server/engine/language/projection.ts';
import type { Document } from '../../../../server/engine/language/values.ts';
import { codeOf, text, wire } from './ask.ts';

function projected(spec: Document, document: Document): Document {
  return compileProjection(wire(spec))(wire(document));
}

const items = { _id: 1, a: [1, 2, 3, 4], b: { c: [5, 6], d: 1 }, e: [{ f: 1, g: 1 }, { f: 2, g: 2 }, 7] };

describe('compileProjection', () => {
  it.each([
    [{}, items, items],
    [{ b: 1 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2 }],
    [
      { b: 1, a: true, _id: 0 },
      { _id: 1, a: 1, b: 2, c: 3 },
      { a: 1, b: 2 },
    ],
    [{ a: 0 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2 }],
    [{ _id: 0 }, { _id: 1, a: 1 }, { a: 1 }],
    [{ _id: 1 }, { _id: 1, a: 1 }, { _id: 1 }],
    [
      { _id: 1, a: 0 },
      { _id: 1, a: 1, b: 1 },
      { _id: 1, b: 1 },
    ],
    [{ 'b.d': 1 }, items, { _id: 1, b: { d: 1 } }],
    [{ b: { d: 1 } }, items, { _id: 1, b: { d: 1 } }],
    [{ 'e.f': 1 }, items, { _id: 1, e: [{ f: 1 }, { f: 2 }] }],
    [{ 'e.f': 0, a: 0, b: 0 }, items, { _id: 1, e: [{ g: 1 }, { g: 2 }, 7] }],
    [{ 'a.x': 1 }, { _id: 1, a: 5 }, { _id: 1 }],
    [{ 'a.x': 1 }, { _id: 1, a: [5] }, { _id: 1, a: [] }],
    [{ 'a.x': 0 }, { _id: 1, a: 5 }, { _id: 1, a: 5 }],
    [
      { n: { $sum: '$a' }, b: 1 },
      { _id: 1, a: [1, 2], b: 2 },
      { _id: 1, b: 2, n: 3 },
    ],
    [{ n: '$b.d', m: 'text' }, items, { _id: 1, n: 1, m: 'text' }],
    [{ 'b.n': '$_id' }, { _id: 1, b: { c: 1 } }, { _id: 1, b: { n: 1 } }],
    [{ 'x.y': '$_id' }, { _id: 1 }, { _id: 1, x: { y: 1 } }],
  ])('%j of %j', (spec, document, expected) => {
    expect(text(projected(spec, document))).toBe(text(wire(expected)));
  });

  it.each([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ a: {} }, 51270],
    [{ 'a.$': 1 }, 238],
    [{ a: { $slice: [1, 2] } }, 238],
    [{ a: { $meta: 'textScore' } }, 238],
    [{ a: 0, b: 'text' }, 31253],
  ])('refuses %j with code %i', (spec, code) => {
    expect(codeOf(() => projected(spec, items))).toBe(code);
  });

  it('keeps a field called __proto__', () => {
    const document = JSON.parse('{"_id":1,"__proto__":{"x":1},"b":1}');
    expect(Object.keys(projected({ b: 0 }, document))).toEqual(['_id', '__proto__']);
  });
});
