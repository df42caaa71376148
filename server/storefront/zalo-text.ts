import { formatMoney } from '../format.ts';
import type { Order } from '../orders/orders.ts';

/** A message to the buyer: which sentence of the catalogue (`storefront.zalo.<key>`), and what it names. */
export interface ZaloText {
  key: string;
  name: string;
  number: string;
  total: string;
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
  refunded: 'refunded',
};

/** What the seller can copy into Zalo at this step of the order; null once the buyer is erased. */
export function zaloTextOf(order: Order, seller: string): ZaloText | null {
  const step = keys[order.state];
  if (!step || !order.buyer) return null;
  const how = step === 'packed' && order.delivery.method === 'pickup' ? 'packed-to-fetch' : step;
  const key = step === 'placed' && order.delivery.payBy === 'cash' ? 'placed-cash' : how;
  return { key, name: order.buyer.name, number: order.number, total: formatMoney(order.totalVnd), seller };
}
