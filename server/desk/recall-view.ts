import type { Actor } from '../actor.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { listOrders, type Order, orderBadge } from '../orders/orders.ts';
import type { ScopedBatch } from '../traceability/recall-scope.ts';
import { findOutsideLots } from '../traceability/recall-sources.ts';
import { namesOf } from './names.ts';
import { scopeOf } from './recall-scope.ts';

/** The others are on a page of their own (recall-orders.pages.ts). */
const mostOrders = 10;

/**
 * What a recall of these sources reaches, as a page shows it: the sums of all of it, by name what the actor may see, of the
 * rest how many.
 * @param ordersUrl where all orders are listed
 */
export async function scopeView(actor: Actor, sources: readonly string[], ordersUrl: string) {
  const scope = await scopeOf(sources);
  const seen = await sellersSeenBy(actor);
  const maySee = ({ sellerId }: { sellerId: string }): boolean => seen === 'all' || seen.includes(sellerId);
  const codes = scope.batches.map(({ code }) => code);
  const [names, lots, orders] = await Promise.all([
    namesOf(scope.batches.filter(maySee)),
    findOutsideLots(scope.outsideLots),
    listOrders(actor, { batchCodes: codes, limit: mostOrders }),
  ]);
  const present = (batch: ScopedBatch) => ({
    ...batch,
    product: names.get(batch.productId) ?? '',
    seller: names.get(batch.sellerId) ?? '',
    url: `/lo/${batch.code}`,
  });
  const generations = [...new Set(scope.batches.map(({ generation }) => generation))];
  return {
    count: codes.length,
    generations: generations.map((generation) => {
      const batches = scope.batches.filter((one) => one.generation === generation);
      const rows = batches.filter(maySee).map(present);
      return { generation, count: batches.length, rows, hidden: batches.length - rows.length };
    }),
    outsideLots: lots.filter(maySee),
    onShelf: scope.onShelf,
    held: scope.held,
    sold: scope.sold,
    labelsPrinted: scope.labelsPrinted,
    unpaidOrders: scope.unpaidOrders,
    buyers: scope.buyers,
    orders: orders.map(orderView),
    orderCount: scope.orders,
    ordersUrl,
  };
}

const orderView = (order: Pick<Order, 'number' | 'state' | 'delivery' | 'unpaidSince' | 'totalVnd'>) => ({
  number: order.number,
  badge: orderBadge(order),
  totalVnd: order.totalVnd,
  url: `/don/${order.number}`,
});
