import { conflict } from '../errors.ts';
import { ordersNow, takesOrders } from '../platform.ts';
import { getSeller } from './sellers.ts';

/**
 * Whether goods of this seller may be ordered as the market is run now.
 * @throws conflict('mode-takes-no-orders') in a showcase, conflict('mode-cooperatives-alone') for a household that does not sell
 *   by itself, missing('seller-not-found')
 */
export async function requireSelling(sellerId: string): Promise<void> {
  const orders = ordersNow();
  if (orders === 'everybody') return;
  if (orders === 'nobody') throw conflict('mode-takes-no-orders');
  if (!takesOrders((await getSeller(sellerId)).kind)) throw conflict('mode-cooperatives-alone');
}
