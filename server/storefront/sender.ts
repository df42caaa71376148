import { createHmac } from 'node:crypto';
import { networkOf } from '../network.ts';

/** A key of who ordered from where, from which the address cannot be read back. */
export const senderOf = (address: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(`order ${networkOf(address)}`)
    .digest('base64url')
    .slice(0, 16);
