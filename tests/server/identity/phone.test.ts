import { describe, expect, it } from 'vitest';
import { formatPhone, readAnyPhone, readOwnPhone, readPhone } from '../../../server/identity/phone.ts';

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
    '\u202a0912345678\u202c',
    '09\u200b12\u00ad345678\ufeff',
    '0912‑345‑678',
  ])('reads %j as one and the same number', (text) => expect(readPhone(text)).toBe('+84912345678'));

  it('reads a landline, which has ten digits after the country code', () => {
    expect(readPhone('0213 3876 543')).toBe('+842133876543');
  });

  it('reads the phones of the demonstration', () => expect(readPhone('0900000101')).toBe('+84900000101'));
});

describe('a number of before 2018', () => {
  // Decision 798/QĐ-BTTTT: one of each operator, and each operator's most common.
  it.each([
    ['0162 123 4567', '0321 234 567'],
    ['01691234567', '0391 234 567'],
    ['+84 120 123 4567', '0701 234 567'],
    ['0121.123.4567', '0791 234 567'],
    ['0122 1234567', '0771 234 567'],
    ['0123 1234567', '0831 234 567'],
    ['0127 1234567', '0811 234 567'],
    ['0186 1234567', '0561 234 567'],
    ['0199 1234567', '0591 234 567'],
  ])('%s is told as %s of today', (old, phone) => {
    expect(readOwnPhone(old)).toEqual({ code: 'phone-eleven-digits', facts: { phone } });
    expect(readAnyPhone(old)).toEqual({ code: 'phone-eleven-digits', facts: { phone } });
    expect(readPhone(old)).toBeNull();
    expect(readPhone(phone)).not.toBeNull();
  });

  it.each(['0161 1234567', '0130 1234567', '0162 123456', '0162 12345678'])('%s never was one', (text) => {
    expect(readOwnPhone(text)).toEqual({ code: 'phone-not-readable' });
  });
});

describe('a buyer’s number', () => {
  it.each([
    ['+1 (212) 555-0100', '+12125550100'],
    ['+33 6 12 34 56 78', '+33612345678'],
    ['\u202a+65 6123 4567\u202c', '+6561234567'],
    ['+290 51234', '+29051234'],
    ['0912 345 678', '+84912345678'],
  ])('%s is read as %s', (text, value) => expect(readAnyPhone(text)).toEqual({ value }));

  it.each([
    '+1 212 555',
    '+1234567890123456',
    '+0 212 555 0100',
    '+84 12 34',
    '+840412345678',
    '212 555 0100',
    '+1x2125550100',
  ])('%s is refused', (text) => expect(readAnyPhone(text)).toEqual({ code: 'phone-not-readable' }));

  it('is shown in Vietnamese groups only where it is Vietnamese', () => {
    expect(formatPhone('+12125550100')).toBe('+12125550100');
  });
});

describe('formatPhone', () => {
  it('writes a number as people in Vietnam read it', () => expect(formatPhone('+84912345678')).toBe('0912 345 678'));
});
