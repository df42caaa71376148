import { type Order, statesAfter } from './order.ts';

/** Which buttons stand on an order's page: never one that would only be refused. */
export interface OrderActions {
  cancel: boolean;
  pack: boolean;
  ship: boolean;
  deliver: boolean;
  refund: boolean;
  note: boolean;
}

export const actionsFor = (order: Order, { acting, byKey }: { acting: boolean; byKey: boolean }): OrderActions => ({
  cancel: order.state === 'placed' && (acting || byKey),
  pack: acting && isPackable(order),
  ship: acting && isShippable(order),
  deliver: acting && isDeliverable(order),
  refund: acting && statesAfter(order.state).includes('refunded'),
  note: acting && ['paid', 'packed', 'shipped'].includes(order.state),
});

const isPackable = ({ state, delivery }: Order): boolean =>
  state === 'paid' || (state === 'placed' && delivery.payBy === 'cash');

const isShippable = ({ state, delivery }: Order): boolean =>
  delivery.method === 'ship' && statesAfter(state).includes('shipped');

const isDeliverable = ({ state, delivery }: Order): boolean =>
  statesAfter(state).includes('delivered') && (delivery.method === 'pickup' || state === 'shipped');
