import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, decimalNumber, instant, lines, moneyVnd, text, wholeNumber } from '../../../server/http/fields.ts';

describe('fields', () => {
  it.each([
    ['1250000', 1_250_000],
    ['1.250.000', 1_250_000],
    ['1.250.000 ₫', 1_250_000],
    ['45 nghìn', 45_000],
    ['1,25 triệu', 1_250_000],
    ['60k', 60_000],
    [60_000, 60_000],
  ])('read money as people write it: %s', (typed, vnd) => {
    expect(moneyVnd.parse(typed)).toBe(vnd);
  });

  it.each(['', '0', '-5', '1,5', '500000000', 'mười', '1.25', '1.2.3', 1.5, null, { $gt: 0 }, [5]])(
    'refuse as money: %o',
    (typed) => {
      expect(moneyVnd.safeParse(typed).success).toBe(false);
    },
  );

  it('read numbers with a comma or a point', () => {
    expect(decimalNumber.parse('12,5')).toBe(12.5);
    expect(decimalNumber.parse('12.5')).toBe(12.5);
    expect(wholeNumber.parse('1.250')).toBe(1250);
    expect(wholeNumber.safeParse('1,5').success).toBe(false);
    expect(decimalNumber.safeParse('1e9').success).toBe(false);
    expect(decimalNumber.safeParse(Number.NaN).success).toBe(false);
  });

  it('take an instant without a zone for Vietnamese time', () => {
    expect(instant.parse('2026-11-16T08:30').toISOString()).toBe('2026-11-16T01:30:00.000Z');
    expect(instant.parse('2026-11-16T08:30:00Z').toISOString()).toBe('2026-11-16T08:30:00.000Z');
    expect(instant.safeParse('16/11/2026').success).toBe(false);
    expect(instant.safeParse('2026-13-40T99:99').success).toBe(false);
  });

  it('know the days that exist', () => {
    expect(day.safeParse('2028-02-29').success).toBe(true);
    expect(day.safeParse('2026-02-29').success).toBe(false);
  });

  it('bring text to one form of its letters and refuse control characters', () => {
    expect(text(20).parse('  Mie\u0302\u0301n   dong ')).toBe('Miến dong');
    expect(text(20).safeParse('a\u0000b').success).toBe(false);
    expect(lines(20).parse('một\r\nhai')).toBe('một\nhai');
    expect(text(5).safeParse('   ').success).toBe(false);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        for (const field of [text(10), moneyVnd, decimalNumber, wholeNumber, instant, day]) field.safeParse(anything);
      }),
    );
  });
});
