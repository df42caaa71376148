import type { Product } from '../catalog/products.ts';
import { invalid } from '../errors.ts';
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

/** How many packs come or go when one count takes the place of another. */
export function difference(before: readonly PackCount[], after: readonly PackCount[]): Map<string, number> {
  const moved = new Map(after.map(({ packId, count }) => [packId, count]));
  for (const { packId, count } of before) moved.set(packId, (moved.get(packId) ?? 0) - count);
  return moved;
}
