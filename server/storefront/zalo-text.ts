import { formatMoney } from '../format.ts';
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
  const { delivery } = order;
  if (step === 'returned') return wasPaid(order) ? 'returned-paid' : 'returned';
  if (step === 'packed' && delivery.method === 'pickup') return 'packed-to-fetch';
  if (step === 'shipped' && order.tries.length > 0) return 'shipped-again';
  if (step === 'placed' && delivery.payBy === 'cash') return 'placed-cash';
  if (step === 'paid' && difference) return difference.shortVnd > 0 ? 'paid-short' : 'paid-over';
  return step;
}
