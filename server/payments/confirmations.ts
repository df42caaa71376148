import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor } from '../identity/sellers.ts';
import { getOrder, markPaid, type Order, type OrderState } from '../orders/orders.ts';
import { succeedIntent } from './intents.ts';
import { noteOwed } from './owed.ts';
import { byHand, isPaid } from './settlement.ts';

const over: readonly OrderState[] = ['expired', 'cancelled'];

/**
 * The seller has the money: said by hand, for banks that no provider covers (Agribank, LPBank, VBSP) and for money that
 * was handed over. Repeating it changes nothing.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-takes-no-payment') when the order waits for
 * none, forbidden('pin-needed'), or its packs are gone: the money of one that is over is owed back then, and stands on the desk (owed.ts)
 */
export async function confirmReceived(actor: Actor, number: string, at: Date): Promise<Order> {
  const order = await getOrder(actor, number);
  await requireActFor(actor, order.sellerId, 'order-not-found');
  const paidBy = byHand + actor.accountId;
  if (order.paidBy?.startsWith(byHand)) return order;
  requireFresh(actor, at);
  const payer = { transfer: paidBy, by: actor.name };
  if (isPaid(order)) throw conflict('order-takes-no-payment');
  if (!(await markPaid(order.number, payer, at))) {
    if (over.includes((await getOrder(actor, number)).state)) await noteOwed(actor, order, at);
    throw conflict('order-takes-no-payment');
  }
  await succeedIntent(order.number, paidBy, at);
  return await getOrder(actor, number);
}
