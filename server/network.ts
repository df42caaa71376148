import { createHmac } from 'node:crypto';

/** Whom an address stands for where tries are counted. A home has a whole /64 of IPv6 addresses: they count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
}

/**
 * A key of where somebody asks from, for counting: the address cannot be read back from it, and the same address has another
 * key for each purpose.
 */
export const networkKey = (purpose: string, address: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(`${purpose} ${networkOf(address)}`)
    .digest('base64url')
    .slice(0, 16);
