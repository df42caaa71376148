import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter } from '../../../server/codes.ts';
import { newReference, referencesIn } from '../../../server/payments/memo.ts';

const body = '0K7Q2M1';
const reference = `BL${body}${checkCharacter(body)}`;

describe('referencesIn finds nothing', () => {
  it.each([
    ['', 'an empty content'],
    ['chuyen tien mua mien', 'a content without a reference'],
    [reference.slice(0, 9), 'a reference that was cut'],
    [reference.slice(2), 'a code without its prefix'],
    [`B1${reference.slice(2)}`, 'a prefix that was folded'],
    [`${reference.slice(0, -1)}${reference.endsWith('Z') ? 'Y' : 'Z'}`, 'a wrong check character'],
  ])('in %j: %s', (content) => {
    expect(referencesIn(content)).toEqual([]);
  });
});

describe('referencesIn', () => {
  it.each([
    reference,
    reference.toLowerCase(),
    `MBVCB.3278907687.${reference}.CT tu 0123499999 NGUYEN VAN A toi 0011012345678`,
    `CT DEN:012345678 ${reference.slice(0, 5)} ${reference.slice(5)} FT2326`,
    `IBFT ${Array.from(reference).join(' ')}`,
    `${reference}-CHUYEN TIEN-OQCH12345-MOMO0987654321MOMO`,
    `ND:${reference.replaceAll('0', 'O').replaceAll('1', 'l')}; tai Napas`,
    `Tra tien ${reference.slice(0, 6)}-${reference.slice(6)} Ma giao dich Trace123456`,
    `BL BLBL${reference}`,
    `xBL${reference}x`,
  ])('finds it in %j', (content) => {
    expect(referencesIn(content)).toContain(reference);
  });

  it('finds all of several, each once', () => {
    const other = newReference();
    expect(referencesIn(`${reference} va ${other} va ${reference}`)).toEqual([reference, other]);
  });

  it('finds a new reference whatever blanks, dashes and words a bank puts around and into it', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '-', '.', '_', '/'), maxLength: 3 });
    const words = fc.string({
      unit: fc.constantFrom(...Array.from('ACDEFGHIKMNOPQRSTUVXY 0123456789')),
      maxLength: 30,
    });
    const property = fc.property(
      words,
      words,
      fc.array(noise, { minLength: 10, maxLength: 10 }),
      (before, after, gaps) => {
        const wanted = newReference();
        const mangled = Array.from(wanted, (character, at) => character + (gaps[at] ?? '')).join('');
        expect(referencesIn(`${before}${mangled}${after}`)).toContain(wanted);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

describe('newReference', () => {
  it('fits the nineteen characters that every bank carries, and reads as itself', () => {
    for (let n = 0; n < 200; n += 1) {
      const made = newReference();
      expect(made).toMatch(/^BL[0-9A-HJKMNP-TV-Z]{8}$/);
      expect(referencesIn(made)).toEqual([made]);
    }
  });
});
