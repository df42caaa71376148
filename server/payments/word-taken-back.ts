import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { requireActFor } from '../identity/sellers.ts';
import { getOrder, type Order, takePaymentBack } from '../orders/orders.ts';
import { forgetPayment } from './intents.ts';
import { byHand } from './transfer.ts';
import { TransferModel } from './transfer-record.ts';

/**
 * That the money came was said by mistake: the order waits for it once more. Where its bank has told of it, that is taken back on the
 * desk of money.
 * @throws missing('order-not-found'), forbidden('not-yours' | 'pin-needed'), conflict('not-paid-by-word'), conflict('transfer-given-back')
 */
export async function takeWordBack(actor: Actor, number: string, at: Date): Promise<Order> {
  const order = await getOrder(actor, number);
  await requireActFor(actor, order.sellerId, 'order-not-found');
  requireFresh(actor, at);
  if (!order.paidBy?.startsWith(byHand) || (await isToldByBank(order))) throw conflict('not-paid-by-word');
  if (!(await takePaymentBack(order.number, order.paidBy, at)))
    throw conflict('transfer-given-back', { number: order.number });
  await forgetPayment(order.number, order.paidBy);
  return await getOrder(actor, number);
}

const isToldByBank = async ({ number }: Order): Promise<boolean> =>
  (await TransferModel.exists({ orderNumber: { $gt: '', $in: [number] }, state: 'matched' })) !== null;
