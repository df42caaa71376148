import { type CancellationReason, type Cause, due, openStates } from './intent.ts';

/** Picks the intents whose code has been shown and whose money may come. */
export const whereOpen = { state: { $in: [...openStates] } };

/** The change that the money has come. Each change of state carries the event that tells of it. */
export const succeeded = (paidBy: string, at: Date) => ({
  $set: { state: 'succeeded' as const, paidBy, succeededAt: at },
  $push: { due: due('payment_intent.succeeded', at) },
});

/** The change that ends an intent without money. */
export const canceled = (cancellationReason: CancellationReason | null, at: Date, cause: Cause | null = null) => ({
  $set: { state: 'canceled' as const, cancellationReason, canceledAt: at },
  $push: { due: due('payment_intent.canceled', at, cause) },
});
