import type { Localized } from '../language.ts';

/** What bars a batch through something it was made from, directly or through others. */
export interface Ban {
  /** failed: an inspection found something outside a limit; waiting: one is still missing; expired: used after its last day. */
  why: 'recalled' | 'failed' | 'waiting' | 'expired';
  /** The code of the batch, or the id of the lot from outside, that is barred itself. */
  from: string;
  /** Its lot, for people. */
  lot: string;
  /** Why it was called back. */
  recall: { reason: Localized; advice: Localized; at: Date } | null;
}
