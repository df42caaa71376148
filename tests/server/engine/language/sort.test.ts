import { describe, expect, it } from 'vitest';
import { compileSort } from '../../../../server/engine/language/sort.ts';
import { codeOf, ordering, wire } from './ask.ts';

const order = (spec: Record<string, unknown>, documents: Record<string, unknown>[]) =>
  documents
    .map((document, _id) => wire({ _id, ...document }))
    .sort(ordering(wire(spec)))
    .map(({ _id }) => Number(_id));

describe('compileSort', () => {
  it('puts empty arrays before null and missing, and those before numbers', () => {
    expect(order({ a: 1 }, [{ a: 1 }, { a: null }, {}, { a: [] }, { a: 'x' }])).toEqual([3, 1, 2, 0, 4]);
  });

  it('takes the smallest element ascending and the largest descending', () => {
    const documents = [{ a: [2, 9] }, { a: [1, 5] }, { a: 3 }];
    expect(order({ a: 1 }, documents)).toEqual([1, 0, 2]);
    expect(order({ a: -1 }, documents)).toEqual([0, 1, 2]);
  });

  it('sorts by several fields and keeps the order of equals', () => {
    expect(
      order({ a: 1, b: -1 }, [
        { a: 1, b: 1 },
        { a: 0, b: 1 },
        { a: 1, b: 2 },
        { a: 1, b: 1 },
      ]),
    ).toEqual([1, 2, 0, 3]);
  });

  it('takes one element of an array for all fields in it', () => {
    expect(
      order({ 'a.x': 1, 'a.y': -1 }, [
        {
          a: [
            { x: 1, y: 1 },
            { x: 2, y: 9 },
          ],
        },
        { a: [{ x: 1, y: 5 }] },
      ]),
    ).toEqual([1, 0]);
  });

  it.each([
    [{ a: 2 }, 2],
    [{ a: 'x' }, 2],
    [{ 'a..b': 1 }, 2],
    [{ a: { $meta: 'textScore' } }, 2],
  ])('refuses %j', (spec, code) => {
    expect(codeOf(() => compileSort(wire(spec)))).toBe(code);
  });

  it('refuses two arrays at once', () => {
    expect(codeOf(() => order({ a: 1, b: 1 }, [{ a: [1], b: [2] }, {}]))).toBe(2);
  });
});
