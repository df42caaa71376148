import { formatMoney } from '../format.ts';
import { lookup } from '../lookup.ts';
import { type Order, wasPaid } from '../orders/orders.ts';
import type { Difference } from '../payments/payment-view.ts';

/** A message to the buyer: which sentence of the catalogue (`storefront.zalo.<key>`), and what it names. */
export interface ZaloText {
  key: string;
  name: string;
  number: string;
  total: string;
  /** What came in, where that is not the total. */
  received: string;
  seller: string;
}

const keys: Partial<Record<Order['state'], string>> = {
  placed: 'placed',
  paid: 'paid',
  packed: 'packed',
  shipped: 'shipped',
  delivered: 'delivered',
  expired: 'expired',
  cancelled: 'cancelled',
  returned: 'returned',
  refunded: 'refunded',
};

/** What the seller can copy into Zalo at this step of the order; null once the buyer is erased. */
export function zaloTextOf(order: Order, seller: string, difference: Difference | null): ZaloText | null {
  const step = keys[order.state];
  if (!step || !order.buyer) return null;
  const { name } = order.buyer;
  const total = formatMoney(order.totalVnd);
  const received = difference ? formatMoney(difference.receivedVnd) : total;
  return { key: keyOf(step, order, difference), name, number: order.number, total, received, seller };
}

function keyOf(step: string, order: Order, difference: Difference | null): string {
  if (step === 'paid' && difference) return difference.shortVnd > 0 ? 'paid-short' : 'paid-over';
  return others[step]?.(order) ?? step;
}

/** What else there is to say of a step than its own sentence. */
const others = lookup<(order: Order) => string | null>({
  placed: ({ delivery }) => (delivery.payBy === 'cash' ? 'placed-cash' : null),
  packed: ({ delivery }) => (delivery.method === 'pickup' ? 'packed-to-fetch' : null),
  shipped: ({ tries }) => (tries.length > 0 ? 'shipped-again' : null),
  returned: (order) => (wasPaid(order) ? 'returned-paid' : null),
});
