import { dayOf } from '../format.ts';
import { findOrder, type Order } from '../orders/orders.ts';
import { type Intent, isOpen, labelOf } from './intent.ts';
import { findIntentsNamed, findUnpaidOfAmount } from './intents.ts';
import { namesIn } from './memo.ts';
import { isOn, type Transfer } from './transfer.ts';

/** An order, or what a shop asked for through the API, that a transfer on the desk may be meant for. */
export interface Suggestion {
  /** null: it is no order of this house. */
  orderNumber: string | null;
  /** The payment reference, which names either. */
  reference: string;
  amountVnd: number;
  /** It is named in the content; or amount, account and time fit it and nothing else that is open; or it asks for exactly this amount. */
  why: 'reference' | 'only' | 'amount';
  buyerName: string | null;
  /** What the shop calls it, when it is no order. */
  label: string | null;
}

const most = 5;

/** What of the seller a transfer may be meant for, the likeliest first. */
export async function suggestionsFor(transfer: Transfer): Promise<Suggestion[]> {
  const { sellerId } = transfer;
  if (sellerId === null || transfer.state === 'matched') return [];
  const named = await findIntentsNamed(namesIn(transfer.content));
  const alike = await findUnpaidOfAmount(sellerId, transfer.amountVnd);
  const byName = await suggestionsOf(
    named.filter((one) => one.sellerId === sellerId),
    'reference',
  );
  const others = alike.filter(({ id }) => !byName.has(id));
  const fitting = await suggestionsOf(
    others.filter((intent) => fits(transfer, intent)),
    'only',
  );
  // What its buyer has named is no guess, and of two that fit nobody can say.
  const only = byName.size === 0 && fitting.size === 1 ? fitting : new Map<string, Suggestion>();
  const byAmount = await suggestionsOf(others.slice(0, most), 'amount');
  return [...new Map([...byName, ...only, ...[...byAmount].filter(([id]) => !only.has(id))]).values()].slice(0, most);
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Whether money came to the account that was shown, while people pay: some statements tell the day alone. */
function fits(transfer: Transfer, intent: Intent): boolean {
  if (!isOn(transfer, intent)) return false;
  if (transfer.provider === 'statement') return dayOf(transfer.receivedAt) === dayOf(intent.createdAt);
  const afterMs = transfer.receivedAt.getTime() - intent.createdAt.getTime();
  return afterMs >= -2 * minuteMs && afterMs <= dayMs;
}

/** Those of them that still take money, by the intent's id. */
async function suggestionsOf(intents: readonly Intent[], why: Suggestion['why']): Promise<Map<string, Suggestion>> {
  const all = await Promise.all(intents.map((intent) => suggestionOf(intent, why)));
  return new Map(intents.flatMap(({ id }, place): [string, Suggestion][] => (all[place] ? [[id, all[place]]] : [])));
}

async function suggestionOf(intent: Intent, why: Suggestion['why']): Promise<Suggestion | null> {
  const { orderNumber, reference, amountVnd } = intent;
  const shared = { orderNumber, reference, amountVnd, why };
  if (orderNumber === null) return isOpen(intent) ? { ...shared, buyerName: null, label: labelOf(intent) } : null;
  const order = await findOrder(orderNumber);
  return order && takesMoney(order) ? { ...shared, buyerName: order.buyer?.name ?? null, label: null } : null;
}

const takesMoney = ({ state }: Order): boolean => state === 'placed' || state === 'expired';
