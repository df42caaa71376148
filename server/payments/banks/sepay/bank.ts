import { createHmac } from 'node:crypto';
import { unauthenticated } from '../../../errors.ts';
import { isSameSecret } from '../../../same-secret.ts';
import { type Bank, type BankSecrets, type Headers, hashOf, header, proofWindowSeconds } from '../../bank.ts';
import { readMoneyIn } from '../../money-in.ts';

/** SePay: the API key in `Authorization`, or an HMAC over time and raw body. */
export const bank: Bank = {
  read(rawBody, headers, secrets, at) {
    if (!isProven(rawBody, headers, secrets, at)) throw unauthenticated('bank-proof-wrong');
    return readMoneyIn(rawBody, headers);
  },
  answer: () => ({ success: true }),
};

// A connection may know both proofs. A message that brings a signature is judged by it alone.
function isProven(rawBody: Buffer, headers: Headers, { apiKeyHash, secret }: BankSecrets, at: Date): boolean {
  const signature = header(headers, 'x-sepay-signature');
  if (signature !== '') return secret !== null && isSigned(rawBody, headers, secret, at);
  const [, key] = /^Apikey (\S+)$/i.exec(header(headers, 'authorization')) ?? [];
  return key !== undefined && apiKeyHash !== null && isSameSecret(hashOf(key), apiKeyHash);
}

function isSigned(rawBody: Buffer, headers: Headers, secret: string, at: Date): boolean {
  const timestamp = header(headers, 'x-sepay-timestamp');
  if (!/^\d{10}$/.test(timestamp)) return false;
  if (Math.abs(at.getTime() / 1000 - Number(timestamp)) > proofWindowSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  return isSameSecret(header(headers, 'x-sepay-signature').toLowerCase(), `sha256=${expected}`);
}
