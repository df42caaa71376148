import { z } from 'zod';
import { malformed } from '../errors.ts';
import { amountVnd, type BankMessage, bankTime, bodyOf, type Headers } from './bank.ts';

// SePay's message (developer.sepay.vn, webhooks), which the demonstration bank sends too. Only what is used is required; new fields
// do no harm.
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

/**
 * The message inside bytes whose proof has been checked; null for money going out.
 * @throws malformed('bank-message-unreadable')
 */
export function readMoneyIn(rawBody: Buffer, headers: Headers): BankMessage | null {
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
