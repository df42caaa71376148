import { findPacks } from '../catalog/products.ts';
import { conflict, DomainError } from '../errors.ts';
import { termsOn } from '../legal/terms.pages.ts';
import { type Order, placeOrder, type WantedOrder } from '../orders/orders.ts';
import { type Intent, openIntent } from '../payments/intents.ts';
import { findReceivingAccount } from '../payments/receiving-accounts.ts';

export interface CheckedOut {
  order: Order;
  key: string;
  /** null when it is paid in cash */
  intent: Intent | null;
}

/**
 * Places the order and opens its payment. When a crash comes between the two, the order's page opens the payment.
 * @param wanted its `terms`: those the buyer was shown; without them, as a program orders, those of this moment count
 * @param requestId the same for a request that comes again
 * @throws conflict('seller-takes-no-transfers', 'order-changed') where other terms hold by now, and what `placeOrder` throws
 */
export async function checkOut(wanted: WantedOrder, at: Date, requestId: string | null): Promise<CheckedOut> {
  const byTransfer = wanted.delivery.payBy === 'vietqr';
  const sellerId = await findSellerOf(wanted);
  if (byTransfer && sellerId !== null) await requireAccount(sellerId, at);
  const terms = sellerId === null ? wanted.terms : await termsOn(sellerId, at);
  if (wanted.terms !== undefined && wanted.terms !== terms) throw otherTerms();
  const { order, key } = await placeOrder({ ...wanted, terms }, at, requestId);
  return { order, key, intent: byTransfer && order.state === 'placed' ? await openIntent(order, at) : null };
}

const otherTerms = (): DomainError =>
  new DomainError('conflict', 'order-changed', {}, [{ pointer: '/shown', code: 'shown-terms-changed', facts: {} }]);

/** Whether buyers can pay this seller by transfer. */
export const takesTransfers = async (sellerId: string, at: Date): Promise<boolean> =>
  (await findReceivingAccount(sellerId, at)) !== null;

/** Who sells what is wanted; null where there are no such packs, which placing refuses with their names. */
async function findSellerOf({ items }: WantedOrder): Promise<string | null> {
  const [first] = await findPacks(items.map(({ packId }) => packId));
  return first?.product.sellerId ?? null;
}

// Asked before anything is held: nobody shall be left with an order that cannot be paid.
async function requireAccount(sellerId: string, at: Date): Promise<void> {
  if (!(await takesTransfers(sellerId, at))) throw conflict('seller-takes-no-transfers');
}

/** The buyer's secret link. */
export const orderPath = (number: string, key: string): string => `/don/${number}?key=${key}`;

/** What `orderPath` wrote. */
export function readOrderPath(path: string): { number: string; key: string } {
  const [, number = '', key = ''] = /^\/don\/([^?]+)\?key=(.+)$/.exec(path) ?? [];
  return { number, key };
}
