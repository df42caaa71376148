import type { Order, OrderState } from './order.ts';

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

/** @param payBy null where it does not matter: an order to be paid at the door waits for nobody's transfer */
export const orderBadge = (state: OrderState, payBy: Order['delivery']['payBy'] | null): OrderBadge => ({
  look: looks[state] ?? null,
  says: state === 'placed' && payBy === 'cash' ? 'orders.states-cash' : `orders.states.${state}`,
});
