import { ordersWithPhonesOf } from '../orders/orders.ts';
import { isOutside, type ScopedBatch, scopedBatches } from '../traceability/recall-scope.ts';

/** Exactly what a recall of these sources reaches, before or after it is spoken. */
export interface RecallScope {
  /** The sources themselves (generation 0) and all that was made from them, the nearest first. */
  batches: ScopedBatch[];
  /** Packs still in the house, held ones included. */
  onShelf: number;
  held: number;
  sold: number;
  /** Numbered labels that were printed. */
  labelsPrinted: number;
  orders: number;
  unpaidOrders: number;
  /** Different phones among their buyers. */
  buyers: number;
  /** Ids of lots from outside among the sources. */
  outsideLots: string[];
}

/** @param sources codes of batches and ids of lots from outside */
export async function scopeOf(sources: readonly string[]): Promise<RecallScope> {
  const batches = await scopedBatches(sources);
  const counts = await countOrdersOf(batches.map(({ code }) => code));
  const total = (key: 'onHand' | 'held' | 'sold' | 'labelsPrinted') =>
    batches.reduce((sum, batch) => sum + batch[key], 0);
  return {
    batches,
    onShelf: total('onHand'),
    held: total('held'),
    sold: total('sold'),
    labelsPrinted: total('labelsPrinted'),
    ...counts,
    outsideLots: sources.filter(isOutside),
  };
}

/** Orders with packs of these batches, those that wait for their money, and the different phones among their buyers. */
export async function countOrdersOf(
  codes: readonly string[],
): Promise<Pick<RecallScope, 'orders' | 'unpaidOrders' | 'buyers'>> {
  const orders = await ordersWithPhonesOf(codes);
  return {
    orders: orders.length,
    unpaidOrders: orders.filter(({ state }) => state === 'placed').length,
    buyers: new Set(orders.flatMap(({ phone }) => phone ?? [])).size,
  };
}
