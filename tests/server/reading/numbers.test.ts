import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../server/format.ts';
import { readDecimal, readWhole, withoutUnit, writeNumber } from '../../../server/reading/numbers.ts';

describe('numbers', () => {
  it.each([
    ['1250', 1250],
    ['1,25', 1.25],
    ['1.25', 1.25],
    ['1.250.000', 1_250_000],
    ['1,250,000', 1_250_000],
    ['12,5', 12.5],
    ['1 250', 1250],
    ['1\u00a0250', 1250],
    ['1\u202f250,5', 1250.5],
    ['1.250,5', 1250.5],
    ['1,250.5', 1250.5],
    ['0,5', 0.5],
    ['0,125', 0.125],
    ['0.500', 0.5],
    ['1234,567', 1234.567],
    ['1,1250', 1.125],
    ['１２５０', 1250],
    ['１２，５', 12.5],
    ['\u202a12,5\u202c', 12.5],
    ['+12', 12],
    ['−3,5', -3.5],
    ['12,5 kg', 12.5],
    ['12,5kg', 12.5],
    ['1250 KG', 1250],
  ])('are read as they are written: %s', (typed, value) => {
    expect(readDecimal(typed, { units: ['kg'] })).toEqual({ value });
  });

  it.each([
    ['1.250', '1250', '1,25'],
    ['1,250', '1250', '1,25'],
    ['12.345', '12345', '12,3450'],
    ['250.000', '250000', '250,0'],
    ['-1,125', '-1125', '-1,1250'],
    ['1.250 kg', '1250', '1,25'],
  ])('with two readings are asked about: %s', (typed, first, second) => {
    expect(readDecimal(typed, { units: ['kg'] })).toEqual({ code: 'two-readings', facts: { first, second } });
  });

  it.each(['', 'mười', '1e9', '1.2.3', '1.25.000', '1,,5', '5²', '½', '1½', '1,5,', '--1', '.5', '1'.repeat(21)])(
    'are not guessed from %s',
    (typed) => {
      expect(readDecimal(typed)).not.toHaveProperty('value');
    },
  );

  it('say which unit was written in a field of another', () => {
    expect(readDecimal('1250 g', { units: ['kg'] })).toEqual({ code: 'unit-differs', facts: { unit: 'g' } });
    expect(withoutUnit('12,5 kg', 'kg')).toBe('12,5');
    expect(withoutUnit('12,5 g', 'kg')).toBe('12,5 g');
  });

  it.each([
    ['1.250', 1250],
    ['1,250', 1250],
    ['1 250', 1250],
    ['1.250.000', 1_250_000],
    ['120', 120],
  ])('that cannot be broken have one reading: %s', (typed, value) => {
    expect(readWhole(typed)).toEqual({ value });
  });

  it.each(['1,5', '1.25', '1.250,5', '2 tá', '', '1.2500'])('are whole or refused: %s', (typed) => {
    expect(readWhole(typed)).toEqual({ code: 'not-a-whole-number' });
  });

  const values = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => Math.round(value * 1000) / 1000 + 0);

  it('that our fields show are never asked about', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(readDecimal(writeNumber(value))).toEqual({ value });
      }),
    );
  });

  it('that our pages print are read as they were meant, or asked about with the right answer among the two', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('vi' as const, 'en' as const), (value, language) => {
        const reading = readDecimal(formatNumber(value, language));
        const answers =
          'value' in reading
            ? [reading]
            : [reading.facts?.first, reading.facts?.second].map((one) => readDecimal(String(one)));
        expect(answers).toContainEqual({ value });
      }),
    );
  });

  it('are answered in a way that has one reading', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }), (whole, part) => {
        const thousandths = String(part).padStart(3, '0');
        const reading = readDecimal(`${whole}.${thousandths}`);
        const answers = 'facts' in reading ? [reading.facts?.first, reading.facts?.second] : [];
        expect(answers.map((one) => readDecimal(String(one)))).toEqual([
          { value: whole * 1000 + part },
          { value: Number(`${whole}.${thousandths}`) },
        ]);
      }),
    );
  });
});
