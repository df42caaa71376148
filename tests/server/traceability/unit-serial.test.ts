import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabet } from '../../../server/codes.ts';
import { readUnitSerial, unitSerial, unitsPerBatch } from '../../../server/traceability/unit-serial.ts';

const key = 'a-label-key-for-tests-only-0123456789abcdef';
const code = 'ZZZZZZZC';
const number = fc.integer({ min: 0, max: unitsPerBatch - 1 });

describe('unitSerial', () => {
  it.each([-1, unitsPerBatch, 1.5, Number.NaN])('refuses %s', (wrong) => {
    expect(() => unitSerial(code, wrong, key)).toThrow(RangeError);
  });

  it('has exactly eight characters of the alphabet and is read back as its number', () => {
    fc.assert(
      fc.property(number, (unit) => {
        const serial = unitSerial(code, unit, key);
        return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(serial) && readUnitSerial(code, serial, key) === unit;
      }),
    );
  });
});

describe('readUnitSerial', () => {
  it.each(['', 'ABCDEFG', 'ABCDEFGHJ', 'ABCDEFGU', 'ABCD EFG', '０0000000', 'ſ0000000'])('refuses %j', (text) => {
    expect(readUnitSerial(code, text, key)).toBeNull();
  });

  it('reads small letters, O as 0 and I and L as 1', () => {
    const serial = unitSerial(code, 33, key);
    const typed = serial.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(readUnitSerial(code, typed, key)).toBe(33);
  });

  it('refuses a serial of another batch or under another key', () => {
    const serial = unitSerial(code, 7, key);
    expect(readUnitSerial('01234568', serial, key)).toBeNull();
    expect(readUnitSerial(code, serial, `${key}!`)).toBeNull();
  });

  it('refuses a genuine serial with any one character changed', () => {
    const serial = unitSerial(code, 1234, key);
    const changed = Array.from(serial).flatMap((old, place) =>
      Array.from(alphabet)
        .filter((letter) => letter !== old)
        .map((letter) => serial.slice(0, place) + letter + serial.slice(place + 1)),
    );
    expect(changed.filter((text) => readUnitSerial(code, text, key) !== null)).toEqual([]);
  });
});
