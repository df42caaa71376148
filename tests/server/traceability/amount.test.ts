import { describe, expect, it } from 'vitest';
import { amountOf, converts, inUnit } from '../../../server/traceability/amount.ts';

describe('an amount', () => {
  it.each([
    [1, 'kg', 1000, 'g'],
    [1, 'yến', 10, 'kg'],
    [1, 'tạ', 100, 'kg'],
    [1, 'tấn', 1000, 'kg'],
    [1, 't', 10, 'tạ'],
    [2.5, 'tạ', 25, 'yến'],
    [1, 'lít', 1000, 'ml'],
    [1, 'l', 1, 'L'],
    [1, 'm', 100, 'cm'],
    [3, 'cái', 3, 'chiếc'],
    [3, 'tấm', 3, 'pieces'],
    [2, 'gói', 2, 'pack'],
    [1, 'KG', 1, 'kg'],
    [3, 'TẠ', 300, 'Kg'],
    [1, 'Lít', 1000, 'ML'],
    [1, 'ye\u0302\u0301n', 10, 'kg'],
    [500, 'mg', 0.5, 'g'],
  ])('%d %s is %d %s', (value, unit, same, other) => {
    expect(converts(unit, other)).toBe(true);
    expect(inUnit(amountOf({ value, unit }).thousandths, other)).toBe(same);
  });

  it.each([
    ['kg', 'lít'],
    ['kg', 'quả chuối'],
    ['cái', 'kg'],
    ['m', 'm2'],
    ['gói', 'hộp'],
    ['bộ', 'chiếc'],
  ])('in %s does not convert to %s', (unit, other) => {
    expect(converts(unit, other)).toBe(false);
  });

  it('adds up to the gram, whatever the units', () => {
    const parts = Array.from({ length: 1000 }, () => amountOf({ value: 0.1, unit: 'kg' }).thousandths);
    expect(
      inUnit(
        parts.reduce((a, b) => a + b, 0),
        'kg',
      ),
    ).toBe(100);
  });
});
