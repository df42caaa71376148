import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor } from '../identity/sellers.ts';
import { getOrder, type Order, type OrderState, payOrders } from '../orders/orders.ts';
import { succeedIntents } from './intents.ts';
import { noteOwed } from './owed.ts';
import { isPaid } from './settlement.ts';
import { byHand } from './transfer.ts';

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
  if (order.paidBy?.startsWith(byHand)) return await finishConfirming(order, order.paidBy, at);
  requireFresh(actor, at);
  if (isPaid(order)) throw conflict('order-takes-no-payment');
  const payment = { number: order.number, transfer: paidBy, by: actor.name, paidAt: at, at };
  const [told] = await payOrders([payment]);
  if (told?.status === 'rejected') throw told.reason;
  if (!told?.value) {
    if (over.includes((await getOrder(actor, number)).state)) await noteOwed(actor, order, at);
    throw conflict('order-takes-no-payment');
  }
  await succeedIntents([payment]);
  return await getOrder(actor, number);
}

// Whoever said it and heard no answer says it again: what asked for the money may not have been told yet.
async function finishConfirming(order: Order, transfer: string, at: Date): Promise<Order> {
  await succeedIntents([{ number: order.number, transfer, at: order.paidAt ?? at }]);
  return order;
}
