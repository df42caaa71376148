import { ordersNow, requireOrders } from '../platform.ts';
import { getSeller } from './sellers.ts';

/**
 * Whether goods of this seller may be ordered as the market is run now.
 * @throws conflict('mode-takes-no-orders'), conflict('mode-cooperatives-alone'), missing('seller-not-found')
 */
export async function requireSelling(sellerId: string): Promise<void> {
  if (ordersNow() === 'everybody') return;
  requireOrders(ordersNow() === 'nobody' ? 'household' : (await getSeller(sellerId)).kind);
}
