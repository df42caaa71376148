/** Where the buyer's money goes: the account that was shown, kept with the intent whatever the seller changes later. */
export interface PayeeAccount {
  bin: string;
  bankName: string;
  number: string;
  holder: string;
}

export type IntentState = 'requires_action' | 'processing' | 'succeeded' | 'canceled';

/** One wish to be paid: at most one for an order. Names of states follow Stripe's PaymentIntents. */
export interface Intent {
  /** `pi_` and 22 letters or digits (130 random bits): knowing it is the right to see the QR. */
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
  /** The transfer, or the person's confirmation, that paid it. */
  paidBy: string | null;
  account: PayeeAccount;
}
