import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from '../root.ts';
import type { OrderItem } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';

const file = z
  .strictObject({
    asOf: z.iso.date(),
    reason: z.string(),
    cash: z.strictObject({ packsAnybodyMayHold: z.number().int().min(1), shareOfStock: z.number().min(0).max(1) }),
  })
  .parse(JSON.parse(readFileSync(fromRoot('server/orders/order-limits.json'), 'utf8')));

/** How many packs one buyer may keep from others without paying: so many, or this share of the stock if that is more. */
export const cashLimits = file.cash;

/** Whoever ordered, by phone and, where it is known, by a key of their network address. */
export interface Orderer {
  phone: string;
  sender: string | null;
  /** whether what is only just being placed counts */
  withPlacing?: boolean;
}

/**
 * Whether an order in cash holds more of a pack than one buyer may, together with what the same phone or address holds
 * already: then it holds nothing until its seller says yes.
 * @param left what is left of each pack, without what others hold
 */
export async function asksTooMuch(
  sellerId: string,
  items: readonly Pick<OrderItem, 'packId' | 'quantity'>[],
  left: ReadonlyMap<string, number>,
  { phone, sender, withPlacing = false }: Orderer,
): Promise<boolean> {
  const same = [{ 'buyer.phone': phone }, ...(sender === null ? [] : [{ sender }])];
  const held = await OrderModel.find(
    {
      sellerId,
      state: { $in: withPlacing ? ['placing', 'placed'] : ['placed'] },
      'delivery.payBy': 'cash',
      asks: { $ne: true },
      $or: same,
    },
    { items: 1 },
  ).lean<Pick<OrderRecord, 'items'>[]>();
  return items.some(({ packId, quantity }) => {
    const own = held.flatMap((order) => order.items).filter((item) => item.packId === packId);
    const already = own.reduce((sum, item) => sum + item.quantity, 0);
    const most = Math.max(
      cashLimits.packsAnybodyMayHold,
      Math.floor(cashLimits.shareOfStock * ((left.get(packId) ?? 0) + already)),
    );
    return already + quantity > most;
  });
}

/** From so many packs of a kind on, orders of one buyer that are only just being placed count each other, too. */
const largePacks = 6;

/**
 * Whether an order is looked at once more after it was written. Small ones are not, or those that will find nothing left
 * would keep the last packs from those that came first.
 */
export const isLarge = (items: readonly { quantity: number }[]): boolean =>
  items.some(({ quantity }) => quantity >= largePacks);
