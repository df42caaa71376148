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
  const orders = await ordersWithPhonesOf(batches.map(({ code }) => code));
  const total = (key: 'onHand' | 'held' | 'sold' | 'labelsPrinted') =>
    batches.reduce((sum, batch) => sum + batch[key], 0);
  return {
    batches,
    onShelf: total('onHand'),
    held: total('held'),
    sold: total('sold'),
    labelsPrinted: total('labelsPrinted'),
    orders: orders.length,
    unpaidOrders: orders.filter(({ state }) => state === 'placed').length,
    buyers: new Set(orders.flatMap(({ phone }) => phone ?? [])).size,
    outsideLots: sources.filter(isOutside),
  };
}
