import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { type ListContext, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing, spanOf } from '../http/listing.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { contactOf, formatPhone } from '../identity/phone.ts';
import { findSellers, getSeller, requireActFor } from '../identity/sellers.ts';
import { lookup } from '../lookup.ts';
import { actionsFor, getOrder, listOrders, type Order, type OrderList, orderBadge } from '../orders/orders.ts';
import { differencesOf } from '../payments/payment-view.ts';
import type { Services } from '../services.ts';
import type { Cell } from '../tables.ts';
import { orderCells } from './order-cells.pages.ts';

/** The lists by their names in the address; the first is what has to be done, the last everything. */
const lists = lookup<OrderList | null>({
  'can-lam': 'to-do',
  'bao-da-chuyen': 'claimed',
  'cho-tien': 'unpaid',
  xong: 'delivered',
  'khong-thanh': 'ended',
  'tat-ca': null,
});

const listing: Listing = {
  path: '/don-hang',
  file: 'don-hang',
  search: true,
  days: true,
  choices: { xem: Object.keys(lists) },
};

/** The orders that somebody sees, and the note that goes into the parcel. */
export const orderListPages = (services: Services): Router =>
  Router().use(
    listPage<Order>({ listing, who: everybody, view: 'desk/orders', find, nameOf, shown, columns, lines }),
    notePage(services),
  );

function find({ actor, asked }: ListContext, { limit, after }: ListPart): Promise<Order[]> {
  const list = lists[asked.chosen.xem ?? ''] ?? null;
  const { words } = asked;
  return listOrders(actor, { limit, ...(list && { list }), ...(after && { after }), words, ...spanOf(asked) });
}

const nameOf = ({ number }: Order): string => number;

const shown = async ({ actor, asked }: ListContext, orders: Order[]) => ({
  orders: await present(actor, orders),
  lists: Object.keys(lists).map((key) => ({
    key,
    url: choiceUrl(listing, asked, { xem: key }),
    chosen: key === asked.chosen.xem,
  })),
  rings: actor.role !== 'officer',
});

const columns = ['number', 'placed', 'state', 'seller', 'buyer', 'phone', 'goods', 'sending', 'total', 'paid'].map(
  (column) => `desk.orders.column.${column}`,
);

async function lines({ language }: ListContext, orders: Order[]): Promise<Cell[][]> {
  const sellers = await findSellers([...new Set(orders.map(({ sellerId }) => sellerId))]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return orders.map((order) => {
    const { which, what } = orderCells(order, language);
    return [...which, names.get(order.sellerId) ?? '', ...what];
  });
}

const notePage = ({ now }: Services): Router =>
  Router().get('/don/:number/phieu-giao', requireRole(...everybody), async (request, response) => {
    const order = await getOrder(actorOf(request), String(request.params.number));
    await requireActFor(actorOf(request), order.sellerId, 'order-not-found');
    const { language } = localsOf(response);
    const data = { ...(await noteOf(order)), printedAt: now(), language };
    render(response, 'desk/delivery-note', data, { title: order.number });
  });

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
    badge: orderBadge(order),
    delivery: order.delivery,
    placedAt: order.placedAt,
    paidAt: order.paidAt,
    totalVnd: order.totalVnd,
    claimWaits: order.claimWaits && order.paidAt === null,
    cameFrom: order.cameFrom,
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
