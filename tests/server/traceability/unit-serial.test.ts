import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabet } from '../../../server/codes.ts';
import {
  labelKeyId,
  readUnitSerial,
  signingKey,
  unitSerial,
  unitsPerBatch,
} from '../../../server/traceability/unit-serial.ts';

const key = 'a-label-key-for-tests-only-0123456789abcdef';
const code = 'ZZZZZZZC';
/** As a batch knows it that gave no number yet, under one key. */
const read = (batch: string, serial: string, labelKey: string) =>
  readUnitSerial({ code: batch, next: 1, keys: [] }, serial, [labelKey]);
const number = fc.integer({ min: 0, max: unitsPerBatch - 1 });

describe('unitSerial', () => {
  it.each([-1, unitsPerBatch, 1.5, Number.NaN])('refuses %s', (wrong) => {
    expect(() => unitSerial(code, wrong, key)).toThrow(RangeError);
  });

  it('has exactly eight characters of the alphabet and is read back as its number', () => {
    fc.assert(
      fc.property(number, (unit) => {
        const serial = unitSerial(code, unit, key);
        return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(serial) && read(code, serial, key) === unit;
      }),
    );
  });
});

describe('readUnitSerial', () => {
  it.each(['', 'ABCDEFG', 'ABCDEFGHJ', 'ABCDEFGU', 'ABCD EFG', '０0000000', 'ſ0000000'])('refuses %j', (text) => {
    expect(read(code, text, key)).toBeNull();
  });

  it('reads small letters, O as 0 and I and L as 1', () => {
    const serial = unitSerial(code, 33, key);
    const typed = serial.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(read(code, typed, key)).toBe(33);
  });

  it('refuses a serial of another batch or under another key', () => {
    const serial = unitSerial(code, 7, key);
    expect(read('01234568', serial, key)).toBeNull();
    expect(read(code, serial, `${key}!`)).toBeNull();
  });

  it('refuses a genuine serial with any one character changed', () => {
    const serial = unitSerial(code, 1234, key);
    const changed = Array.from(serial).flatMap((old, place) =>
      Array.from(alphabet)
        .filter((letter) => letter !== old)
        .map((letter) => serial.slice(0, place) + letter + serial.slice(place + 1)),
    );
    expect(changed.filter((text) => read(code, text, key) !== null)).toEqual([]);
  });
});

describe('keys that change', () => {
  const [oldest, middle, newest] = ['oldest', 'middle', 'newest'] as const;
  const labelKeys = [newest, middle, oldest];
  // 1 to 9 from before keys were written down, 10 to 19 under the middle one, 20 to 29 under the newest.
  const units = {
    code,
    next: 30,
    keys: [
      { from: 10, key: labelKeyId(middle) },
      { from: 20, key: labelKeyId(newest) },
    ],
  };
  const reads = (unit: number, made: string, given: readonly string[] = labelKeys) =>
    readUnitSerial(units, unitSerial(code, unit, made), given) === unit;

  it.each([
    [5, oldest, true],
    [5, middle, true],
    [15, oldest, false],
    [15, middle, true],
    [25, oldest, false],
    [25, middle, false],
    [30, oldest, false],
    [30, middle, false],
    [99, oldest, false],
  ])('unit %i made with the %s key counts: %s', (unit, made, counts) => {
    expect(reads(unit, made)).toBe(counts);
    expect(reads(unit, newest)).toBe(true);
  });

  it('make no number that the batch had not given out when they were changed', () => {
    const unprinted = { ...units, next: 20, keys: units.keys.slice(0, 1) };
    const read20 = (made: string) => readUnitSerial(unprinted, unitSerial(code, 20, made), labelKeys);
    expect([oldest, middle, newest].map(read20)).toEqual([null, null, 20]);
  });

  it('make a label again as it was made first, by what the batch wrote down', () => {
    const made = [5, 9, 10, 19, 20, 29].map((unit) => signingKey(unit, units.keys, labelKeys));
    expect(made).toEqual([oldest, oldest, middle, middle, newest, newest]);
    expect([5, 15, 25].map((unit) => reads(unit, signingKey(unit, units.keys, labelKeys)))).toEqual([true, true, true]);
  });

  it('of which one was lost make serials that hold all the same', () => {
    const left = [newest, oldest];
    expect(signingKey(15, units.keys, left)).toBe(newest);
    expect(reads(15, newest, left)).toBe(true);
    expect(reads(15, middle, left)).toBe(false);
  });
});
