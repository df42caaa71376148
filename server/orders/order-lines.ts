import { isListed } from '../catalog/listings.ts';
import { findPacks } from '../catalog/products.ts';
import { DomainError, invalid, type Mistake } from '../errors.ts';
import { availableByPack, type Taken } from '../traceability/stock.ts';
import type { OrderItem } from './order.ts';
import { tagOf } from './shown.ts';

interface Wanted {
  packId: string;
  quantity: number;
}

export interface Lines {
  sellerId: string;
  items: OrderItem[];
  /** by pack: what `tagOf` says of it today */
  tags: ReadonlyMap<string, string>;
}

/**
 * The packs as lines of an order, at today's prices; the same pack wanted twice is one line.
 * @param listed whether only goods whose page can be seen count: over the counter people see the goods themselves
 * @throws invalid('pack-unknown', 'order-of-two-sellers')
 */
export async function linesFor(wanted: readonly Wanted[], { listed = false } = {}): Promise<Lines> {
  const merged = merge(wanted);
  const all = await findPacks(merged.map(({ packId }) => packId));
  const found = listed ? all.filter(({ product }) => isListed(product)) : all;
  const byPack = new Map(found.map((one) => [one.pack.id, one]));
  const mistakes: Mistake[] = wanted.flatMap(({ packId }, index) =>
    byPack.has(packId) ? [] : [{ pointer: `/items/${index}/packId`, code: 'pack-unknown' }],
  );
  if (mistakes.length > 0) throw invalid('pack-unknown', {}, mistakes);
  refuseTwoSellers(wanted.map(({ packId }) => byPack.get(packId)?.product.sellerId ?? ''));
  return {
    sellerId: found[0]?.product.sellerId ?? '',
    items: merged.flatMap(({ packId, quantity }) => {
      const one = byPack.get(packId);
      return one ? [lineOf(one, quantity)] : [];
    }),
    tags: new Map(
      found.map(({ product, pack }) => [pack.id, tagOf({ ...pack, name: product.name, packName: pack.name })]),
    ),
  };
}

/** What is left of these packs to be ordered on this day. */
export const leftOf = (items: readonly OrderItem[], today: string): Promise<Map<string, number>> =>
  availableByPack(
    items.map(({ packId }) => packId),
    today,
  );

/** The refusal for the first pack of which more is wanted than left, or null. */
export function shortIn(items: readonly OrderItem[], left: ReadonlyMap<string, number>): DomainError | null {
  const index = items.findIndex(({ packId, quantity }) => quantity > (left.get(packId) ?? 0));
  const item = items[index];
  if (!item) return null;
  const facts = { pack: `${item.name}, ${item.packName}`, left: left.get(item.packId) ?? 0 };
  return new DomainError('conflict', 'order-short', facts, [
    { pointer: `/items/${index}/quantity`, code: 'more-than-left', facts },
  ]);
}

/** Each line with the batches its packs come from. */
export function withTaken(items: readonly OrderItem[], taken: readonly Taken[]): OrderItem[] {
  return items.map((item) => ({
    ...item,
    taken: taken
      .filter(({ packId }) => packId === item.packId)
      .map(({ batchCode, quantity }) => ({ batchCode, quantity })),
  }));
}

function merge(items: readonly Wanted[]): Wanted[] {
  const byPack = new Map<string, number>();
  for (const { packId, quantity } of items) byPack.set(packId, (byPack.get(packId) ?? 0) + quantity);
  return [...byPack].map(([packId, quantity]) => ({ packId, quantity }));
}

const lineOf = ({ product, pack }: Awaited<ReturnType<typeof findPacks>>[number], quantity: number): OrderItem => ({
  packId: pack.id,
  productId: product.id,
  name: product.name,
  packName: pack.name,
  quantity,
  priceVnd: pack.priceVnd,
  taken: [],
});

function refuseTwoSellers(sellerIds: readonly string[]): void {
  const other = sellerIds.findIndex((sellerId) => sellerId !== sellerIds[0]);
  if (other > 0) {
    throw invalid('order-of-two-sellers', {}, [{ pointer: `/items/${other}/packId`, code: 'pack-of-another-seller' }]);
  }
}
