import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, isGtin14, readGtin } from '../../../server/catalog/gtin.ts';

describe('readGtin', () => {
  it.each([
    '',
    '0950600013435',
    '09506000134353',
    '09506000134352 ',
    '9506000134353',
    '123',
    'abcdefghijklmn',
    '٠٩٥٠٦٠٠٠١٣٤٣٥٢',
  ])('refuses %j', (text) => expect(readGtin(text)).toBeNull());

  it('reads 8, 12, 13 and 14 digits as 14', () => {
    expect(readGtin('09506000134352')).toBe('09506000134352');
    expect(readGtin('9506000134352')).toBe('09506000134352');
    expect(readGtin('96385074')).toBe('00000096385074');
    expect(readGtin('036000291452')).toBe('00036000291452');
  });
});

describe('isGtin14', () => {
  it('refuses every single wrong digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{13}$/), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, place, step) => {
        const gtin = body + checkDigit(body);
        const wrong = `${gtin.slice(0, place)}${(Number(gtin[place]) + step) % 10}${gtin.slice(place + 1)}`;
        return isGtin14(gtin) && !isGtin14(wrong);
      }),
    );
  });
});
