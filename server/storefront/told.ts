import type { Shown } from '../orders/orders.ts';
import type { BasketLine } from './basket.ts';

/** The lines of a page as one text for its form to bring back: `packId.quantity.priceVnd.tag_…`. */
export const writeTold = (lines: readonly Pick<BasketLine, 'packId' | 'quantity' | 'priceVnd' | 'tag'>[]): string =>
  lines.map(({ packId, quantity, priceVnd, tag }) => [packId, quantity, priceVnd, tag].join('.')).join('_');

/** What such a text says; nothing was shown where it says nothing. */
export const readTold = (text: string): Shown['items'] =>
  text.split('_').flatMap((part) => {
    const [, packId, quantity, priceVnd, tag] =
      /^([0-9A-Za-z-]{1,60})\.(\d{1,4})\.(\d{1,9})\.([0-9a-f]{10})$/.exec(part) ?? [];
    return packId && tag ? [{ packId, quantity: Number(quantity), priceVnd: Number(priceVnd), tag }] : [];
  });
