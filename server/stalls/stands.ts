import type { Actor } from '../actor.ts';
import { findSellers } from '../identity/sellers.ts';
import { type PaymentCode, readPaymentCode } from '../payments/payment-codes.ts';
import { findReceivingAccount, sellerOfAccount } from '../payments/receiving-accounts.ts';
import type { Stall } from './stall.ts';
import { changeStall } from './stalls.ts';

/** Where the code on a stall's stand leads, and whether that is where the stall's money should go. */
export interface Judged {
  code: PaymentCode;
  isOwn: boolean;
  /** Another seller of the market whose account it is. */
  otherName: string | null;
}

/**
 * Judges a code that was scanned or photographed on a stand: a pasted-over one leads elsewhere. Null: no bank would take it.
 * The money of a stall goes to its seller's account, to those of the sellers whose goods lie on it, or by its own merchant's code.
 */
export async function judgeStand(stall: Stall, text: string, at: Date): Promise<Judged | null> {
  const code = readPaymentCode(text);
  if (!code) return null;
  if (code.is === 'merchant') return { code, isOwn: isMerchants(stall, code), otherName: null };
  const accounts = await Promise.all([stall.id, ...stall.guestIds].map((id) => findReceivingAccount(id, at)));
  const isOwn = accounts.some((account) => account?.bin === code.bin && account.number === code.number);
  const otherId = isOwn ? null : await sellerOfAccount([code.number]);
  const [other] = otherId === null ? [] : await findSellers([otherId]);
  return { code, isOwn, otherName: other?.name ?? null };
}

function isMerchants({ merchant }: Stall, code: PaymentCode): boolean {
  const own = merchant && readPaymentCode(merchant.text);
  return own?.is === 'merchant' && own.number === code.number && own.bankName === code.bankName;
}

/** Writes down that somebody looked at the stall's stand, for the round over a market. */
export async function noteCheck(actor: Actor, stall: Stall, { code, isOwn }: Judged, at: Date): Promise<void> {
  const ledTo = `${code.bankName} ${code.number}`;
  await changeStall(stall.id, { checked: { at, by: actor.name, isOwn, ledTo } });
}
