import type { IntentRecord } from '../intent-record.ts';
import type { IntentRefund } from '../intent-refund.ts';
import type { ViewSettings } from './payment-intent-view.ts';

/** A refund as the API shows it: Stripe's fields, with null for what a transfer never has. */
export const presentRefund = (refund: IntentRefund, intentId: string, settings: ViewSettings) => ({
  id: refund.id,
  object: 'refund' as const,
  amount: refund.amountVnd,
  balance_transaction: null,
  charge: null,
  created: Math.floor(refund.createdAt.getTime() / 1000),
  currency: 'vnd' as const,
  destination_details: null,
  // The seller said that the money does not go back.
  ...(refund.state === 'failed' && { failure_balance_transaction: null, failure_reason: 'merchant_request' }),
  livemode: settings.production,
  metadata: Object.fromEntries(refund.metadata.map(({ key, value }) => [key, value])),
  payment_intent: intentId,
  reason: refund.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: refund.state,
  transfer_reversal: null,
});

/** The refunds of an intent, the newest first. */
export const refundsOf = (record: Pick<IntentRecord, 'refunds'>): IntentRefund[] =>
  [...(record.refunds ?? [])].sort((a, b) => (a.id < b.id ? 1 : -1));
