import { type Order, statesAfter, wasPaid } from './order.ts';

/** Which buttons stand on an order's page: never one that would only be refused. */
export interface OrderActions {
  cancel: boolean;
  /** the money has come: also after the time was up, if the packs are still there */
  confirm: boolean;
  /** nobody finds the money that the buyer says was sent */
  deny: boolean;
  /** a large order in cash may be held */
  agree: boolean;
  pack: boolean;
  ship: boolean;
  deliver: boolean;
  /** the goods were not taken and are here again */
  takeBack: boolean;
  refund: boolean;
  note: boolean;
}

export const actionsFor = (order: Order, { acting, byKey }: { acting: boolean; byKey: boolean }): OrderActions => ({
  ...(acting ? sellersActions(order) : noActions),
  cancel: order.state === 'placed' && (acting || byKey),
});

const noActions = {
  confirm: false,
  deny: false,
  agree: false,
  pack: false,
  ship: false,
  deliver: false,
  takeBack: false,
  refund: false,
  note: false,
};

const sellersActions = (order: Order): Omit<OrderActions, 'cancel'> => ({
  confirm: order.delivery.payBy === 'vietqr' && (statesAfter(order.state).includes('paid') || cameTooLate(order)),
  deny: order.claimWaits && order.paidAt === null,
  agree: order.state === 'placed' && order.asks,
  pack: isPackable(order),
  ship: isShippable(order),
  deliver: isDeliverable(order),
  takeBack: statesAfter(order.state).includes('returned'),
  refund: statesAfter(order.state).includes('refunded') && wasPaid(order),
  note: ['paid', 'packed', 'shipped'].includes(order.state),
});

/** Whose buyer says that the money went off before the order was let go: it may have come all the same. */
const cameTooLate = ({ state, claimWaits }: Order): boolean => state === 'cancelled' && claimWaits;

const isPackable = ({ state, delivery, asks }: Order): boolean =>
  state === 'paid' || (state === 'placed' && delivery.payBy === 'cash' && !asks);

const isShippable = ({ state, delivery }: Order): boolean =>
  delivery.method === 'ship' && statesAfter(state).includes('shipped');

const isDeliverable = ({ state, delivery }: Order): boolean =>
  statesAfter(state).includes('delivered') && (delivery.method === 'pickup' || state === 'shipped');
