import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../../server/format.ts';
import { readAmount } from '../../../server/reading/amounts.ts';

describe('amounts', () => {
  it.each([
    ['85000', 85_000],
    ['85.000', 85_000],
    ['85,000', 85_000],
    ['85 000', 85_000],
    ['85,000.00', 85_000],
    ['1.250.000 ₫', 1_250_000],
    ['60.000 VNÐ', 60_000],
    ['60.000 VNĐ', 60_000],
    ['VND 60,000', 60_000],
    ['60.000đ', 60_000],
    ['60.000 đồng', 60_000],
    ['６０．０００', 60_000],
    ['\u202a60.000\u202c', 60_000],
    ['+60.000', 60_000],
    ['45 nghìn', 45_000],
    ['45 ngàn đồng', 45_000],
    ['60k', 60_000],
    ['1,25 triệu', 1_250_000],
    ['1.5tr', 1_500_000],
    ['1 triệu rưỡi', 1_500_000],
    ['2 triệu 5', 2_500_000],
    ['2tr500', 2_500_000],
    ['1 triệu 250 nghìn', 1_250_000],
    ['1 triệu 50 nghìn', 1_050_000],
    ['45 nghìn 5', 45_500],
    ['1 tỷ 2', 1_200_000_000],
    ['nghìn'.normalize('NFD').replace(/^/, '45 '), 45_000],
  ])('are read as people write them: %s', (typed, value) => {
    expect(readAmount(typed)).toEqual({ value });
  });

  it.each([
    ['(85,000)', -85_000],
    ['(85.000 đ)', -85_000],
    ['−85.000', -85_000],
    ['- 85.000', -85_000],
    ['85,000.00-', -85_000],
    ['85.000', 85_000],
  ])('of a statement may be below nothing: %s', (typed, value) => {
    expect(readAmount(typed, { signed: true })).toEqual({ value });
    if (value < 0) expect(readAmount(typed)).toEqual({ code: 'not-money' });
  });

  it.each([
    ['1.250 nghìn', '1250000', '1250'],
    ['2 triệu 50', '2050000', '2500000'],
  ])('with two readings are asked about: %s', (typed, first, second) => {
    expect(readAmount(typed)).toEqual({ code: 'two-readings', facts: { first, second } });
  });

  it.each(['', 'mười', '1,5', '1.25', '1.2.3', '1.250,5', '(85', '85)', '1.2345', 'k', '$5', '5 USD'])(
    'are not guessed from %s',
    (typed) => {
      expect(readAmount(typed, { signed: true })).toEqual({ code: 'not-money' });
    },
  );

  it('that we print are read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (vnd) => {
        expect(readAmount(formatMoney(vnd), { signed: true })).toEqual({ value: vnd });
      }),
    );
  });

  it('are read or refused, whatever is typed', () => {
    const typed = fc.string({ unit: fc.constantFrom(...Array.from('0159.,() -ktriệunghìnrưỡiđVNDtỷ')) });
    fc.assert(
      fc.property(typed, (text) => {
        const reading = readAmount(text, { signed: true });
        if ('value' in reading) expect(Number.isSafeInteger(reading.value)).toBe(true);
        else expect(['not-money', 'two-readings']).toContain(reading.code);
      }),
    );
  });
});
