import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, formatMoment, formatMoney, formatNumber, formatQuantity } from '../../server/format.ts';
import { sentence } from '../../server/http/messages.ts';

describe('what people read', () => {
  it('is money as 1.250.000 ₫, with a blank that does not break', () => {
    expect(formatMoney(1_250_000)).toBe('1.250.000\u00a0₫');
    expect(formatMoney(0)).toBe('0\u00a0₫');
  });

  it('is a day as dd/mm/yyyy, by the Vietnamese clock', () => {
    expect(formatDay('2026-06-03')).toBe('03/06/2026');
    expect(formatDay(new Date('2026-12-31T17:00:00Z'))).toBe('01/01/2027');
    expect(formatMoment(new Date('2026-12-31T16:59:00Z'))).toBe('31/12/2026 23:59');
    expect(dayOf(new Date('2028-02-28T17:30:00Z'))).toBe('2028-02-29');
  });

  it('is a number in the reader’s way', () => {
    expect(formatNumber(1250.5, 'vi')).toBe('1.250,5');
    expect(formatNumber(1250.5, 'en')).toBe('1,250.5');
    expect([1234.5678, 0.0001, 0.0005678, 10_000].map((one) => formatNumber(one, 'vi'))).toEqual([
      '1.234,568',
      '0,0001',
      '0,000568',
      '10.000',
    ]);
    expect(formatQuantity({ value: 12.5, unit: 'kg' }, 'vi')).toBe('12,5\u00a0kg');
  });
});

it('a sentence says parts of a number as its language writes them', () => {
  const said = (language: 'vi' | 'en') =>
    sentence(language, 'mistakes.more-than-left-of-input', { left: 297.5, unit: 'kg' });
  expect([said('vi'), said('en')]).toEqual(['Chỉ còn 297,5 kg', 'Only 297.5 kg is left']);
});
