import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { contactOf, formatPhone } from '../identity/phone.ts';
import { getSeller, mayActFor, type Seller } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { sellersTermsFor } from '../legal/terms.pages.ts';
import { invoiceOf, mayHaveInvoice } from '../orders/invoices.ts';
import {
  actionsFor,
  cashHoldDays,
  failedDeliveries,
  getOrder,
  getOrderByKey,
  isUnpaid,
  type Order,
  orderBadge,
  progressOf,
  returnedGoods,
  wasPaid,
} from '../orders/orders.ts';
import { leftToGiveBack } from '../payments/giving-back.ts';
import { openIntent } from '../payments/intents.ts';
import { type PaymentView, paymentView } from '../payments/payment-view.ts';
import { zaloTextOf } from './zalo-text.ts';

export interface OrderLook {
  actor: Actor | null;
  number: string;
  key: string | null;
  language: Language;
  at: Date;
}

/** Everything the page of an order shows, for the buyer (by key) or for who sells it (by session). */
export async function loadOrderPage({ actor, number, key, language, at }: OrderLook) {
  const order = await lookAt(actor, number, key);
  const seller = await getSeller(order.sellerId);
  const acting = actor !== null && (await mayActFor(actor, order.sellerId));
  const paid = await payment(order, language, at);
  return {
    order: presentOrder(order, acting),
    items: order.items.map((item) => ({ ...item, sumVnd: item.quantity * item.priceVnd })),
    seller: presentSeller(seller),
    buyer: order.buyer && { ...order.buyer, phoneText: formatPhone(order.buyer.phone) },
    progress: progressOf(order)?.map(({ key, state }) => ({ key, isDone: state === 'done', isNow: state === 'now' })),
    payment: paid,
    returns: await returnsOf(order, language, at),
    invoice: await invoiceOf(order.number),
    setsInvoice: acting && mayHaveInvoice(order),
    goods: { returned: returnedGoods, refunded: goodsAsked(order) },
    failures: failedDeliveries,
    holdDays: cashHoldDays,
    actions: actionsFor(order, { acting, byKey: key !== null }),
    asBuyer: key !== null,
    key,
    keyQuery: key === null ? '' : `?key=${encodeURIComponent(key)}`,
    ...(acting ? await forSeller(order, seller, paid) : { leftVnd: 0, asksPhone: false, zaloText: null }),
  };
}

/** The order for the buyer (by key) or who is signed in. @throws missing('order-not-found') */
export async function lookAt(actor: Actor | null, number: string, key: string | null): Promise<Order> {
  if (key !== null) return await getOrderByKey(number, key);
  if (actor === null) throw missing('order-not-found');
  return await getOrder(actor, number);
}

/** What the seller said of goods that come back, as it was concluded; over a counter the goods were in the buyer's hands. */
const returnsOf = async ({ stall, sellerId, placedAt, terms }: Order, language: Language, at: Date) =>
  stall === null ? await sellersTermsFor({ sellerId, language, at: placedAt ?? at, agreed: terms }) : null;

/** A crash between placing and opening the payment is healed here: opening is safe to repeat. */
async function payment(order: Order, language: Language, at: Date): Promise<PaymentView | null> {
  if (order.delivery.payBy !== 'vietqr') return null;
  if (order.state === 'placed') await openIntent(order, at);
  return await paymentView(order, language, at);
}

/** What only who sells it is shown. */
const forSeller = async (order: Order, seller: Seller, paid: PaymentView | null) => ({
  leftVnd: await leftToGiveBack(order),
  makesLink: order.buyer !== null,
  asksLink: order.linkAskedAt !== null,
  asksPhone: !seller.saidPhone,
  zaloText: zaloTextOf(order, seller.name, paid?.difference ?? null),
});

/** What may have become of packs whose money is given back; nothing to ask when that was said before. */
export function goodsAsked({ state }: Pick<Order, 'state'>): readonly string[] | null {
  if (state === 'returned') return null;
  // Kept: by the buyer, or where a part of the money alone goes back.
  return [...returnedGoods, 'kept'];
}

/** Which words tell the end of an order; null while it goes on. Only what was received is said to be given back. */
function endingOf(order: Order): string | null {
  if (order.state === 'cancelled' || order.state === 'expired') return order.state;
  if (order.state === 'refunded' && wasPaid(order)) return 'refunded';
  if (order.state !== 'returned' && order.state !== 'refunded') return null;
  return wasPaid(order) ? 'returned-paid' : 'returned';
}

const presentOrder = (order: Order, acting: boolean) => ({
  number: order.number,
  state: order.state,
  badge: orderBadge(order),
  awaitsCash: order.delivery.payBy === 'cash' && order.state === 'placed',
  isPickup: order.delivery.method === 'pickup',
  ending: endingOf(order),
  wasPaid: wasPaid(order),
  // What became of the goods is between the people who sell.
  returnedGoods: acting ? order.returnedGoods : null,
  delivery: order.delivery,
  note: order.note,
  pickup: order.pickup,
  asks: order.asks && order.state === 'placed',
  shippingVnd: order.shippingVnd,
  totalVnd: order.totalVnd,
  placedAt: order.placedAt,
  paidAt: order.paidAt,
  refunds: order.refunds.map(({ amountVnd, at, note, photoId }, place) => ({
    amountVnd,
    at,
    note,
    place,
    hasPhoto: photoId !== null,
  })),
  // Why it did not arrive is for its buyer too; who tried is not.
  tries: order.tries.map(({ at, why }) => ({ at, why })),
  isUnpaid: isUnpaid(order),
  // Who pressed which button is between the people who sell; the buyer needs only what and when.
  history: order.history
    .filter(({ state }) => state !== 'placing')
    .map(({ state, at, by }) => ({
      says: orderBadge({ ...order, state, unpaidSince: null }).says,
      at,
      by: acting ? by : null,
    })),
});

const presentSeller = ({ id, name, slug, village, publicPhone, address }: Seller) => ({
  id,
  name,
  url: `/ho/${slug}`,
  village,
  address,
  contact: contactOf(publicPhone),
});
