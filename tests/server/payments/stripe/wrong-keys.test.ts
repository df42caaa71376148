import { expect, it } from 'vitest';
import { countWrongKey, refuseKeyGuesser } from '../../../../server/payments/stripe/wrong-keys.ts';
import { noon } from '../../../support/services.ts';

const later = new Date(noon.getTime() + 60_000);

it('counts all addresses of one home together, nobody else’s, and for a minute', () => {
  for (let number = 1; number <= 29; number += 1) countWrongKey(`2001:db8:1:2::${number}`, noon);
  expect(() => refuseKeyGuesser('2001:db8:1:2::ffff', noon)).not.toThrow();
  countWrongKey('2001:db8:1:2::30', noon);
  expect(() => refuseKeyGuesser('2001:db8:1:2::ffff', noon)).toThrow('api-too-many-keys');
  expect(() => refuseKeyGuesser('2001:db8:1:3::1', noon)).not.toThrow();
  expect(() => refuseKeyGuesser('2001:db8:1:2::ffff', later)).not.toThrow();
});
