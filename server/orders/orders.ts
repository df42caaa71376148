import type { Actor } from '../actor.ts';
import { missing, ofAnother } from '../errors.ts';
import { mayActFor } from '../identity/sellers.ts';
import { forgetOldEnquiries } from './enquiries.ts';
import { nameOlderBuyers } from './older-buyers.ts';
import type { Order } from './order.ts';
import { findRecord, findRecords, getActedFor, move } from './order-access.ts';
import { fitsOneOf } from './order-key.ts';
import { withoutBuyer } from './order-lists.ts';
import { readOrder } from './order-record.ts';
import { dispatch, release, sell } from './order-steps.ts';
import {
  eraseOldBuyers,
  expire,
  expireLate,
  finishCutOff,
  finishHandingOver,
  giveUpRevivals,
  undoUnplaced,
} from './order-sweep.ts';
import { place, type WantedOrder } from './placement.ts';
import { refuseRecalled } from './recalled-orders.ts';

export { agreeToOrder } from './agreement.ts';
export { cancelledSince } from './cancelled-orders.ts';
export { answerClaim, denyClaim, noteClaim, noteOddMoney } from './claims.ts';
export { noteFailedDelivery } from './failed-delivery.ts';
export { askForLink, makeLink } from './lost-links.ts';
export {
  cashHoldDays,
  failedDeliveries,
  holdMinutes,
  isUnpaid,
  mostVnd as mostOrderVnd,
  type Order,
  type OrderState,
  refundedVndOf,
  returnedGoods,
  timeOf,
  wasPaid,
} from './order.ts';
export { actionsFor } from './order-actions.ts';
export { orderBadge } from './order-badge.ts';
export { cashLimits } from './order-limits.ts';
export { countOpenOrders, listOrders, listOrdersOf, listWaitingOf, type OrderList } from './order-lists.ts';
export { payOrders } from './order-payment.ts';
export { progressOf } from './order-progress.ts';
export type { OrderPayment } from './placed-payment.ts';
export type { WantedOrder } from './placement.ts';
export { letGoRecalled, ordersWithPacksOf, ordersWithPhonesOf, unlessRecalled } from './recalled-orders.ts';
export { type Refund, readRefundPhoto, refundOrder, returnOrder } from './refunds.ts';
export { getRetention, keptSince, retentionLimits, setRetention } from './retention.ts';
export { getShippingRates, setShippingRates, shippingFor, type Zone, zoneOf } from './shipping.ts';
export { placeTagOf, type Shown, tagOf } from './shown.ts';
export { handOver, listStallOrders, placeAtStall } from './stall-orders.ts';

export { takePaymentBack, unpaidOrders } from './taken-back.ts';

/** Who stands behind a change: somebody signed in, or the holder of the order's secret key. */
export type Asker = Actor | { key: string };

/**
 * Holds the packs and answers the placed order with its secret key, which is shown this once and kept as a hash.
 * @param requestId the same for a request that comes again after a crash: it gets its order, not a second one
 * @throws what `place` throws: invalid('order-of-two-sellers', …), conflict('order-short')
 */
export async function placeOrder(
  wanted: WantedOrder,
  at: Date,
  requestId: string | null = null,
): Promise<{ order: Order; key: string }> {
  const { record, key } = await place(wanted, at, requestId);
  return { order: readOrder(record), key };
}

/** The order for who holds its secret key; a wrong key and no such order are one answer, missing('order-not-found'). */
export async function getOrderByKey(number: string, key: string): Promise<Order> {
  const record = await findRecord(number);
  if (!record || !fitsOneOf(key, [record.keyHash, record.laterKeyHash])) throw missing('order-not-found');
  return readOrder(record);
}

/** The order for somebody signed in; without the buyer for who sees the seller but does not act for it. */
export async function getOrder(actor: Actor, number: string): Promise<Order> {
  const record = await findRecord(number);
  if (!record) throw missing('order-not-found');
  if (await mayActFor(actor, record.sellerId)) return readOrder(record);
  if (actor.role !== 'officer') throw ofAnother(missing('order-not-found'), 'order');
  return withoutBuyer(readOrder(record));
}

/** For rooms above: nobody's rights are asked. */
export async function findOrder(number: string): Promise<Order | null> {
  const record = await findRecord(number);
  return record && readOrder(record);
}

/** For rooms above: those of the numbers, as people write them, that are orders', by the number that was asked for. */
export async function findOrders(numbers: readonly string[]): Promise<Map<string, Order>> {
  const records = await findRecords(numbers);
  return new Map([...records].map(([number, record]) => [number, readOrder(record)]));
}

/** The packs of a paid order, or of one that is paid in cash at the door, are in the parcel. */
export async function packOrder(
  actor: Actor,
  number: string,
  at: Date,
  requestId: string | null = null,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  await refuseRecalled(order);
  return await move(order.number, {
    to: 'packed',
    by: actor.name,
    at,
    requestId,
    only: {
      $or: [
        { state: 'paid', unpaidSince: null },
        { state: 'placed', 'delivery.payBy': 'cash', asks: { $ne: true } },
      ],
    },
    due: order.state === 'placed' ? [sell(order.holdName), dispatch('packed')] : [dispatch('packed')],
  });
}

export async function shipOrder(
  actor: Actor,
  number: string,
  at: Date,
  requestId: string | null = null,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  return await move(order.number, { to: 'shipped', by: actor.name, at, requestId, due: [dispatch('shipped')] });
}

export async function deliverOrder(
  actor: Actor,
  number: string,
  at: Date,
  requestId: string | null = null,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  return await move(order.number, { to: 'delivered', by: actor.name, at, requestId });
}

/** Buyer or seller let go an order that is not paid yet; its packs are free at once. What was asked for it ends above (payments). */
export async function cancelOrder(
  asker: Asker,
  number: string,
  at: Date,
  requestId: string | null = null,
): Promise<Order> {
  const byBuyer = 'key' in asker;
  const order = byBuyer ? await getOrderByKey(number, asker.key) : await getActedFor(asker, number);
  return await move(order.number, {
    to: 'cancelled',
    by: byBuyer ? 'buyer' : asker.name,
    at,
    requestId,
    only: { state: 'placed' },
    due: [release(order.number)],
  });
}

/** placed → expired once its holds have run out; false when it was not (any more) waiting for money, or not yet due. */
export async function expireOrder(number: string, at: Date): Promise<boolean> {
  return await expire(number, at);
}

/** Finishes whatever a crash cut off between two steps; safe to run at any time and on any node. */
export async function sweepOrders(at: Date): Promise<void> {
  const parts = [
    undoUnplaced,
    finishCutOff,
    giveUpRevivals,
    expireLate,
    finishHandingOver,
    eraseOldBuyers,
    nameOlderBuyers,
    forgetOldEnquiries,
  ];
  const done = await Promise.allSettled(parts.map((part) => part(at)));
  const failed = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (failed.length > 0) throw new AggregateError(failed, 'Orders are left that the sweep could not mend');
}
