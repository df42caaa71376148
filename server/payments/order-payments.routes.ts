import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { type Endpoint, endpoint, ListQuery, listAnswer, toList } from '../http/endpoint.ts';
import { nothing } from '../http/fields.ts';
import { everybody } from '../http/guard.ts';
import { presentOrder, refusals } from '../orders/orders.routes.ts';
import { OrderParams, OrderQuery, OrderView, orderState, RefundOrder } from '../orders/orders.schemas.ts';
import { getOrder, getOrderByKey, listOrders, listOrdersOf, type Order } from '../orders/orders.ts';
import type { Services } from '../services.ts';
import { letOrderGo } from './cancellations.ts';
import { giveBack } from './giving-back.ts';
import type { Intent } from './intent.ts';
import { findIntentForOrder, openIntent } from './intents.ts';
import { paymentDetails } from './payment-view.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { holderOfKey } from './stripe/key-holder.ts';

/** Orders as programs read them: one with what has to be paid for it, and the list of a seller's own; letting one go, and giving money back. */
export const orderPaymentEndpoints = ({ config }: Services): Endpoint[] => [
  looking(config.publicUrl),
  listing(config.payments.apiKey),
  cancelling,
  refunding,
];

const looking = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'get',
    path: '/orders/{number}',
    summary:
      'One order: for the buyer by its secret key, for the seller by session; with its payment while it waits for one',
    tag: 'orders',
    who: 'anyone',
    params: OrderParams,
    query: OrderQuery,
    answer: OrderView,
    problems: ['order-not-found'],
    handle: async ({ actor, params, query, at }) => {
      const order = await look(actor, params.number, query.key);
      const intent = await intentOf(order, at);
      return { ...presentOrder(order), ...(intent && { payment: paymentDetails(intent, publicUrl) }) };
    },
  });

const listing = (setting: string | null): Endpoint =>
  endpoint({
    method: 'get',
    path: '/orders',
    summary:
      'Orders, newest first: of the sellers a session acts for or sees, or of the seller of an API key, then without buyers',
    tag: 'orders',
    who: everybody,
    keyHolder: (secret, address, at) => holderOfKey(secret, setting, address, at),
    query: ListQuery.extend({ state: orderState.optional() }),
    answer: listAnswer(OrderView),
    problems: ['api-key-wrong', 'api-too-many-keys'],
    handle: async ({ actor, program, query: { state, limit, after } }) => {
      const wanted = { limit: limit + 1, ...(state && { state }), ...(after !== undefined && { after }) };
      const orders = program ? await listOrdersOf(program.sellerId, wanted) : await listOrders(actor, wanted);
      const { data, hasMore } = toList(orders, limit);
      return { data: data.map(presentOrder), hasMore };
    },
  });

const cancelling = endpoint({
  method: 'post',
  path: '/orders/{number}/cancellation',
  summary: 'Let go an order that is not paid',
  tag: 'orders',
  who: 'anyone',
  params: OrderParams,
  query: OrderQuery,
  body: nothing,
  status: 201,
  answer: OrderView,
  problems: refusals,
  handle: async ({ actor, params, query, at, requestId }) => {
    const asker = query.key === undefined ? actor : { key: query.key };
    if (asker === null) throw missing('order-not-found');
    return presentOrder(await letOrderGo(asker, params.number, at, requestId));
  },
});

const refunding = endpoint({
  method: 'post',
  path: '/orders/{number}/refund',
  summary: 'Money was given back by hand: what `amountVnd` says, else all that is left of what was received',
  tag: 'orders',
  who: everybody,
  params: OrderParams,
  body: RefundOrder,
  status: 201,
  answer: OrderView,
  problems: [...refusals, 'pin-needed', 'refund-too-much', 'refund-changed', 'refund-part-goods'],
  handle: async ({ actor, params, body, at, requestId }) =>
    presentOrder(await giveBack(actor, params.number, { ...body, requestId }, at)),
});

async function look(actor: Actor | null, number: string, key: string | undefined): Promise<Order> {
  if (key !== undefined) return await getOrderByKey(number, key);
  if (actor === null) throw missing('order-not-found');
  return await getOrder(actor, number);
}

/** A crash between placing and opening the payment is healed here, as on the order's page. */
async function intentOf(order: Order, at: Date): Promise<Intent | null> {
  if (order.state !== 'placed' || order.delivery.payBy !== 'vietqr') return null;
  const opened = await findIntentForOrder(order.number);
  if (opened || !(await findReceivingAccount(order.sellerId, at))) return opened;
  return await openIntent(order, at);
}
