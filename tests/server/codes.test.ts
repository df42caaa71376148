import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabet, checkCharacter, newCode, ownCodeOf, readCode } from '../../server/codes.ts';

const letters = Array.from(alphabet);
const body = fc.string({ unit: fc.constantFrom(...letters), minLength: 7, maxLength: 7 });

describe('checkCharacter', () => {
  it.each([
    ['0123456', '8'],
    ['BNHTVDK', '9'],
    ['ZZZZZZZ', 'C'],
  ])('of %s is %s, as the contract says', (text, check) => {
    expect(checkCharacter(text)).toBe(check);
  });

  it('refuses a character outside the alphabet', () => {
    expect(() => checkCharacter('012345U')).toThrow(RangeError);
    expect(() => checkCharacter('012345é')).toThrow(RangeError);
  });

  it('changes with every single wrong character', () => {
    for (let place = 0; place < 7; place += 1) {
      const checks = new Set(
        Array.from(alphabet).map((letter) => checkCharacter(`${'K'.repeat(place)}${letter}${'K'.repeat(6 - place)}`)),
      );
      expect(checks.size).toBe(32);
    }
  });
});

describe('readCode', () => {
  it.each([
    '',
    '0123456',
    '01234568X',
    '0123456 8',
    '01234567',
    'ſ1234568',
    'ı1234568',
    '0123-4568',
    '0123456U',
    '０1234567',
  ])('refuses %j', (text) => {
    expect(readCode(text)).toBeNull();
  });

  it('reads small letters, O as 0, I and L as 1', () => {
    expect(readCode('o1234568')).toBe('01234568');
    expect(readCode('oi234568')).toBe('01234568');
    expect(readCode('Ol234568')).toBe('01234568');
    expect(readCode('zzzzzzzc')).toBe('ZZZZZZZC');
  });

  it('refuses every single wrong character of a code, its check character included', () => {
    fc.assert(
      fc.property(body, fc.nat(7), fc.constantFrom(...letters), (text, place, letter) => {
        const code = text + checkCharacter(text);
        const wrong = code.slice(0, place) + letter + code.slice(place + 1);
        return wrong === code || readCode(wrong) === null;
      }),
    );
  });

  it('refuses every swap of two different neighbours', () => {
    fc.assert(
      fc.property(body, fc.nat(6), (text, place) => {
        const code = text + checkCharacter(text);
        const swapped = code.slice(0, place) + code.charAt(place + 1) + code.charAt(place) + code.slice(place + 2);
        return swapped === code || readCode(swapped) === null;
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const code = readCode(text);
        return code === null || code.length === 8;
      }),
    );
  });
});

describe('ownCodeOf', () => {
  it('is a code like all others, always the same for one thing and another for another', () => {
    const ids = Array.from({ length: 500 }, (_, index) => `thing ${index}`);
    const codes = ids.map(ownCodeOf);
    expect(codes.map(readCode)).toEqual(codes);
    expect(ids.map(ownCodeOf)).toEqual(codes);
    expect(new Set(codes).size).toBe(500);
  });
});

describe('newCode', () => {
  it('makes codes that are read back as themselves and do not repeat', () => {
    const codes = Array.from({ length: 2000 }, newCode);
    for (const code of codes) expect(readCode(code)).toBe(code);
    expect(new Set(codes).size).toBe(2000);
  });
});
