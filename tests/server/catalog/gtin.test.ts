import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinMistake, isGtin14, readGtin } from '../../../server/catalog/gtin.ts';
import { checkDigit } from '../../../server/check-digit.ts';

describe('readGtin', () => {
  it.each(['', '0950600013435', '09506000134353', '9506000134353', '123', 'abcdefghijklmn', '٠٩٥٠٦٠٠٠١٣٤٣٥٢'])(
    'refuses %j',
    (text) => expect(readGtin(text)).toBeNull(),
  );

  it('reads 8, 12, 13 and 14 digits as 14', () => {
    expect(readGtin('09506000134352')).toBe('09506000134352');
    expect(readGtin('9506000134352')).toBe('09506000134352');
    expect(readGtin('96385074')).toBe('00000096385074');
    expect(readGtin('036000291452')).toBe('00036000291452');
  });
});

describe('gtinMistake', () => {
  it.each([
    ['00000000000000', 'gtin-zeros'],
    ['02', 'gtin-in-store'],
    ['04', 'gtin-in-store'],
    ['20', 'gtin-in-store'],
    ['29', 'gtin-in-store'],
    ['977', 'gtin-book'],
    ['978', 'gtin-book'],
    ['979', 'gtin-book'],
    ['05', 'gtin-coupon'],
    ['98', 'gtin-coupon'],
    ['99', 'gtin-coupon'],
    ['893', null],
    ['950', null],
  ])('tells goods from what only looks like them: %s', (prefix, code) => {
    const body = prefix.padEnd(12, '0');
    const number = prefix.length > 3 ? prefix : body + checkDigit(body);
    expect(gtinMistake(number)).toBe(code);
    expect(readGtin(number) === null).toBe(code !== null);
  });

  it("says of a number in a shop's own short code that it is none", () => {
    expect(gtinMistake('20000004')).toBe('gtin-in-store');
    expect(gtinMistake('9506000134353')).toBe('gtin-check-digit');
  });

  it.each(['0 9506000 13437 6', '0\u00a09506000\u00a013437\u00a06', '9506000-13437-6', '\u200e9506000134376'])(
    'takes a number as it is printed under bars: %j',
    (typed) => {
      expect(readGtin(typed)).toBe('09506000134376');
    },
  );
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
