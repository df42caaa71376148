import type { Product } from '../catalog/products.ts';
import { conflict, invalid } from '../errors.ts';
import type { BatchRecord } from './batch-record.ts';
import type { PackCount } from './event.ts';

/** Every pack belongs to the product and is named once. @throws invalid('packs-mistaken') */
export function requirePacks(product: Product, packs: readonly PackCount[]): void {
  const mistakes = packs.flatMap(({ packId }, index) => {
    const isTwice = packs.findIndex((one) => one.packId === packId) < index;
    const code = isTwice ? 'pack-twice' : product.packs.some(({ id }) => id === packId) ? null : 'pack-unknown';
    return code === null ? [] : [{ pointer: `/packs/${index}/packId`, code }];
  });
  if (mistakes.length > 0) throw invalid('packs-mistaken', {}, mistakes);
}

/**
 * Goods that were delivered to be worked further escape the inspection that their product asks for, so none of them are packed.
 * @throws conflict('delivered-not-packed')
 */
export function requirePackable(
  { deliveredBy }: Pick<BatchRecord, 'deliveredBy'>,
  product: Product,
  packs: readonly PackCount[],
) {
  if (deliveredBy && product.needsInspection && packs.some(({ count }) => count > 0))
    throw conflict('delivered-not-packed');
}

/** How many packs come or go when one count takes the place of another. */
export function difference(before: readonly PackCount[], after: readonly PackCount[]): Map<string, number> {
  const moved = new Map(after.map(({ packId, count }) => [packId, count]));
  for (const { packId, count } of before) moved.set(packId, (moved.get(packId) ?? 0) - count);
  return moved;
}

/** What goes must be there and promised to nobody. @throws conflict('packs-already-promised' | 'batch-recalled') */
export function requireFree(batch: BatchRecord, packs: ReadonlyMap<string, number>): void {
  for (const [packId, count] of packs) {
    const free = batch.stock.find((row) => row.packId === packId)?.free ?? 0;
    if (free + count < 0) throw conflict('packs-already-promised', { free, wanted: -count });
    if (count > 0 && batch.state === 'recalled') throw conflict('batch-recalled', { code: batch.code });
  }
}
