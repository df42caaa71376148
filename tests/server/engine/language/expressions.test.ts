import { describe, expect, it } from 'vitest';
import { compileValue } from '../../../../server/engine/language/expressions/compile.ts';
import { codeOf, noon, text, wire } from './ask.ts';
import { expressionDocument, expressionTables } from './expression-tables.ts';

function value(spec: unknown): unknown {
  const wired = wire({ spec }).spec;
  return compileValue(wired, { now: noon, variables: { given: 'by let' } })(wire(expressionDocument));
}

describe('compileValue', () => {
  for (const [about, rows] of Object.entries(expressionTables)) {
    it.each(rows)(`computes ${about}: %j`, (spec, expected) => {
      expect(text(value(spec))).toBe(text(wire({ expected }).expected));
    });
  }

  it.each([
    [{ $add: ['$s', 1] }, 14],
    [{ $add: ['$at', 1] }, 238],
    [{ $subtract: ['$at', '$at'] }, 238],
    [{ $add: ['$dec', 1] }, 238],
    [{ $sum: ['$dec', 1] }, 238],
    [{ $in: [1, '$n'] }, 40081],
    [{ $filter: { input: '$n', cond: true } }, 28651],
    [{ $map: { input: '$n', in: 1 } }, 16883],
    [{ $subtract: [1] }, 16020],
    ['$$nobody', 17276],
    [{ $add: 1, $sum: 1 }, 15983],
    [{ a: { 'b.c': 1 } }, 16412],
    [{ $map: { input: [], in: 1, at: 2 } }, 40076],
  ])('refuses %j with code %i', (spec, code) => {
    expect(codeOf(() => value(spec))).toBe(code);
  });
});
