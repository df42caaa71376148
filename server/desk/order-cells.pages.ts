import { dayOf } from '../format.ts';
import { sentence } from '../http/messages.ts';
import { formatPhone } from '../identity/phone.ts';
import type { Language } from '../language.ts';
import { type Order, orderBadge } from '../orders/orders.ts';
import type { Cell } from '../tables.ts';

/** What a table tells of every order: number, day, state; who buys what; sending, total and the day it was paid. */
export const orderCells = (order: Order, language: Language) => ({
  which: [
    order.number,
    order.placedAt && { day: dayOf(order.placedAt) },
    sentence(language, orderBadge(order).says),
  ] satisfies Cell[],
  what: [
    order.buyer?.name ?? '',
    order.buyer ? formatPhone(order.buyer.phone) : '',
    order.items.map(({ quantity, name, packName }) => `${quantity} × ${name}, ${packName}`).join('; '),
    order.shippingVnd,
    order.totalVnd,
    order.paidAt && { day: dayOf(order.paidAt) },
  ] satisfies Cell[],
});
