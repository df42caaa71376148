import type { QueryFilter } from 'mongoose';
import { removeGuardedImage } from '../media/guarded-images.ts';
import type { OrderState } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { withoutTraces } from './order-search.ts';

const under: QueryFilter<OrderRecord> = {
  $or: [
    { state: { $in: ['placing', 'placed', 'paid', 'packed', 'shipped'] satisfies OrderState[] } },
    { state: 'returned', paidAt: { $ne: null } },
  ],
};

/** The numbers of orders that somebody still waits for: of a seller, or of a buyer's phone in E.164. */
export const ordersUnderWay = async (whose: { sellerId: string } | { phone: string }): Promise<string[]> =>
  numbersOf({ ...ofWhom(whose), ...under });

/** The numbers of all orders of a buyer's phone. */
export const ordersOfBuyer = (phone: string): Promise<string[]> => numbersOf(ofWhom({ phone }));

/** The names under which a phone has ordered, and where it was sent to. */
export async function buyersWords(phone: string): Promise<string[]> {
  const orders = await OrderModel.find(ofWhom({ phone }), { buyer: 1 }).lean();
  return [...new Set(orders.flatMap(({ buyer }) => [buyer?.name ?? '', buyer?.address?.line ?? '']))].filter(Boolean);
}

/** Erases who bought under this phone; goods, money and dates of the orders stay. Safe to repeat. */
export async function forgetBuyer(phone: string): Promise<void> {
  const photos = { number: 1, refundPhotoId: 1, refunds: 1 };
  for (const order of await OrderModel.find(ofWhom({ phone }), photos).lean()) {
    await forgetRefundPhotos(order);
    await OrderModel.updateOne({ number: order.number }, { $set: withoutTraces });
  }
}

/** Erases the photos of money given back, which show names and accounts. They go first, so that a crash leaves nothing nobody points to. */
export async function forgetRefundPhotos({
  number,
  refundPhotoId,
  refunds = [],
}: Pick<OrderRecord, 'number' | 'refundPhotoId'> & Partial<Pick<OrderRecord, 'refunds'>>): Promise<void> {
  const gone = [refundPhotoId, ...refunds.map(({ photoId }) => photoId)].flatMap((id) => id || []);
  for (const id of gone) await removeGuardedImage(id);
  await OrderModel.updateOne({ number, refundPhotoId: { $in: gone } }, { $set: { refundPhotoId: null } });
  // Part by part: the photo of money that is given back at this moment is still pointed to.
  const these = { arrayFilters: [{ 'part.photoId': { $in: gone } }] };
  await OrderModel.updateOne(
    { number, 'refunds.photoId': { $in: gone } },
    { $set: { 'refunds.$[part].photoId': null } },
    these,
  );
}

const ofWhom = (whose: { sellerId: string } | { phone: string }): QueryFilter<OrderRecord> =>
  'sellerId' in whose ? { sellerId: whose.sellerId } : { 'buyer.phone': whose.phone };

const numbersOf = async (filter: QueryFilter<OrderRecord>): Promise<string[]> =>
  (await OrderModel.find(filter, { number: 1 }).lean()).map(({ number }) => number);
