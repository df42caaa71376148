import { describe, expect, it } from 'vitest';
import { addressKey, endOf, networkOf, perAddress } from '../../../server/provenance/guess.ts';

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('endOf', () => {
  it('ends with the clock minute', () => {
    expect(endOf(perAddress, new Date('2026-11-16T05:00:59.999Z'))).toEqual(new Date('2026-11-16T05:01:00Z'));
    expect(endOf(perAddress, new Date('2026-11-16T05:01:00Z'))).toEqual(new Date('2026-11-16T05:02:00Z'));
  });
});

it('keeps no address that could be read back', () => {
  expect(addressKey('203.0.113.9', 'secret')).not.toContain('203');
  expect(addressKey('203.0.113.9', 'secret')).not.toBe(addressKey('203.0.113.9', 'other'));
});
