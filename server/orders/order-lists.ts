import type { QueryFilter, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { type Branch, behind, crossed, type Days, newestOf, perSeller, within } from '../database/newest.ts';
import { sellersActedFor, sellersSeenBy } from '../identity/sellers.ts';
import { type Order, type OrderState, payableAgain } from './order.ts';
import { readOrderNumber } from './order-number.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { ordersNamed } from './order-search.ts';

export type OrderList =
  | 'to-do'
  | 'unpaid'
  | 'unpaid-again'
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

// What a seller keeps apart: an order in cash has to be packed as soon as it is placed, one by transfer only when paid. A list is
// made of branches, each of one state, so that the index of its state gives the newest first.
type Filter = Branch<OrderRecord>;
const claimed: Filter[] = (['placed', 'expired', 'cancelled'] as const).map((state) => ({ claimWaits: true, state }));
const linkAsked: Filter = { linkAskedAt: { $gt: new Date(0) } };
const toRefund: Filter[] = [{ state: 'returned', paidAt: { $ne: null } }];
const isUnpaid = { unpaidSince: { $gt: new Date(0) } };
const ofState = (...states: OrderState[]): Filter[] => states.map((state) => ({ state }));
const filters: Record<OrderList, Filter[]> = {
  'to-do': [...ofState('paid', 'packed', 'shipped'), { state: 'placed', 'delivery.payBy': 'cash' }, ...toRefund],
  claimed: [],
  // At a stall the buyer stands before the seller, and the stall's own page shows who has not paid yet.
  unpaid: [{ state: 'placed', 'delivery.payBy': 'vietqr', claimWaits: { $ne: true }, stall: null }],
  'unpaid-again': [],
  'cash-to-pack': [{ state: 'placed', 'delivery.payBy': 'cash', asks: { $ne: true } }],
  'link-asked': [],
  asking: [{ state: 'placed', asks: true }],
  paid: [{ state: 'paid', unpaidSince: null }],
  packed: ofState('packed'),
  shipped: ofState('shipped'),
  delivered: ofState('delivered'),
  'to-refund': toRefund,
  ended: [...ofState('cancelled', 'expired', 'refunded'), { state: 'returned', paidAt: null }],
};
/** What of a list is little among all of its state: it has an index of its own, and is read whole. */
const few: Partial<Record<OrderList, Filter[]>> = {
  'to-do': [
    // Somebody has to look whether the money came.
    ...claimed,
    // The others of them stand there by their states.
    { ...isUnpaid, state: 'delivered' },
    linkAsked,
  ],
  claimed,
  'unpaid-again': payableAgain.map((state) => ({ ...isUnpaid, state })),
  'link-asked': [linkAsked],
};
/** The lists that grow as the years go by: each seller's index is walked by itself. */
const growing = new Set<OrderList>(['delivered', 'ended']);

export interface OrdersWanted extends Days {
  list?: OrderList;
  state?: OrderState;
  limit: number;
  /** the number of the last order already seen */
  after?: string;
  /** only those with packs of these batches */
  batchCodes?: readonly string[];
  /** the beginning of a number, or words of the name of goods, of a seller or of a buyer */
  words?: string;
}

/** Orders of every seller the actor sees, newest first, of days by when they were placed; buyers only of those it acts for. */
export async function listOrders(actor: Actor, wanted: OrdersWanted): Promise<Order[]> {
  const { limit, after, words = '', batchCodes } = wanted;
  const seen = await sellersSeenBy(actor);
  const own = (await sellersActedFor(actor)).map(({ id }) => id);
  const days = within<OrderRecord>('placedAt', wanted);
  const by = days.length === 0 ? '_id' : 'placedAt';
  const last = after === undefined ? null : await recordOf(after);
  const scopes =
    words === ''
      ? perSeller(seen, isShort(wanted) || batchCodes !== undefined)
      : await ordersNamed(words, { seen, buyersOf: own });
  const every = [
    ...(batchCodes ? [{ 'items.taken.batchCode': { $in: [...batchCodes] } }] : []),
    ...days,
    ...(last ? [behind(last, by)] : []),
  ];
  const among = (list: Filter[]) => crossed<OrderRecord>(scopes, list, [{ $and: [{}, ...every] }]);
  const records = await newestOf(OrderModel, among(listed(wanted)), { limit, by, few: among(fewIn(wanted.list)) });
  return records.map(readOrder).map((order) => (own.includes(order.sellerId) ? order : withoutBuyer(order)));
}

// What waits to be done is little, whoever's it is.
const isShort = ({ list, state }: OrdersWanted): boolean => (list ? !growing.has(list) : state !== undefined);

const fewIn = (list: OrderList | undefined): Filter[] => (list && few[list]) ?? [];

const listed = ({ list, state }: OrdersWanted): Filter[] =>
  list ? filters[list] : [{ state: state ?? { $ne: 'placing' } }];

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

/** Orders of one seller that wait for a transfer of the buyer with this phone; at most 20. Nobody's rights are asked. */
export async function listWaitingOf(sellerId: string, phone: string): Promise<Order[]> {
  const waiting = { state: { $in: ['placed' as const, 'expired' as const] }, 'delivery.payBy': 'vietqr' as const };
  return (await pageOf({ sellerId, ...waiting, 'buyer.phone': phone }, 20)).map(readOrder);
}

const pageOf = (where: QueryFilter<OrderRecord>, limit: number): Promise<OrderRecord[]> =>
  OrderModel.find(where).sort({ _id: -1 }).limit(limit).lean<OrderRecord[]>().exec();

/** How many orders of the whole commune are under way: placed and not yet at their end. */
export const countOpenOrders = (): Promise<number> =>
  OrderModel.countDocuments({ state: { $in: ['placed', 'paid', 'packed', 'shipped'] } }).exec();

/** How many orders of these sellers are in a list; all of them. Sellers stand in each branch, so that each has its index. */
export const countOrders = (sellerIds: readonly string[], list: OrderList): Promise<number> =>
  OrderModel.countDocuments({
    $or: [...filters[list], ...fewIn(list)].map((one) => ({ sellerId: { $in: [...sellerIds] }, ...one })),
  });

/** The order as somebody sees it who is not its seller. */
export const withoutBuyer = (order: Order): Order => ({
  ...order,
  buyer: null,
  note: null,
  refunds: order.refunds.map((refund) => ({ ...refund, photoId: null })),
});

type Known = OrderRecord & { _id: Types.ObjectId };

async function recordOf(number: string): Promise<Known | null> {
  const known = readOrderNumber(number);
  return known === null ? null : await OrderModel.findOne({ number: known }, { _id: 1, placedAt: 1 }).lean<Known>();
}

const idOf = async (number: string): Promise<Types.ObjectId | null> => (await recordOf(number))?._id ?? null;
