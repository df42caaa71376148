import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  day,
  decimalNumber,
  instant,
  lines,
  moneyVnd,
  quantity,
  text,
  wholeNumber,
} from '../../../server/http/fields.ts';
import { asTyped } from '../../../server/http/handwriting.ts';
import { parse, parseJson } from '../../../server/http/mistakes.ts';

const isTaken = (schema: z.ZodType, typed: unknown) => asTyped(new Date(), () => schema.safeParse(typed).success);

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
    expect(parse(moneyVnd, typed)).toBe(vnd);
  });

  it.each(['', '0', '-5', '1,5', '500000000', 'mười', '1.25', '1.2.3', 1.5, null, { $gt: 0 }, [5]])(
    'refuse as money: %o',
    (typed) => {
      expect(isTaken(moneyVnd, typed)).toBe(false);
    },
  );

  it('read numbers with a comma or a point', () => {
    expect(parse(decimalNumber, '12,5')).toBe(12.5);
    expect(parse(decimalNumber, '12.5')).toBe(12.5);
    expect(parse(wholeNumber, '1.250')).toBe(1250);
    expect(isTaken(wholeNumber, '1,5')).toBe(false);
    expect(isTaken(decimalNumber, '1e9')).toBe(false);
    expect(isTaken(decimalNumber, Number.NaN)).toBe(false);
  });

  it('take an instant without a zone for Vietnamese time', () => {
    expect(instant.parse('2026-11-16T08:30').toISOString()).toBe('2026-11-16T01:30:00.000Z');
    expect(instant.parse('2026-11-16T08:30:00Z').toISOString()).toBe('2026-11-16T08:30:00.000Z');
    expect(isTaken(instant, '16/11/2026')).toBe(false);
    expect(isTaken(instant, '2026-13-40T99:99')).toBe(false);
  });

  it('know the days that exist', () => {
    expect(isTaken(day, '2028-02-29')).toBe(true);
    expect(isTaken(day, '2026-02-29')).toBe(false);
  });

  it('bring text to one form of its letters and refuse control characters', () => {
    expect(text(20).parse('  Mie\u0302\u0301n   dong ')).toBe('Miến dong');
    expect(text(20).safeParse('a\u0000b').success).toBe(false);
    expect(lines(20).parse('một\r\nhai')).toBe('một\nhai');
    expect(text(5).safeParse('   ').success).toBe(false);
  });

  it.each([
    [decimalNumber, '12.5'],
    [wholeNumber, '10'],
    [moneyVnd, '45.000'],
    [day, '28/11/2026'],
    [instant, '28/11/2026 08:30'],
  ])("of a program's JSON take their own type alone", (schema, text) => {
    expect(() => parseJson(schema, text)).toThrow('mistakes');
    expect(parse(schema, text)).toBeDefined();
  });

  it('take the unit that is chosen beside the number once more behind it, and no other', () => {
    expect(parse(quantity, { value: '12,5 kg', unit: 'kg' })).toEqual({ value: 12.5, unit: 'kg' });
    expect(isTaken(quantity, { value: '12,5 g', unit: 'kg' })).toBe(false);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        for (const field of [text(10), moneyVnd, decimalNumber, wholeNumber, instant, day]) field.safeParse(anything);
      }),
    );
  });
});
