import { describe, expect, it } from 'vitest';
import { addressKey, endOf, perAddress } from '../../../server/provenance/guess.ts';

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
