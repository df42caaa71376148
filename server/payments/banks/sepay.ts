import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { malformed, unauthenticated } from '../../errors.ts';
import {
  type Bank,
  type BankMessage,
  type BankSecrets,
  bankTime,
  type Headers,
  hashOf,
  header,
  isSame,
  proofWindowSeconds,
} from '../bank.ts';

// SePay's message (developer.sepay.vn, webhooks). Only what is used is required; new fields do no harm.
const Message = z.object({
  id: z.union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)]),
  transactionDate: z.string().max(40).nullish(),
  accountNumber: z.string().min(1).max(40),
  subAccount: z.string().max(60).nullish(),
  content: z.string().max(2000).nullish(),
  description: z.string().max(2000).nullish(),
  transferType: z.enum(['in', 'out']),
  transferAmount: z.number().int().min(0).max(1e12),
  referenceCode: z.string().max(100).nullish(),
});

/** SePay: the API key in `Authorization`, or an HMAC over time and raw body. */
export const sepay: Bank = {
  read(rawBody, headers, secrets, at) {
    if (!isProven(rawBody, headers, secrets, at)) throw unauthenticated('bank-proof-wrong');
    return readSepay(rawBody);
  },
  answer: () => ({ success: true }),
};

/**
 * The message inside bytes whose proof has been checked; null for money going out.
 * @throws malformed('bank-message-unreadable')
 */
export function readSepay(rawBody: Buffer): BankMessage | null {
  const parsed = Message.safeParse(parseJson(rawBody));
  if (!parsed.success) throw malformed('bank-message-unreadable');
  const message = parsed.data;
  if (message.transferType === 'out' || message.transferAmount === 0) return null;
  return {
    providerId: String(message.id),
    amountVnd: message.transferAmount,
    accountNumber: message.accountNumber,
    subAccount: message.subAccount || null,
    content: message.content || message.description || '',
    reference: message.referenceCode || null,
    receivedAt: bankTime(message.transactionDate),
  };
}

/** What JSON bytes say, or undefined. */
export function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}

// A connection may know both proofs. A message that brings a signature is judged by it alone.
function isProven(rawBody: Buffer, headers: Headers, { apiKeyHash, secret }: BankSecrets, at: Date): boolean {
  const signature = header(headers, 'x-sepay-signature');
  if (signature !== '') return secret !== null && isSigned(rawBody, headers, secret, at);
  const [, key] = /^Apikey (\S+)$/i.exec(header(headers, 'authorization')) ?? [];
  return key !== undefined && apiKeyHash !== null && isSame(hashOf(key), apiKeyHash);
}

function isSigned(rawBody: Buffer, headers: Headers, secret: string, at: Date): boolean {
  const timestamp = header(headers, 'x-sepay-timestamp');
  if (!/^\d{10}$/.test(timestamp)) return false;
  if (Math.abs(at.getTime() / 1000 - Number(timestamp)) > proofWindowSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  return isSame(header(headers, 'x-sepay-signature').toLowerCase(), `sha256=${expected}`);
}
