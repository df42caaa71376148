import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nothing } from '../http/fields.ts';
import { everybody } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { OrderParams, OrderView, ReturnOrder } from './orders.schemas.ts';
import { deliverOrder, type Order, packOrder, refundedVndOf, returnOrder, shipOrder } from './orders.ts';

export const refusals = ['order-not-found', 'not-yours', 'order-not-possible'] as const;

/** Moving an order on. Reading one, placing one, letting one go and giving its money back need to know payments, so those routes live above. */
export const ordersEndpoints = (_services: Services): Endpoint[] => [
  step('packing', 'The packs are in the parcel', packOrder),
  step('shipment', 'The parcel is on its way', shipOrder),
  step('delivery', 'The buyer has the parcel', deliverOrder),
  returning,
];

const returning = endpoint({
  method: 'post',
  path: '/orders/{number}/return',
  summary: 'The buyer did not take the parcel: the packs are here again, or gone for a reason',
  tag: 'orders',
  who: everybody,
  params: OrderParams,
  body: ReturnOrder,
  status: 201,
  answer: OrderView,
  problems: refusals,
  handle: async ({ actor, params, body, at, requestId }) =>
    presentOrder(await returnOrder(actor, params.number, { ...body, requestId }, at)),
});

function step(
  path: string,
  summary: string,
  move: (actor: Actor, number: string, at: Date, requestId: string | null) => Promise<Order>,
): Endpoint {
  return endpoint({
    method: 'post',
    path: `/orders/{number}/${path}`,
    summary,
    tag: 'orders',
    who: everybody,
    params: OrderParams,
    body: nothing,
    status: 201,
    answer: OrderView,
    problems: [...refusals, 'order-from-recalled-batch'],
    handle: async ({ actor, params, at, requestId }) => presentOrder(await move(actor, params.number, at, requestId)),
  });
}

/** An order as programs see it. */
export function presentOrder(order: Order): z.input<typeof OrderView> {
  return {
    number: order.number,
    state: order.state,
    sellerId: order.sellerId,
    items: order.items.map(({ taken, ...item }) => ({ ...item, batches: taken })),
    delivery: order.delivery,
    shippingVnd: order.shippingVnd,
    totalVnd: order.totalVnd,
    holdsUntil: order.holdsUntil.toISOString(),
    history: order.history.map(({ state, at }) => ({ state, at: at.toISOString() })),
    ...(order.placedAt && { placedAt: order.placedAt.toISOString() }),
    ...(order.paidAt && { paidAt: order.paidAt.toISOString() }),
    ...(order.note && { note: order.note }),
    ...(order.returnedGoods && { returnedGoods: order.returnedGoods }),
    ...refundsOf(order),
    ...(order.buyer && { buyer: presentBuyer(order.buyer) }),
  };
}

function refundsOf(order: Order) {
  const note = order.refunds
    .map((one) => one.note)
    .filter((text) => text !== '')
    .join('; ');
  return {
    ...(order.refunds.length > 0 && {
      refundedVnd: refundedVndOf(order),
      refunds: order.refunds.map(({ amountVnd, at, note }) => ({ amountVnd, at: at.toISOString(), note })),
    }),
    ...(note !== '' && { refundNote: note }),
  };
}

const presentBuyer = ({ name, phone, address }: NonNullable<Order['buyer']>) => ({
  name,
  phone,
  ...(address && { address }),
});
