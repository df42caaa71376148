import { sellersActedFor } from '../identity/sellers.ts';
import type { WaitingDoor } from '../waiting.ts';
import { countEnquiries } from './enquiries.ts';
import { countOrders, type OrderList } from './order-lists.ts';
import { countCalls } from './recall-calls.ts';

const lists: readonly [key: string, list: OrderList, url: string][] = [
  ['orders-claimed', 'claimed', '/don-hang?xem=bao-da-chuyen'],
  ['orders-to-refund', 'to-refund', '/don-hang?xem=can-lam'],
  ['orders-unpaid-again', 'unpaid-again', '/don-hang?xem=can-lam'],
  ['orders-asking', 'asking', '/don-hang?xem=can-lam'],
  ['orders-paid', 'paid', '/don-hang?xem=can-lam'],
  ['orders-cash', 'cash-to-pack', '/don-hang?xem=can-lam'],
  ['orders-packed', 'packed', '/don-hang?xem=can-lam'],
  ['orders-shipped', 'shipped', '/don-hang?xem=can-lam'],
  ['orders-link-asked', 'link-asked', '/don-hang?xem=can-lam'],
  ['orders-new', 'unpaid', '/don-hang?xem=cho-tien'],
];

/** Orders that wait for who sells them, the most pressing first. An officer sells nothing. */
export const ordersWaiting: WaitingDoor = async (actor) => {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  if (sellerIds.length === 0) return [];
  const calls = { key: 'recall-calls', url: '/thu-hoi/goi', count: await countCalls(sellerIds) };
  const enquiries = { key: 'orders-enquiries', url: '/mua-si', count: await countEnquiries(sellerIds) };
  const orders = lists.map(async ([key, list, url]) => ({ key, url, count: await countOrders(sellerIds, list) }));
  return [calls, ...(await Promise.all(orders)), enquiries];
};
