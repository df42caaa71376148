import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { malformed, unauthenticated } from '../../errors.ts';
import { isSameSecret } from '../../same-secret.ts';
import {
  amountVnd,
  type Bank,
  type BankMessage,
  type BankSecrets,
  bankTime,
  bodyOf,
  type Headers,
  hashOf,
  header,
  proofWindowSeconds,
} from '../bank.ts';

// SePay's message (developer.sepay.vn, webhooks). Only what is used is required; new fields do no harm.
const Message = z.object({
  id: z.union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)]),
  transactionDate: z.string().max(40).nullish(),
  accountNumber: z.string().min(1).max(40),
  // The payment code that SePay has found itself, by the pattern its user has set there.
  code: z.string().max(100).nullish(),
  subAccount: z.string().max(60).nullish(),
  content: z.string().max(2000).nullish(),
  description: z.string().max(2000).nullish(),
  transferType: z.enum(['in', 'out']),
  transferAmount: amountVnd.pipe(z.number().min(0)),
  referenceCode: z.string().max(100).nullish(),
});

/** SePay: the API key in `Authorization`, or an HMAC over time and raw body. */
export const sepay: Bank = {
  read(rawBody, headers, secrets, at) {
    if (!isProven(rawBody, headers, secrets, at)) throw unauthenticated('bank-proof-wrong');
    return readSepay(rawBody, headers);
  },
  answer: () => ({ success: true }),
};

/**
 * The message inside bytes whose proof has been checked; null for money going out.
 * @throws malformed('bank-message-unreadable')
 */
export function readSepay(rawBody: Buffer, headers: Headers): BankMessage | null {
  const parsed = Message.safeParse(bodyOf(rawBody, headers));
  if (!parsed.success) throw malformed('bank-message-unreadable');
  const message = parsed.data;
  if (message.transferType === 'out' || message.transferAmount === 0) return null;
  return {
    providerId: String(message.id),
    amountVnd: message.transferAmount,
    accountNumber: message.accountNumber,
    subAccount: message.subAccount || null,
    content: contentOf(message),
    reference: message.referenceCode || null,
    receivedAt: bankTime(message.transactionDate),
  };
}

/** What the buyer wrote, and behind it the code that SePay read out of it where the content lacks it. */
function contentOf({ content, description, code }: z.output<typeof Message>): string {
  const text = content || description || '';
  return code && !text.includes(code) ? `${text} ${code}`.trim() : text;
}

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
