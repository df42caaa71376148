import type { Actor } from '../actor.ts';
import { formatPhone } from '../identity/phone.ts';
import { getOrder, listOrders, type Order } from '../orders/orders.ts';
import { leftToGiveBack } from './giving-back.ts';
import { labelOf } from './intent.ts';
import { findIntent } from './intents.ts';
import { byWord, listOwed } from './owed.ts';
import { listRefundsAsked, type RequestRefund } from './request-refunds.ts';
import type { Transfer } from './transfer.ts';

/** More than anybody owes at once; what is more comes up as these are given back. */
const most = 100;

/** What has to be given back, to whom and why: money that came too late, and money of orders whose goods came back. */
export async function owedView(actor: Actor) {
  const [transfers, orders, asked] = await Promise.all([
    listOwed(actor, most),
    listOrders(actor, { list: 'to-refund', limit: most }),
    listRefundsAsked(actor, most),
  ]);
  return [
    ...asked.map(presentAsked),
    ...(await Promise.all(orders.map(presentReturned))),
    ...(await Promise.all(transfers.map((one) => presentOwed(actor, one)))),
  ];
}

async function presentOwed(actor: Actor, transfer: Transfer) {
  const order = transfer.orderNumber === null ? null : await getOrder(actor, transfer.orderNumber).catch(nobody);
  return {
    url: `/tien-ve/${transfer.id}`,
    amountVnd: transfer.amountVnd,
    why: transfer.provider === byWord ? 'said-late' : 'late',
    since: transfer.receivedAt,
    orderNumber: transfer.orderNumber,
    request: await requestOf(transfer),
    content: transfer.content,
    buyer: buyerOf(order),
  };
}

const nobody = (): null => null;

/** What a shop asked for through the API. */
const presentAsked = ({ refund, intent, label }: RequestRefund) => ({
  url: `/tien-ve/hoan/${refund.id}`,
  amountVnd: refund.amountVnd,
  why: 'asked',
  since: refund.createdAt,
  orderNumber: null,
  request: { url: `/thanh-toan/${intent.id}`, reference: intent.reference, label },
  content: null,
  buyer: null,
});

const presentReturned = async (order: Order) => ({
  url: `/don/${order.number}`,
  amountVnd: await leftToGiveBack(order),
  why: 'returned',
  since: order.history.at(-1)?.at ?? order.paidAt,
  orderNumber: order.number,
  request: null,
  content: null,
  buyer: buyerOf(order),
});

const buyerOf = (order: Order | null) =>
  order?.buyer ? { name: order.buyer.name, phone: order.buyer.phone, phoneText: formatPhone(order.buyer.phone) } : null;

/** What a shop asked for through the API, when the transfer is for that and no order. */
export async function requestOf({ intentId }: Transfer) {
  const intent = intentId === null ? null : await findIntent(intentId);
  return intent && { url: `/thanh-toan/${intent.id}`, reference: intent.reference, label: labelOf(intent) };
}
