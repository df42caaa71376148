import type { MetadataEntry } from './intent.ts';

/** Stripe's states of a refund. It is pending until the seller has sent the money back by hand, or said no (`failed`). */
export const refundStates = ['pending', 'succeeded', 'failed', 'canceled'] as const;
export type RefundState = (typeof refundStates)[number];

export const refundReasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
export type RefundReason = (typeof refundReasons)[number];

/** A shop's wish that money which paid its intent goes back to who sent it. Money in đồng. */
export interface IntentRefund {
  /** `re_`, and then as the id of an intent: its time, and what nobody guesses. */
  id: string;
  amountVnd: number;
  state: RefundState;
  reason: RefundReason | null;
  metadata: readonly MetadataEntry[];
  createdAt: Date;
  /** When the money went back, or it came to nothing. */
  endedAt: Date | null;
  /** Who of the seller said so, how the money went back or why not, and a guarded photo that shows it. */
  by: string | null;
  note: string | null;
  photoId: string | null;
  /** The request that asked for it: the same one again, after a crash, finds its refund. */
  requestId: string | null;
}

/** Whether it takes from what may still be given back. */
export const isLive = ({ state }: IntentRefund): boolean => state === 'pending' || state === 'succeeded';

/** What of an intent's money was given back. */
export const refundedVndOn = (refunds: readonly IntentRefund[]): number =>
  sum(refunds.filter(({ state }) => state === 'succeeded'));

/** The same with what is still to be given back. */
export const takenVndOn = (refunds: readonly IntentRefund[]): number => sum(refunds.filter(isLive));

const sum = (refunds: readonly IntentRefund[]): number => refunds.reduce((all, { amountVnd }) => all + amountVnd, 0);

export const isRefundId = (text: string): boolean => /^re_[0-9A-Za-z]{24}$/.test(text);

export const readIntentRefund = (one: IntentRefund): IntentRefund => ({
  id: one.id,
  amountVnd: one.amountVnd,
  state: one.state,
  reason: one.reason ?? null,
  metadata: one.metadata.map(({ key, value }) => ({ key, value })),
  createdAt: one.createdAt,
  endedAt: one.endedAt ?? null,
  by: one.by ?? null,
  note: one.note ?? null,
  photoId: one.photoId ?? null,
  requestId: one.requestId ?? null,
});
