import type { Seller } from '../identity/sellers.ts';
import { placeTagOf, type Shown } from '../orders/orders.ts';
import type { BasketLine } from './basket.ts';

/**
 * The lines of a page, and where they can be fetched, as one text for its form to bring back:
 * `packId.quantity.priceVnd.tag_…_@placeTag`.
 */
export const writeTold = (
  lines: readonly Pick<BasketLine, 'packId' | 'quantity' | 'priceVnd' | 'tag'>[],
  address: Seller['address'],
): string =>
  [
    ...lines.map(({ packId, quantity, priceVnd, tag }) => [packId, quantity, priceVnd, tag].join('.')),
    `@${placeTagOf(address)}`,
  ].join('_');

/** What such a text says; nothing was shown where it says nothing. */
export const readTold = (text: string): Omit<Shown, 'shippingVnd'> => ({
  items: linesIn(text),
  place: /(?:^|_)@([0-9a-f]{10})$/.exec(text)?.[1] ?? null,
});

const linesIn = (text: string): Shown['items'] =>
  text.split('_').flatMap((part) => {
    const [, packId, quantity, priceVnd, tag] =
      /^([0-9A-Za-z-]{1,60})\.(\d{1,4})\.(\d{1,9})\.([0-9a-f]{10})$/.exec(part) ?? [];
    return packId && tag ? [{ packId, quantity: Number(quantity), priceVnd: Number(priceVnd), tag }] : [];
  });
