import { expect, it } from 'vitest';
import { addressKey } from '../../../server/provenance/guess.ts';

it('keeps no address that could be read back', () => {
  expect(addressKey('203.0.113.9', 'secret')).not.toContain('203');
  expect(addressKey('203.0.113.9', 'secret')).not.toBe(addressKey('203.0.113.9', 'other'));
});
