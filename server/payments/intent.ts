import { randomBytes, randomInt } from 'node:crypto';

/** Where the buyer's money goes: the account that was shown, kept with the intent whatever the seller changes later. */
export interface PayeeAccount {
  bin: string;
  bankName: string;
  number: string;
  holder: string;
}

/**
 * Stripe's states of a PaymentIntent, without those of cards. The first two: nobody has been shown the code yet.
 * `processing`: the buyer says "I have paid", and nobody has seen the money yet.
 */
export const intentStates = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'succeeded',
  'canceled',
] as const;
export type IntentState = (typeof intentStates)[number];

/** The states in which a code has been shown and its money may come. */
export const openStates: readonly IntentState[] = ['requires_action', 'processing'];

/** The states in which nothing has been shown, so that the amount may still change. */
export const draftStates: readonly IntentState[] = ['requires_payment_method', 'requires_confirmation'];

/** What the shop is told of an intent; the names are Stripe's. */
export const intentEventTypes = [
  'payment_intent.created',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payment_intent.canceled',
] as const;
export type IntentEventType = (typeof intentEventTypes)[number];

/** What it is told of a refund (intent-refund.ts). */
export const refundEventTypes = ['refund.created', 'refund.updated', 'refund.failed'] as const;
export type RefundEventType = (typeof refundEventTypes)[number];

export const eventTypes = [...intentEventTypes, ...refundEventTypes] as const;
export type EventType = (typeof eventTypes)[number];

/** A change that the shop is still to be told of. */
export interface DueEvent {
  /** `evt_` and 24 hex digits. */
  id: string;
  type: EventType;
  at: Date;
  cause: Cause | null;
  /** Of which refund it tells; null: of the intent. */
  refundId?: string | null;
}

/** The API request that made something happen; there is none behind a bank's message, a person of the house, or the clock. */
export interface Cause {
  /** `req_…`: the header Request-Id of its answer, and with dashes what the log calls it. */
  requestId: string;
  /** Its Idempotency-Key as the shop wrote it. */
  idempotencyKey: string | null;
}

/** `expired` is ours; the rest is said by who cancels, in Stripe's words. */
export const cancellationReasons = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;
export type CancellationReason = (typeof cancellationReasons)[number] | 'expired';

/** One wish to be paid: for an order of this house (at most one each), or for a shop that asked through the API. */
export interface Intent {
  /** `pi_` and 24 letters or digits: when it was made, then 95 random bits; knowing it is the right to see the QR. */
  id: string;
  /** null: asked for through the API, and the money pays the intent itself. */
  orderNumber: string | null;
  sellerId: string;
  /** What the buyer's bank must carry in the transfer's content: `BL` and 8 characters. */
  reference: string;
  amountVnd: number;
  /** The text inside the QR code. */
  payload: string;
  state: IntentState;
  createdAt: Date;
  /** How long the code may be paid once it is shown. */
  lifeSeconds: number;
  /** Until when the countdown runs; of an order, a transfer after it may still pay. */
  expiresAt: Date;
  /** When the code was first shown; null while it was not. */
  confirmedAt: Date | null;
  succeededAt: Date | null;
  canceledAt: Date | null;
  cancellationReason: CancellationReason | null;
  /** The transfer, or who confirmed by hand, that paid it. */
  paidBy: string | null;
  account: PayeeAccount;
  description: string | null;
  /** The shop's own notes, in the order given. */
  metadata: readonly MetadataEntry[];
  /** Counts the changes of amount, description and metadata: who changes them names the count it has read. */
  revision: number;
  /** Who asked for it: `checkout`, or the id of an API key. */
  origin: string;
  /** The version of Stripe's API in which its shop is told of it; null: it named none. */
  apiVersion: string | null;
  /** Stripe's client_secret without the id: 24 hex digits. */
  secret: string;
}

/** As a list, because a shop may call its keys anything: `a.b`, `$c`, `__proto__`. */
export interface MetadataEntry {
  key: string;
  value: string;
}

/** The countdown a buyer of this house sees; the packs stay held for 15 minutes more, because SePay repeats itself for 33. */
export const countdownMinutes = 30;

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base = letters.length;
const randomLetters = 16;
const timeLetters = 8;

/** A new id; ids in the order of their letters are in the order of time, to the millisecond, so a list needs no index more. */
export function newIntentId(at: Date): string {
  const random = Array.from({ length: randomLetters }, () => letters.charAt(randomInt(base))).join('');
  return firstIntentId(at) + random;
}

/** Where the ids of an instant begin: every id of then and later is greater, every earlier one smaller. */
export function firstIntentId(at: Date): string {
  let rest = Math.max(0, at.getTime());
  let text = '';
  for (let place = 0; place < timeLetters; place += 1) {
    text = letters.charAt(rest % base) + text;
    rest = Math.floor(rest / base);
  }
  return `pi_${text}`;
}

// 22 letters: made before ids told their time.
export const isIntentId = (text: string): boolean => /^pi_[0-9A-Za-z]{22,24}$/.test(text);

export const newSecret = (): string => randomBytes(12).toString('hex');

/** Whether its code has been shown and its money may come. */
export const isOpen = ({ state }: Pick<Intent, 'state'>): boolean => openStates.includes(state);

/** What the shop calls the thing that is paid for: its description, else an order id among its notes; null when it says nothing. */
export const labelOf = ({ description, metadata }: Pick<Intent, 'description' | 'metadata'>): string | null =>
  description ?? metadata.find(({ key }) => /order|don/i.test(key))?.value ?? metadata[0]?.value ?? null;

/** What the shop is to be told, for the same update that makes it true: then no crash can lose it. */
export const due = (
  type: EventType,
  at: Date,
  cause: Cause | null = null,
  refundId: string | null = null,
): DueEvent => ({
  id: `evt_${randomBytes(12).toString('hex')}`,
  type,
  at,
  cause,
  refundId,
});
