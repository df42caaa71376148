import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../server/engine/language/matcher.ts';
import { scopeWith } from '../../../../server/engine/language/variables.ts';
import { codeOf, noon, text, wire } from './ask.ts';

describe('scopeWith', () => {
  it('computes what let defines once, without a document', () => {
    const { variables } = scopeWith(
      wire({ a: { $add: [1, 2] }, b: '$field', c: '$$NOW', d: { $literal: '$x' } }),
      noon,
    );
    expect(text(variables)).toBe(text(wire({ a: 3, b: null, c: noon, d: '$x' })));
  });

  it('lets $expr compare with them', () => {
    const matches = compileFilter(wire({ $expr: { $eq: ['$n', '$$wanted'] } }), scopeWith(wire({ wanted: 5 }), noon));
    expect([3, 5].map((n) => matches(wire({ n })))).toEqual([false, true]);
  });

  it('refuses names that are not small, and variables of each other', () => {
    expect(codeOf(() => scopeWith({ ROOT: 1 }, noon))).toBe(9);
    expect(codeOf(() => scopeWith({ a: 1, b: '$$a' }, noon))).toBe(17276);
  });
});
