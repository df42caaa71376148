import { dayMs } from '../days.ts';
import { dayOf } from '../format.ts';
import { findOrder, isUnpaid, type Order } from '../orders/orders.ts';
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
  const byName = await askingFor(named.filter((one) => one.sellerId === sellerId));
  const others = alike.filter(({ id }) => !byName.has(id));
  const newest = others.slice(0, most);
  const fitting = others.filter((intent) => fits(transfer, intent));
  const byAmount = await askingFor([...new Set([...newest, ...fitting])]);
  const stillFitting = fitting.filter(({ id }) => byAmount.has(id));
  // What its buyer has named is no guess, also where that takes no money any more; and of two that fit nobody can say.
  const only = named.length === 0 && stillFitting.length === 1 ? stillFitting : [];
  return [
    ...suggestionsOf('reference', byName, named),
    ...suggestionsOf('only', byAmount, only),
    ...suggestionsOf(
      'amount',
      byAmount,
      newest.filter((one) => !only.includes(one)),
    ),
  ].slice(0, most);
}

const minuteMs = 60_000;

/** Whether money came to the account that was shown, while people pay: some statements tell the day alone. */
function fits(transfer: Transfer, intent: Intent): boolean {
  if (!isOn(transfer, intent)) return false;
  if (transfer.provider === 'statement') return dayOf(transfer.receivedAt) === dayOf(intent.createdAt);
  const afterMs = transfer.receivedAt.getTime() - intent.createdAt.getTime();
  return afterMs >= -2 * minuteMs && afterMs <= dayMs;
}

type Asked = Omit<Suggestion, 'why'>;

const suggestionsOf = (why: Suggestion['why'], asked: ReadonlyMap<string, Asked>, intents: readonly Intent[]) =>
  intents.flatMap(({ id }): Suggestion[] => {
    const one = asked.get(id);
    return one ? [{ ...one, why }] : [];
  });

/** What those of them that still take money ask for, by the intent's id; each is looked up once. */
async function askingFor(intents: readonly Intent[]): Promise<Map<string, Asked>> {
  const all = await Promise.all(intents.map(askedOf));
  return new Map(intents.flatMap(({ id }, place): [string, Asked][] => (all[place] ? [[id, all[place]]] : [])));
}

async function askedOf(intent: Intent): Promise<Asked | null> {
  const { orderNumber, reference, amountVnd } = intent;
  const shared = { orderNumber, reference, amountVnd };
  if (orderNumber === null) return isOpen(intent) ? { ...shared, buyerName: null, label: labelOf(intent) } : null;
  const order = await findOrder(orderNumber);
  return order && takesMoney(order) ? { ...shared, buyerName: order.buyer?.name ?? null, label: null } : null;
}

const takesMoney = (order: Order): boolean => order.state === 'placed' || order.state === 'expired' || isUnpaid(order);
