import { timingSafeEqual } from 'node:crypto';

/**
 * Whether a text that somebody brings is the secret one, in a time that tells nothing of how much of it is alike. How long a
 * secret is is no secret here.
 */
export function isSameSecret(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
