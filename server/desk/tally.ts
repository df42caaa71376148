import type { Actor } from '../actor.ts';
import { listOrders } from '../orders/orders.ts';
import { countTransfersToReview } from '../payments/transfers.ts';

/** What waits for somebody at their desk. */
export interface Tally {
  /** paid by transfer and not packed, at most 100 */
  paidNotPacked: number;
  /** to be paid in cash and not packed, at most 100 */
  cashNotPacked: number;
  /** transfers that a person has to look at */
  moneyToReview: number;
  /** the paid orders' numbers, newest first: what the bell compares */
  paid: string[];
}

/** Counts for the sellers the actor sees; beyond a hundred nobody counts any more. */
export async function tallyFor(actor: Actor): Promise<Tally> {
  const [paid, cash, moneyToReview] = await Promise.all([
    listOrders(actor, { state: 'paid', limit: 100 }),
    listOrders(actor, { list: 'cash-to-pack', limit: 100 }),
    countTransfersToReview(actor),
  ]);
  return {
    paidNotPacked: paid.length,
    cashNotPacked: cash.length,
    moneyToReview,
    paid: paid.map(({ number }) => number),
  };
}
