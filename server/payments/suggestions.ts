import { findOrder, type Order } from '../orders/orders.ts';
import { type Intent, isOpen, labelOf } from './intent.ts';
import { findIntentsByReference, findUnpaidOfAmount } from './intents.ts';
import { referencesIn } from './memo.ts';
import type { Transfer } from './transfer.ts';

/** An order, or what a shop asked for through the API, that a transfer on the desk may be meant for. */
export interface Suggestion {
  /** null: it is no order of this house. */
  orderNumber: string | null;
  /** The payment reference, which names either. */
  reference: string;
  amountVnd: number;
  /** Its reference stands in the content, or it asks for exactly this amount. */
  why: 'reference' | 'amount';
  buyerName: string | null;
  /** What the shop calls it, when it is no order. */
  label: string | null;
}

const most = 5;

/** What of the seller a transfer may be meant for, the likeliest first. */
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
    for (const intent of intents.slice(0, most)) {
      const suggestion = suggestions.has(intent.id) ? null : await suggestionOf(intent, why);
      if (suggestion) suggestions.set(intent.id, suggestion);
    }
  }
  return [...suggestions.values()].slice(0, most);
}

async function suggestionOf(intent: Intent, why: Suggestion['why']): Promise<Suggestion | null> {
  const { orderNumber, reference, amountVnd } = intent;
  const shared = { orderNumber, reference, amountVnd, why };
  if (orderNumber === null) return isOpen(intent) ? { ...shared, buyerName: null, label: labelOf(intent) } : null;
  const order = await findOrder(orderNumber);
  return order && takesMoney(order) ? { ...shared, buyerName: order.buyer?.name ?? null, label: null } : null;
}

const takesMoney = ({ state }: Order): boolean => state === 'placed' || state === 'expired';
