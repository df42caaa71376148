import { isUnpaid, type Order, type OrderState } from './order.ts';

/** A sign beside an order's number: how it looks (✓, ◔, ✕ or none: under way), and its words in the catalogue. */
export interface OrderBadge {
  look: 'done' | 'wait' | 'stop' | null;
  says: string;
}

const looks: Partial<Record<OrderState, OrderBadge['look']>> = {
  placed: 'wait',
  paid: 'done',
  delivered: 'done',
  cancelled: 'stop',
  expired: 'stop',
  returned: 'stop',
  refunded: 'stop',
};

/** What stands beside an order: where it is, and whether its money turned out to be another's. */
export function orderBadge(order: Pick<Order, 'state' | 'delivery' | 'unpaidSince'>): OrderBadge {
  if (isUnpaid(order)) return { look: 'wait', says: `orders.states-unpaid.${order.state}` };
  const { state, delivery } = order;
  // An order to be paid at the door waits for nobody's transfer.
  const says = state === 'placed' && delivery.payBy === 'cash' ? 'orders.states-cash' : `orders.states.${state}`;
  return { look: looks[state] ?? null, says };
}
