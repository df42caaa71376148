import { randomInt } from 'node:crypto';

/** Where the buyer's money goes: the account that was shown, kept with the intent whatever the seller changes later. */
export interface PayeeAccount {
  bin: string;
  bankName: string;
  number: string;
  holder: string;
}

/** Named as Stripe's PaymentIntents are. `processing`: the buyer says "I have paid", and nobody has seen the money yet. */
export const intentStates = ['requires_action', 'processing', 'succeeded', 'canceled'] as const;
export type IntentState = (typeof intentStates)[number];

/** The states in which an intent still waits for its money. */
export const openStates: readonly IntentState[] = ['requires_action', 'processing'];

/** One wish to be paid: at most one for an order. */
export interface Intent {
  /** `pi_` and 22 letters or digits (131 random bits): knowing it is the right to see the QR. */
  id: string;
  orderNumber: string;
  sellerId: string;
  /** What the buyer's bank must carry in the transfer's content: `BL` and 8 characters. */
  reference: string;
  amountVnd: number;
  /** The text inside the QR code. */
  payload: string;
  state: IntentState;
  createdAt: Date;
  /** Until when the countdown runs; a transfer after it may still pay. */
  expiresAt: Date;
  /** The transfer, or who confirmed by hand, that paid it. */
  paidBy: string | null;
  account: PayeeAccount;
}

/** The countdown a buyer sees; the packs stay held for 15 minutes more, because SePay repeats itself for 33. */
export const countdownMinutes = 30;

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const newIntentId = (): string =>
  `pi_${Array.from({ length: 22 }, () => letters.charAt(randomInt(letters.length))).join('')}`;

export const isIntentId = (text: string): boolean => /^pi_[0-9A-Za-z]{22}$/.test(text);
