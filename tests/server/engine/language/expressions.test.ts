import { Double } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileValue } from '../../../../server/engine/language/expressions/compile.ts';
import { codeOf, noon, text, wire } from './ask.ts';
import { conversionTables } from './conversion-tables.ts';
import { branch, expressionDocument, expressionTables } from './expression-tables.ts';

function value(spec: unknown): unknown {
  const wired = wire({ spec }).spec;
  return compileValue(wired, { now: noon, variables: { given: 'by let' } })(wire(expressionDocument));
}

describe('compileValue', () => {
  for (const [about, rows] of Object.entries({ ...expressionTables, ...conversionTables })) {
    it.each(rows)(`computes ${about}: %j`, (spec, expected) => {
      expect(text(value(spec))).toBe(text(wire({ expected }).expected));
    });
  }

  it.each([
    [{ $add: ['$s', 1] }, 14],
    [{ $divide: [1, 0] }, 2],
    [{ $mod: [1, 0] }, 16610],
    [{ $concat: [1] }, 16702],
    [{ $size: '$n' }, 28664],
    [{ $subtract: [1] }, 16020],
    [{ $cond: [1, 2] }, 16020],
    [{ $dateTrunc: { date: '$at', unit: 'eon' } }, 5439013],
    ['$$nobody', 17276],
    [{ $hour: { date: '$at', timezone: 'Mars/Olympus' } }, 40485],
    [{ $year: '$s' }, 16006],
    [{ $toInt: 'x' }, 241],
    [{ $toInt: 3e10 }, 241],
    [{ $toDate: 5 }, 241],
    [{ $switch: { branches: [branch(false, 1)] } }, 40066],
    [{ $add: 1, $sum: 1 }, 15983],
    [{ a: { 'b.c': 1 } }, 16412],
    [{ $toString: new Double(0.1 + 0.2) }, 238],
    [{ $dateToString: { date: '$at', format: '%G' } }, 238],
    [{ $dateTrunc: { date: '$at', unit: 'day', binSize: 2 } }, 238],
    [{ $toDate: 'next week' }, 238],
    [{ $map: { input: [], in: 1, at: 2 } }, 40076],
    [{ $arrayElemAt: ['$list', 0.5] }, 28690],
  ])('refuses %j with code %i', (spec, code) => {
    expect(codeOf(() => value(spec))).toBe(code);
  });
});
