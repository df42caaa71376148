import { describe, expect, it } from 'vitest';
import { formatPhone, readPhone } from '../../../server/identity/phone.ts';

describe('readPhone', () => {
  it.each([
    '',
    'abc',
    '12345',
    '0412345678',
    '091234567',
    '09123456789',
    '+1 212 555 0100',
    '+84+84912345678',
    "09' OR 1",
  ])('refuses %j', (text) => expect(readPhone(text)).toBeNull());

  it.each([
    '0912345678',
    '0912 345 678',
    '0912.345.678',
    '84912345678',
    '+84912345678',
    '+84 (0) 912-345-678',
    '0084912345678',
    '０９１２３４５６７８',
  ])('reads %j as one and the same number', (text) => expect(readPhone(text)).toBe('+84912345678'));

  it('reads a landline, which has ten digits after the country code', () => {
    expect(readPhone('0213 3876 543')).toBe('+842133876543');
  });

  it('reads the phones of the demonstration', () => expect(readPhone('0900000101')).toBe('+84900000101'));
});

describe('formatPhone', () => {
  it('writes a number as people in Vietnam read it', () => expect(formatPhone('+84912345678')).toBe('0912 345 678'));
});
