import type { Actor } from '../actor.ts';
import { conflict, invalid } from '../errors.ts';
import { askMerchantFor, readPaymentCode } from '../payments/payment-codes.ts';
import type { MerchantCode, Stall } from './stall.ts';
import { changeStall } from './stalls.ts';

/** What a seller pays themself once, from another bank, to see whether a code with an amount is taken. In đồng. */
export const testVnd = 1000;

/**
 * Keeps a seller's own merchant's code as its bank gave it, to be shown unchanged.
 * @throws invalid('not-a-merchant-code') when it is none, conflict('merchant-code-with-amount') when it asks for one amount
 */
export async function keepMerchantCode(actor: Actor, stall: Stall, text: string, at: Date): Promise<void> {
  const code = readPaymentCode(text);
  if (code?.is !== 'merchant') throw invalid('not-a-merchant-code');
  if (code.asksFor !== null) throw conflict('merchant-code-with-amount');
  const { name, city } = code;
  await changeStall(stall.id, {
    merchant: {
      text: code.text,
      name,
      city,
      addedAt: at,
      addedBy: actor.name,
      tested: false,
      testedAt: null,
      testedBy: null,
    },
  });
}

/** Takes the merchant's code from the stall. */
export const dropMerchantCode = (stall: Stall): Promise<void> => changeStall(stall.id, { merchant: null });

/**
 * The seller has paid the test amount from another bank, and says whether the money has come: no document says that banks take a code
 * with an amount that its own bank did not write (decision 0059).
 * @throws conflict('no-merchant-code')
 */
export async function noteTestPayment(actor: Actor, { id, merchant }: Stall, tested: boolean, at: Date): Promise<void> {
  if (!merchant) throw conflict('no-merchant-code');
  await changeStall(id, { merchant: { ...merchant, tested, testedAt: at, testedBy: actor.name } });
}

/** The code to be shown for an amount in đồng: with it only after a test payment has come; null or before: as its bank gave it. */
export function paidBy({ text, tested }: Pick<MerchantCode, 'text' | 'tested'>, amountVnd: number | null) {
  const code = readPaymentCode(text);
  const hasAmount = tested && amountVnd !== null;
  return {
    text: hasAmount ? askMerchantFor(text, amountVnd) : text,
    hasAmount,
    bankName: code?.bankName ?? '',
    number: code?.number ?? '',
  };
}
