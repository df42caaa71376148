import { findBank } from './bank-directory.ts';
import { readPicture } from './read-picture.ts';
import { decode } from './vietqr/decode.ts';
import { decodeMerchant } from './vietqr/merchant.ts';

export { bareSvg } from './qr-picture.ts';
export { merchantWithAmount as askMerchantFor } from './vietqr/merchant.ts';

/** Where a code that people scan to pay leads. */
export type PaymentCode =
  | { is: 'account'; text: string; bankName: string; number: string; bin: string; amountVnd: number | null }
  | MerchantsCode;

interface MerchantsCode {
  is: 'merchant';
  text: string;
  bankName: string;
  /** The merchant's number at that bank. */
  number: string;
  name: string | null;
  city: string | null;
  /** An amount in đồng that is part of it; null: the payer types one. */
  asksFor: number | null;
}

/** Reads a payment code strictly; null when it is none that a bank would take. */
export function readPaymentCode(text: string): PaymentCode | null {
  const trimmed = text.trim();
  return accountIn(trimmed) ?? merchantIn(trimmed);
}

/** The text of the QR code in a photo; null when none is to be seen in it, or it is no photo. */
export const codeInPhoto = (photo: Buffer): Promise<string | null> => readPicture(photo).catch(() => null);

function accountIn(text: string): PaymentCode | null {
  try {
    const { bin, number, amountVnd } = decode(text);
    return { is: 'account', text, bin, number, amountVnd, bankName: bankNameOf(bin) };
  } catch {
    return null;
  }
}

function merchantIn(text: string): PaymentCode | null {
  try {
    const { bin, merchantId, name, city, amountVnd } = decodeMerchant(text);
    return { is: 'merchant', text, bankName: bankNameOf(bin), number: merchantId, name, city, asksFor: amountVnd };
  } catch {
    return null;
  }
}

const bankNameOf = (bin: string): string => findBank(bin)?.shortName ?? bin;
