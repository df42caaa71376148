import { unavailable } from '../errors.ts';

export interface Taken {
  batchCode: string;
  packId: string;
  quantity: number;
}

/** onHand − held over the batches that can be sold (not recalled, not expired on this day); packs without any are absent. */
export async function availableByPack(_packIds: string[], _today: string): Promise<Map<string, number>> {
  throw unavailable('stock-not-kept');
}

/** First-expiring-first, may span batches, all or nothing; repeating with the same order number gives the same result. */
export async function takeHolds(
  _order: string,
  _items: { packId: string; quantity: number }[],
  _until: Date,
  _today: string,
): Promise<Taken[] | 'short'> {
  throw unavailable('stock-not-kept');
}

/** Lets go whatever is held under this order number. */
export async function releaseHolds(_order: string): Promise<void> {
  throw unavailable('stock-not-kept');
}

/** Hold → sale: onHand goes down, the hold disappears; once, however often repeated. */
export async function sellHolds(_order: string, _at: Date): Promise<void> {
  throw unavailable('stock-not-kept');
}
