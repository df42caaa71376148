import type { Actor } from '../actor.ts';
import { listOrders, type Order } from '../orders/orders.ts';
import type { Waiting } from '../waiting.ts';
import { toDoFor } from './to-do.ts';

/** What waits for somebody at their desk. */
export interface Tally {
  /** paid by transfer and not packed */
  paidNotPacked: number;
  /** to be paid in cash and not packed */
  cashNotPacked: number;
  /** transfers that a person has to look at */
  moneyToReview: number;
  /** the last 100 paid orders' numbers, newest first */
  paid: string[];
  /** of the last 100 orders to do something about, newest first: what the bell compares, as `number why` */
  news: string[];
  /** the whole list "Cần làm" */
  waiting: Waiting[];
}

const mostNews = 100;

/** Counts for the sellers the actor acts for, and everything else that waits for this person. */
export async function tallyFor(actor: Actor, at: Date): Promise<Tally> {
  const [waiting, paid, toDo, placed] = await Promise.all([
    toDoFor(actor, at),
    listOrders(actor, { state: 'paid', limit: mostNews }),
    listOrders(actor, { list: 'to-do', limit: mostNews }),
    listOrders(actor, { list: 'unpaid', limit: mostNews }),
  ]);
  const countOf = (key: string): number => waiting.find((one) => one.key === key)?.count ?? 0;
  return {
    paidNotPacked: countOf('orders-paid'),
    cashNotPacked: countOf('orders-cash'),
    moneyToReview: countOf('transfers'),
    paid: paid.map(({ number }) => number),
    news: [...toDo, ...placed].flatMap(newsOf),
    waiting,
  };
}

// Packed and shipped is the seller's own doing: no news.
function newsOf({ number, state, claimWaits }: Order): string[] {
  if (claimWaits) return [`${number} claimed`];
  return state === 'placed' || state === 'paid' ? [`${number} ${state}`] : [];
}
