import type { QueryFilter } from 'mongoose';
import { removeGuardedImage } from '../media/guarded-images.ts';
import type { OrderState } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';

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

/** The names under which a phone has ordered. */
export const buyersNames = async (phone: string): Promise<string[]> =>
  OrderModel.distinct('buyer.name', ofWhom({ phone }));

/** Erases who bought under this phone; goods, money and dates of the orders stay. Safe to repeat. */
export async function forgetBuyer(phone: string): Promise<void> {
  for (const { number, refundPhotoId } of await OrderModel.find(ofWhom({ phone }), {
    number: 1,
    refundPhotoId: 1,
  }).lean()) {
    // The photo of a refund shows names and accounts; it goes first, so that a crash leaves nothing nobody points to.
    if (refundPhotoId) await removeGuardedImage(refundPhotoId);
    await OrderModel.updateOne({ number }, { $set: { buyer: null, note: null, sender: null, refundPhotoId: null } });
  }
}

const ofWhom = (whose: { sellerId: string } | { phone: string }): QueryFilter<OrderRecord> =>
  'sellerId' in whose ? { sellerId: whose.sellerId } : { 'buyer.phone': whose.phone };

const numbersOf = async (filter: QueryFilter<OrderRecord>): Promise<string[]> =>
  (await OrderModel.find(filter, { number: 1 }).lean()).map(({ number }) => number);
