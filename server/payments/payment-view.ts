import { unavailable } from '../errors.ts';
import type { Language } from '../language.ts';
import type { Order } from '../orders/orders.ts';

/** What the partial `payments/_pay` shows for an order, or null when there is nothing to pay by transfer. */
export async function paymentView(_order: Order, _language: Language, _at: Date): Promise<object | null> {
  throw unavailable('payment-not-open');
}
