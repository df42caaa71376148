import { conflict, type DomainError } from '../errors.ts';
import { ordersNow, rulesNow } from '../platform.ts';
import type { Seller } from './seller.ts';

/** What of a seller says whether it may sell. */
export type Standing = Pick<Seller, 'kind' | 'identifiedOn' | 'suspendedFrom'>;

/** Why nothing of a seller can be ordered; each is the code of a conflict and has a sentence on the product's page. */
export type NotSelling =
  | 'mode-takes-no-orders'
  | 'mode-cooperatives-alone'
  | 'seller-not-identified'
  | 'seller-suspended';

/** Why goods of this seller cannot be ordered as the market is run now; null when they can. */
export function whyNotSelling(seller: Standing, at: Date): NotSelling | null {
  if (ordersNow() === 'nobody') return 'mode-takes-no-orders';
  if (ordersNow() === 'cooperatives' && seller.kind !== 'cooperative') return 'mode-cooperatives-alone';
  if (isSuspended(seller, at)) return 'seller-suspended';
  return rulesNow().identifies && seller.identifiedOn === null ? 'seller-not-identified' : null;
}

/** Whether its stall is closed at this moment. */
export const isSuspended = ({ suspendedFrom }: Pick<Standing, 'suspendedFrom'>, at: Date): boolean =>
  suspendedFrom !== null && suspendedFrom <= at;

/**
 * Whether goods of this seller may be ordered as the market is run now.
 * @throws conflict('mode-takes-no-orders') in a showcase, conflict('mode-cooperatives-alone') for a household that does not sell
 *   by itself, conflict('seller-not-identified') where the mode asks who sells, conflict('seller-suspended')
 */
export function requireSelling(seller: Standing, at: Date): void {
  const why = whyNotSelling(seller, at);
  if (why !== null) throw refusals[why]();
}

const refusals: Record<NotSelling, () => DomainError> = {
  'mode-takes-no-orders': () => conflict('mode-takes-no-orders'),
  'mode-cooperatives-alone': () => conflict('mode-cooperatives-alone'),
  'seller-not-identified': () => conflict('seller-not-identified'),
  'seller-suspended': () => conflict('seller-suspended'),
};
