import type { QueryFilter, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { sellersActedFor, whereSeen } from '../identity/sellers.ts';
import type { Order, OrderState } from './order.ts';
import { readOrderNumber } from './order-number.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';

export type OrderList =
  | 'to-do'
  | 'unpaid'
  | 'claimed'
  | 'asking'
  | 'link-asked'
  | 'cash-to-pack'
  | 'paid'
  | 'packed'
  | 'shipped'
  | 'delivered'
  | 'to-refund'
  | 'ended';

// What a seller keeps apart: an order in cash has to be packed as soon as it is placed, one by transfer only when paid.
const claimed: QueryFilter<OrderRecord> = { claimWaits: true, state: { $in: ['placed', 'expired', 'cancelled'] } };
const linkAsked: QueryFilter<OrderRecord> = { linkAskedAt: { $gt: new Date(0) } };
const toRefund: QueryFilter<OrderRecord> = { state: 'returned', paidAt: { $ne: null } };
const filters: Record<OrderList, QueryFilter<OrderRecord>> = {
  'to-do': {
    $or: [
      { state: { $in: ['paid', 'packed', 'shipped'] } },
      { state: 'placed', 'delivery.payBy': 'cash' },
      // Somebody has to look whether the money came.
      claimed,
      toRefund,
      linkAsked,
    ],
  },
  claimed,
  // At a stall the buyer stands before the seller, and the stall's own page shows who has not paid yet.
  unpaid: { state: 'placed', 'delivery.payBy': 'vietqr', claimWaits: { $ne: true }, stall: null },
  'cash-to-pack': { state: 'placed', 'delivery.payBy': 'cash', asks: { $ne: true } },
  'link-asked': linkAsked,
  asking: { state: 'placed', asks: true },
  paid: { state: 'paid' },
  packed: { state: 'packed' },
  shipped: { state: 'shipped' },
  delivered: { state: 'delivered' },
  'to-refund': toRefund,
  ended: { $or: [{ state: { $in: ['cancelled', 'expired', 'refunded'] } }, { state: 'returned', paidAt: null }] },
};

export interface OrdersWanted {
  list?: OrderList;
  state?: OrderState;
  limit: number;
  /** the number of the last order already seen */
  after?: string;
  /** only those with packs of these batches */
  batchCodes?: readonly string[];
}

/** Orders of every seller the actor sees, newest first; buyers only of those it acts for. */
export async function listOrders(actor: Actor, wanted: OrdersWanted): Promise<Order[]> {
  const { list, state, limit, after, batchCodes } = wanted;
  const last = after === undefined ? null : await idOf(after);
  const records = await pageOf(
    {
      ...(await whereSeen(actor)),
      ...(list ? filters[list] : { state: state ?? { $ne: 'placing' } }),
      ...(last && { _id: { $lt: last } }),
      ...(batchCodes && { 'items.taken.batchCode': { $in: [...batchCodes] } }),
    },
    limit,
  );
  const own = new Set((await sellersActedFor(actor)).map(({ id }) => id));
  return records.map(readOrder).map((order) => (own.has(order.sellerId) ? order : withoutBuyer(order)));
}

/** Orders of one seller, or of every seller (null), newest first and without their buyers: for programs. */
export async function listOrdersOf(
  sellerId: string | null,
  { state, limit, after }: Omit<OrdersWanted, 'list' | 'batchCodes'>,
): Promise<Order[]> {
  const last = after === undefined ? null : await idOf(after);
  // A program that goes on after nothing has come to the end, rather than to the beginning again.
  if (after !== undefined && last === null) return [];
  const where = {
    ...(sellerId !== null && { sellerId }),
    state: state ?? { $ne: 'placing' as const },
    ...(last && { _id: { $lt: last } }),
  };
  return (await pageOf(where, limit)).map(readOrder).map(withoutBuyer);
}

const pageOf = (where: QueryFilter<OrderRecord>, limit: number): Promise<OrderRecord[]> =>
  OrderModel.find(where).sort({ _id: -1 }).limit(limit).lean<OrderRecord[]>().exec();

/** How many orders of the whole commune are under way: placed and not yet at their end. */
export const countOpenOrders = (): Promise<number> =>
  OrderModel.countDocuments({ state: { $in: ['placed', 'paid', 'packed', 'shipped'] } }).exec();

/** How many orders of these sellers are in a list; all of them. */
export const countOrders = (sellerIds: readonly string[], list: OrderList): Promise<number> =>
  OrderModel.countDocuments({ sellerId: { $in: [...sellerIds] }, ...filters[list] });

/** The order as somebody sees it who is not its seller. */
export const withoutBuyer = (order: Order): Order => ({
  ...order,
  buyer: null,
  note: null,
  refundPhotoId: null,
});

async function idOf(number: string): Promise<Types.ObjectId | null> {
  const known = readOrderNumber(number);
  const record = known && (await OrderModel.findOne({ number: known }, { _id: 1 }).lean<{ _id: Types.ObjectId }>());
  return record ? record._id : null;
}
