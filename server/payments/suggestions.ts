import { findOrder, type Order } from '../orders/orders.ts';
import { findIntentsByReference, findUnpaidOfAmount } from './intents.ts';
import { referencesIn } from './memo.ts';
import type { Transfer } from './transfer.ts';

/** An order that a transfer on the desk may be meant for. */
export interface Suggestion {
  orderNumber: string;
  amountVnd: number;
  /** Its reference stands in the content, or it asks for exactly this amount. */
  why: 'reference' | 'amount';
  buyerName: string | null;
}

const most = 5;

/** Which orders of the seller a transfer may be meant for, the likeliest first. */
export async function suggestionsFor(transfer: Transfer): Promise<Suggestion[]> {
  const { sellerId } = transfer;
  if (sellerId === null || transfer.state === 'matched') return [];
  const named = await findIntentsByReference(referencesIn(transfer.content));
  const alike = await findUnpaidOfAmount(sellerId, transfer.amountVnd);
  const suggestions = new Map<string, Suggestion>();
  for (const [why, intents] of [
    ['reference', named.filter((one) => one.sellerId === sellerId)],
    ['amount', alike],
  ] as const) {
    for (const { orderNumber, amountVnd } of intents.slice(0, most)) {
      const order = suggestions.has(orderNumber) ? null : await findOrder(orderNumber);
      if (order && takesMoney(order)) {
        suggestions.set(orderNumber, { orderNumber, amountVnd, why, buyerName: order.buyer?.name ?? null });
      }
    }
  }
  return [...suggestions.values()].slice(0, most);
}

const takesMoney = ({ state }: Order): boolean => state === 'placed' || state === 'expired';
