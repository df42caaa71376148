import { getShippingRates, shippingFor, type Zone, zoneOf } from '../orders/orders.ts';
import type { Basket } from './basket.ts';

/** What the checkout's form says so far of where the parcel goes. */
export interface Destination {
  method: string;
  province: string;
  commune: string;
}

/** What sending costs by that, so that the sum at the end is no surprise. Money in đồng. */
export interface Sending {
  zone: Zone | 'pickup';
  shippingVnd: number;
  totalVnd: number;
}

/** The fee and the sum for one basket; without a commune it is another one than the seller's. */
export async function sendingOf({ seller, goodsVnd }: Basket, to: Destination): Promise<Sending> {
  const method = to.method === 'pickup' ? 'pickup' : 'ship';
  const address = { province: to.province, commune: to.commune, line: '' };
  const delivery = { method, payBy: 'cash' } as const;
  const shippingVnd = await shippingFor(seller.id, { delivery, address, goodsVnd });
  return {
    zone: method === 'pickup' ? method : zoneOf(to, seller.address),
    shippingVnd,
    totalVnd: goodsVnd + shippingVnd,
  };
}

/** The seller's fees for a page; `none` when it charges nothing anywhere. */
export async function feesOf(sellerId: string) {
  const { feesVnd, freeFromVnd } = await getShippingRates(sellerId);
  return { ...feesVnd, freeFromVnd, none: Object.values(feesVnd).every((fee) => fee === 0) };
}
