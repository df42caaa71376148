import { isUnpaid, type Order, statesAfter, wasPaid } from './order.ts';

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
  /** the parcel did not reach its buyer this time */
  failDelivery: boolean;
  /** that the money came was said by mistake */
  takeWordBack: boolean;
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
  failDelivery: false,
  takeWordBack: false,
  takeBack: false,
  refund: false,
  note: false,
};

const sellersActions = (order: Order): Omit<OrderActions, 'cancel'> => ({
  confirm: order.delivery.payBy === 'vietqr' && takesWord(order),
  deny: order.claimWaits && order.paidAt === null,
  agree: order.state === 'placed' && order.asks,
  pack: isPackable(order),
  ship: isShippable(order),
  deliver: isDeliverable(order),
  failDelivery: order.state === 'shipped',
  takeWordBack: isByWord(order),
  takeBack: statesAfter(order.state).includes('returned') && (order.state !== 'paid' || order.unpaidSince !== null),
  refund: statesAfter(order.state).includes('refunded') && wasPaid(order),
  note: ['paid', 'packed', 'shipped'].includes(order.state),
});

/** What a person who says that the money has come calls itself as the payer of an order. */
const isByWord = (order: Order): boolean =>
  order.paidBy?.startsWith('hand:') === true && order.state !== 'refunded' && order.refunds.length === 0;

const takesWord = (order: Order): boolean =>
  statesAfter(order.state).includes('paid') || cameTooLate(order) || isUnpaid(order);

/** Whose buyer says that the money went off before the order was let go: it may have come all the same. */
const cameTooLate = ({ state, claimWaits }: Order): boolean => state === 'cancelled' && claimWaits;

const isPackable = ({ state, delivery, asks, unpaidSince }: Order): boolean =>
  (state === 'paid' && unpaidSince === null) || (state === 'placed' && delivery.payBy === 'cash' && !asks);

const isShippable = ({ state, delivery }: Order): boolean =>
  delivery.method === 'ship' && statesAfter(state).includes('shipped');

const isDeliverable = ({ state, delivery }: Order): boolean =>
  statesAfter(state).includes('delivered') && (delivery.method === 'pickup' || state === 'shipped');
