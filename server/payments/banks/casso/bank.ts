import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { malformed, unauthenticated } from '../../../errors.ts';
import { isSameSecret } from '../../../same-secret.ts';
import { amountVnd, type Bank, bankTime, bodyOf, header, proofWindowSeconds } from '../../bank.ts';

// Casso's webhook v2: one transfer in `data` (Casso's PHP sample repeats it, with the test vector of our tests).
const Message = z.object({
  data: z.object({
    id: z.union([z.number().int().min(0), z.string().regex(/^\w{1,40}$/)]),
    reference: z.string().max(100).nullish(),
    description: z.string().max(2000).nullish(),
    amount: amountVnd,
    transactionDateTime: z.string().max(40).nullish(),
    accountNumber: z.string().min(1).max(40),
    virtualAccountNumber: z.string().max(60).nullish(),
  }),
});

/** Casso v2: an HMAC-SHA512 over time and the message with its keys sorted. */
export const bank: Bank = {
  read(rawBody, headers, { secret }, at) {
    // What is signed is not the bytes but the sorted message: it is parsed to be sorted, and trusted only afterwards.
    const body = bodyOf(rawBody, headers);
    if (secret === null || !isSigned(body, header(headers, 'x-casso-signature'), secret, at)) {
      throw unauthenticated('bank-proof-wrong');
    }
    const parsed = Message.safeParse(body);
    if (!parsed.success) throw malformed('bank-message-unreadable');
    const { data } = parsed.data;
    if (data.amount <= 0) return null;
    return {
      providerId: String(data.id),
      amountVnd: data.amount,
      accountNumber: data.accountNumber,
      subAccount: data.virtualAccountNumber || null,
      content: data.description ?? '',
      reference: data.reference || null,
      receivedAt: bankTime(data.transactionDateTime),
    };
  },
  answer: () => ({ error: 0, success: true }),
};

function isSigned(body: unknown, proof: string, secret: string, at: Date): boolean {
  const [, time, signature] = /^t=(\d{13}),v1=([0-9a-f]{128})$/.exec(proof) ?? [];
  if (time === undefined || signature === undefined || typeof body !== 'object' || body === null) return false;
  if (Math.abs(at.getTime() - Number(time)) > proofWindowSeconds * 1000) return false;
  const expected = createHmac('sha512', secret)
    .update(`${time}.${JSON.stringify(sorted(body))}`)
    .digest('hex');
  return isSameSecret(signature, expected);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
