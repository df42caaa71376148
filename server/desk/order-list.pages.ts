import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { newFormKey } from '../http/form-key.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { contactOf, formatPhone } from '../identity/phone.ts';
import { findSellers, getSeller, requireActFor } from '../identity/sellers.ts';
import { actionsFor, getOrder, listOrders, type Order, type OrderList, orderBadge } from '../orders/orders.ts';
import { differencesOf } from '../payments/payment-view.ts';
import type { Services } from '../services.ts';

const aPage = 20;

/** The lists by their names in the address; the first is what has to be done. */
const lists: Readonly<Record<string, OrderList>> = {
  'can-lam': 'to-do',
  'bao-da-chuyen': 'claimed',
  'cho-tien': 'unpaid',
  xong: 'delivered',
  'khong-thanh': 'ended',
};

/** The seller's orders, and the note that goes into the parcel. */
export function orderListPages({ now }: Services): Router {
  const router = Router();
  router.get('/don-hang', requireRole(...everybody), async (request, response) => {
    const actor = actorOf(request);
    const { xem } = request.query;
    const list = typeof xem === 'string' && Object.hasOwn(lists, xem) ? xem : 'can-lam';
    const after = typeof request.query.after === 'string' ? request.query.after : null;
    const found = await listOrders(actor, {
      limit: aPage + 1,
      list: lists[list] ?? 'to-do',
      ...(after && { after }),
    });
    const last = found.length > aPage ? found[aPage - 1] : undefined;
    render(response, 'desk/orders', {
      orders: await present(actor, found.slice(0, aPage)),
      lists: Object.keys(lists).map((key) => ({ key, chosen: key === list })),
      rings: actor.role !== 'officer',
      nextUrl: last ? `/don-hang?xem=${list}&after=${last.number}` : null,
      form: { values: {}, mistakes: [], summary: null, key: newFormKey(response) },
    });
  });
  router.get('/don/:number/phieu-giao', requireRole(...everybody), async (request, response) => {
    const order = await getOrder(actorOf(request), String(request.params.number));
    await requireActFor(actorOf(request), order.sellerId, 'order-not-found');
    const { language } = localsOf(response);
    const data = { ...(await noteOf(order)), printedAt: now(), language };
    render(response, 'desk/delivery-note', data, { title: order.number });
  });
  return router;
}

async function present(actor: Actor, orders: readonly Order[]) {
  const [sellers, differences] = await Promise.all([
    findSellers([...new Set(orders.map(({ sellerId }) => sellerId))]),
    differencesOf(orders),
  ]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  const several = actor.role !== 'household';
  return orders.map((order) => ({
    number: order.number,
    url: `/don/${order.number}`,
    badge: orderBadge(order.state, order.delivery.payBy),
    delivery: order.delivery,
    placedAt: order.placedAt,
    paidAt: order.paidAt,
    totalVnd: order.totalVnd,
    claimWaits: order.claimWaits && order.paidAt === null,
    difference: differences.get(order.number) ?? null,
    seller: several ? (names.get(order.sellerId) ?? null) : null,
    buyer: order.buyer && {
      name: order.buyer.name,
      phone: order.buyer.phone,
      phoneText: formatPhone(order.buyer.phone),
    },
    packs: order.items.map(({ name, packName, quantity }) => ({ name, packName, quantity })),
    actions: actionsFor(order, { acting: actor.role !== 'officer', byKey: false }),
  }));
}

async function noteOf(order: Order) {
  const seller = await getSeller(order.sellerId);
  return {
    order: {
      number: order.number,
      delivery: order.delivery,
      note: order.note,
      shippingVnd: order.shippingVnd,
      totalVnd: order.totalVnd,
      paidAt: order.paidAt,
      placedAt: order.placedAt,
    },
    buyer: order.buyer && { ...order.buyer, phoneText: formatPhone(order.buyer.phone) },
    seller: {
      name: seller.name,
      village: seller.village,
      address: seller.address,
      contact: contactOf(seller.publicPhone),
    },
    items: order.items.map((item) => ({ ...item, sumVnd: item.quantity * item.priceVnd })),
    toCollectVnd: order.paidAt === null && order.delivery.payBy === 'cash' ? order.totalVnd : 0,
  };
}
