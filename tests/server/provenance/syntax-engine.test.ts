import bwip from 'bwip-js';
import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDigitalLink } from '../../../server/provenance/digital-link.ts';

// GS1’s Barcode Syntax Engine is C; BWIPP reads Digital Links after it and its Syntax Dictionary, and bwip-js is BWIPP for Node.
// It is asked whether it would print an address, and says why not.

/** Faults it finds that a resolver need not look for (section 2.4): which values go together, and what stands for what. */
const notLookedFor =
  /^GS1(?:requiredAIs|missingAIs|exclusiveAIs|badDay|invalidCountry|unknownCountry|unknownCurrency|invalidCurrency|unknownISO\w*|iso\w*)/i;

function faultByEngine(path: string): string | null {
  try {
    bwip.raw({ bcid: 'gs1dlqrcode', text: `https://cho.example${path}` } as never);
    return null;
  } catch (error) {
    return /bwipp\.(\w+)/.exec(String(error))?.[1] ?? String(error);
  }
}

function isOurs(address: string): boolean {
  const [path = '', query = ''] = address.split('?');
  return readDigitalLink(path, query) !== null;
}

const goods = '/01/09520123456788';

describe('GS1’s syntax engine and this resolver agree', () => {
  it.each([
    goods,
    `${goods}/22/2A`,
    `${goods}/10/ABC123`,
    `${goods}/21/12345`,
    `${goods}/10/ABC1/21/12345?17=180426`,
    `${goods}/22/TEST/10/ABC/21/XYZ`,
    `${goods}/235/TEST`,
    `${goods}/235/XYZ?10=ABC123`,
    `${goods}?3103=000195`,
    `${goods}?3103=000195&3922=0299&17=201225`,
    `${goods}?99=ABC&98=XYZ`,
    `${goods}?&&&99=ABC&&&&&&98=XYZ&&&`,
    `${goods}?unknown=666&99=ABC&singleton`,
    `${goods}/22/ABC%2d123?99=ABC&98=XYZ%2f987`,
    `${goods}/22/ABC+123`,
    '/01/12312312312333',
    '/01/9520123456788',
    '/01/416000336108',
    '/01/02345673',
    `${goods}?99=${'A'.repeat(90)}`,
  ])('that %s is one', (address) => {
    expect([faultByEngine(address), isOurs(address)]).toEqual([null, true]);
  });

  it.each([
    '/01/09520123456789',
    '/01//09520123456788',
    `${goods}/10/`,
    `${goods}/10`,
    `${goods}/21/12345/10/ABC`,
    `${goods}/10/ABC/22/2A`,
    `${goods}/10/A/10/B`,
    `${goods}/10/A/235/TPX`,
    `${goods}/89/ABC123`,
    `${goods}/17/261231`,
    `${goods}/99/ABC`,
    `${goods}/10/${'A'.repeat(21)}`,
    `${goods}/10/A%00B`,
    `${goods}?99=`,
    `${goods}?99=ABC&999=faux`,
    `${goods}?89=ABC123`,
    `${goods}?10=ABC123`,
    `${goods}?235=TPX`,
    `${goods}?98=XYZ+987`,
    `${goods}?17=201325`,
    `${goods}?3103=00019`,
    `${goods}?8200=http://a.example`,
    `${goods}?99=${'A'.repeat(91)}`,
  ])('that %s is none', (address) => {
    expect([faultByEngine(address) === null, isOurs(address)]).toEqual([false, false]);
  });

  it.each([
    ['a slash at the end is borne', `${goods}/`, false, true],
    ['which values go together is nothing a resolver has to judge', `${goods}?3922=0299`, false, true],
    ['nothing is said twice, as GS1’s own engine has it, and BWIPP has not', `${goods}?01=09520123456788`, true, false],
    ['nothing is said twice, neither an attribute', `${goods}/10/A?99=X&99=X`, true, false],
  ])('but that %s', (_why, address, byEngine, byUs) => {
    expect([faultByEngine(address) === null, isOurs(address)]).toEqual([byEngine, byUs]);
  });

  it('of whatever is put together', () => {
    const pieces = [
      '/22/2A',
      '/10/A%2FB',
      '/10/L(1)',
      '/21/7',
      '/235/TPX',
      '/10/',
      '/17/261130',
      '/8006/1',
      '/10/á',
      '/21/A%20B',
    ];
    const attributes = [
      '17=261130',
      '17=261345',
      '3103=000195',
      '10=A',
      '235=B',
      'x=1',
      '99=A%26B',
      '99=',
      '555=1',
      '11=260100',
      '02=1',
    ];
    assert(
      property(
        array(constantFrom(...pieces), { maxLength: 3 }),
        uniqueArray(constantFrom(...attributes), { maxLength: 2 }),
        (path, query) => {
          const address = `${goods}${path.join('')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
          const fault = faultByEngine(address);
          expect([address, fault, isOurs(address)]).toEqual([
            address,
            fault,
            fault === null || notLookedFor.test(fault),
          ]);
        },
      ),
      { numRuns: 150, seed: 18 },
    );
  });
});
