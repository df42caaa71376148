import type { Actor } from '../../../server/actor.ts';
import {
  deliverOrder,
  packOrder,
  placeOrder,
  refundOrder,
  setShippingRates,
  shipOrder,
} from '../../../server/orders/orders.ts';
import { noon } from '../../support/services.ts';
import { aBatch, aProduct, firstPack, wanted } from '../orders/makers.ts';
import type { Sought } from './people.ts';

/** Whoever leaves something behind, and by whom. */
export interface Leaving {
  who: Sought;
  /** The person's own household; null of a buyer. */
  own: { actor: Actor; sellerId: string; accountId: string } | null;
  others: { cooperative: Actor; neighbour: Actor; officer: Actor };
  /** A sentence that names the person somehow. */
  says: () => string;
  pick: (below: number) => number;
  round: number;
}

/** The person as an order's buyer. */
export const buyerOf = ({ who }: Leaving) => ({
  name: who.name,
  phone: `+84${who.phone.slice(1)}`,
  address: { line: who.line, commune: 'Bình Lư', province: 'Lai Châu', formerly: null },
});

/** The person bought something, which was delivered; with a photo, the money went back. @returns the order's number */
export async function bought(leaving: Leaving, photo: Buffer | null): Promise<string> {
  const seller = leaving.others.cooperative;
  const rates = { feesVnd: { commune: 10_000, province: 25_000, country: 45_000 }, freeFromVnd: null };
  await setShippingRates(seller, seller.sellerId ?? '', rates, noon);
  const product = await aProduct(seller);
  await aBatch(seller, product, 10);
  const delivery = { method: 'ship' as const, payBy: 'cash' as const };
  const wish = {
    ...wanted(firstPack(product), 2),
    delivery,
    buyer: buyerOf(leaving),
    note: leaving.says().slice(0, 200),
  };
  const { order } = await placeOrder(wish, noon);
  await packOrder(seller, order.number, noon);
  await shipOrder(seller, order.number, noon);
  await deliverOrder(seller, order.number, noon);
  if (photo) await refundOrder(seller, order.number, { note: leaving.says().slice(0, 100), photo }, noon);
  return order.number;
}
