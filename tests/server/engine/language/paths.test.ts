import { describe, expect, it } from 'vitest';
import { hasAnyField, indexValues, isMultikey, pathsOf } from '../../../../server/engine/language/paths.ts';
import { codeOf } from './ask.ts';

describe('indexValues', () => {
  it.each([
    [{ a: 1 }, {}, [[null]]],
    [{ a: 1 }, { a: null }, [[null]]],
    [{ a: 1, b: 1 }, { a: 'x' }, [['x', null]]],
    [{ a: 1 }, { a: ['x', 'y'] }, [['x'], ['y']]],
    [{ a: 1 }, { a: [] }, [[undefined]]],
    [{ a: 1 }, { a: [['x', 'y']] }, [[['x', 'y']]]],
    [{ 'a.b': 1 }, { a: [] }, [[null]]],
    [{ 'a.b': 1 }, { a: 'x' }, [[null]]],
    [{ 'a.b': 1 }, { a: [{ b: 'x' }, { c: 'y' }, 'z'] }, [['x'], [null], [null]]],
    [{ 'a.b': 1 }, { a: [{ b: ['x', 'y'] }, { b: [] }] }, [['x'], ['y'], [undefined]]],
    [
      { 'a.b': 1, 'a.c': 1 },
      { a: [{ b: 'x', c: 'y' }, { b: 'z' }] },
      [
        ['x', 'y'],
        ['z', null],
      ],
    ],
    [{ 'a.b': 1, d: 1 }, { a: [{ b: 'x' }], d: 'w' }, [['x', 'w']]],
    [{ 'a.0': 1 }, { a: ['x', 'y'] }, [['x']]],
    [{ a: 1, 'a.b': 1 }, { a: [{ b: 'x' }] }, [[{ b: 'x' }, 'x']]],
  ])('for index %j of %j are %j', (pattern, document, expected) => {
    expect(indexValues(document, pathsOf(pattern))).toEqual(expected);
  });

  it('refuses arrays in two fields of one index', () => {
    expect(codeOf(() => indexValues({ a: ['x'], b: ['y'] }, pathsOf({ a: 1, b: 1 })))).toBe(171);
    expect(codeOf(() => indexValues({ a: [], b: [] }, pathsOf({ a: 1, b: 1 })))).toBe(171);
    expect(codeOf(() => indexValues({ a: [{ b: ['x'], c: ['y'] }] }, pathsOf({ 'a.b': 1, 'a.c': 1 })))).toBe(171);
  });

  it('refuses one array in two fields of one index', () => {
    const shared = ['x'];
    expect(codeOf(() => indexValues({ a: shared, b: shared }, pathsOf({ a: 1, b: 1 })))).toBe(171);
  });

  it('refuses a number in a path that is index and field name at once', () => {
    expect(codeOf(() => indexValues({ a: [{ 0: 'x' }] }, pathsOf({ 'a.0': 1 })))).toBe(16746);
  });
});

describe('hasAnyField', () => {
  it.each([
    [{ a: null }, { a: 1 }, true],
    [{ b: 'x' }, { a: 1, b: 1 }, true],
    [{ c: 'x' }, { a: 1, b: 1 }, false],
    [{ a: [] }, { a: 1 }, true],
    [{ a: [{ b: null }] }, { 'a.b': 1 }, true],
    [{ a: [{ c: 1 }] }, { 'a.b': 1 }, false],
  ])('of %j for %j is %s', (document, pattern, expected) => {
    expect(hasAnyField(document, pathsOf(pattern))).toBe(expected);
  });
});

describe('isMultikey', () => {
  it.each([
    [{ a: ['x'] }, { a: 1 }, true],
    [{ a: [{ b: 'x' }] }, { 'a.b': 1 }, true],
    [{ a: { b: [] } }, { 'a.b': 1 }, true],
    [{ a: { b: 'x' }, c: [] }, { 'a.b': 1 }, false],
  ])('of %j for %j is %s', (document, pattern, expected) => {
    expect(isMultikey(document, pathsOf(pattern))).toBe(expected);
  });
});
