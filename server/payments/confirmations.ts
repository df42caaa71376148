import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireActFor } from '../identity/sellers.ts';
import { getOrder, markPaid, type Order } from '../orders/orders.ts';
import { succeedIntent } from './intents.ts';
import { byHand, isPaid } from './settlement.ts';

/**
 * The seller has the money: said by hand, for banks that no provider covers (Agribank, LPBank, VBSP) and for money that
 * was handed over. Repeating it changes nothing.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-takes-no-payment') when the order waits for
 * none, or its packs are gone
 */
export async function confirmReceived(actor: Actor, number: string, at: Date): Promise<Order> {
  const order = await getOrder(actor, number);
  await requireActFor(actor, order.sellerId, 'order-not-found');
  const paidBy = byHand + actor.accountId;
  if (order.paidBy?.startsWith(byHand)) return order;
  const payer = { transfer: paidBy, by: actor.name };
  if (isPaid(order) || !(await markPaid(order.number, payer, at))) throw conflict('order-takes-no-payment');
  await succeedIntent(order.number, paidBy, at);
  return await getOrder(actor, number);
}
