import type { QueryFilter } from 'mongoose';
import { type Order, timeOf, wasPaid } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { readRefunds } from './refund-record.ts';

/** What the commune's figures take from an order: nothing of its buyer. Money in đồng. */
export interface OrderFigures {
  number: string;
  sellerId: string;
  state: Order['state'];
  placedAt: Date | null;
  paidAt: Date | null;
  /** when its goods were handed over; null before */
  deliveredAt: Date | null;
  /**
   * what was given back: when it counts, and how much of it was off what the goods cost. What went back before the goods were handed
   * over counts on that day: before it nothing was revenue that could be taken off.
   */
  refunds: readonly { at: Date; offPriceVnd: number }[];
  /** whether its seller has, or had, the money */
  wasPaid: boolean;
  payBy: Order['delivery']['payBy'];
  /** sold over the counter of a stall, not in the shop */
  atStall: boolean;
  /** in cash, however it was ordered */
  paidInCash: boolean;
  shippingVnd: number;
  totalVnd: number;
  items: readonly { productId: string; name: string; packName: string; quantity: number; priceVnd: number }[];
}

const fields = {
  number: 1,
  sellerId: 1,
  state: 1,
  items: 1,
  delivery: 1,
  shippingVnd: 1,
  totalVnd: 1,
  placedAt: 1,
  paidAt: 1,
  history: 1,
  stall: 1,
  unpaidSince: 1,
  refunds: 1,
  refundNote: 1,
  refundPhotoId: 1,
  changedAt: 1,
} as const;

type Wanted = Pick<OrderRecord, keyof typeof fields>;

/** Orders placed from one instant to another (`until` not included), the first placed first; few at a time in memory. */
export const ordersPlaced = (from: Date, until: Date): AsyncGenerator<OrderFigures> =>
  read({ placedAt: { $gte: from, $lt: until } }, { placedAt: 1 });

/** A seller's orders whose goods were handed over, or given back after that, from one instant to another. */
export const ordersDelivered = (sellerId: string, from: Date, until: Date): AsyncGenerator<OrderFigures> =>
  read(
    {
      sellerId,
      state: { $in: ['delivered', 'refunded'] },
      $or: [
        { history: { $elemMatch: { state: { $in: ['delivered', 'refunded'] }, at: { $gte: from, $lt: until } } } },
        { refunds: { $elemMatch: { at: { $gte: from, $lt: until } } } },
      ],
    },
    { _id: 1 },
  );

/**
 * When the orders were placed of which anything changed from an instant on, and when the last order of all changed.
 * @param since null: nobody asks for orders, only for the last change
 */
export async function ordersChanged(since: Date | null): Promise<{ placed: Date[]; last: Date | null }> {
  const latest = await OrderModel.findOne({ changedAt: { $gte: since ?? new Date(0) } }, { changedAt: 1 })
    .sort({ changedAt: -1 })
    .lean<Pick<OrderRecord, 'changedAt'>>();
  if (since === null || !latest) return { placed: [], last: latest?.changedAt ?? null };
  const changed = OrderModel.find({ changedAt: { $gte: since } }, { placedAt: 1 })
    .sort({ changedAt: 1 })
    .lean<Pick<OrderRecord, 'placedAt'>[]>()
    .cursor({ batchSize: 500 });
  const placed: Date[] = [];
  for await (const { placedAt } of changed) if (placedAt) placed.push(placedAt);
  return { placed, last: latest.changedAt };
}

/** When the first order of all was placed; null before any was. */
export async function firstOrderAt(): Promise<Date | null> {
  const first = await OrderModel.findOne({ placedAt: { $gt: new Date(0) } }, { placedAt: 1 })
    .sort({ placedAt: 1 })
    .lean<Pick<OrderRecord, 'placedAt'>>();
  return first?.placedAt ?? null;
}

async function* read(filter: QueryFilter<OrderRecord>, sort: Record<string, 1>): AsyncGenerator<OrderFigures> {
  const found = OrderModel.find(filter, fields).sort(sort).lean<Wanted[]>().cursor({ batchSize: 500 });
  for await (const order of found) yield figuresOf(order);
}

const laterOf = (at: Date, other: Date | null): Date => (other !== null && other > at ? other : at);

function figuresOf(order: Wanted): OrderFigures {
  const { number, sellerId, state, placedAt, paidAt, shippingVnd, totalVnd } = order;
  const { payBy } = order.delivery;
  const deliveredAt = timeOf(order, 'delivered');
  return {
    number,
    sellerId,
    state,
    placedAt,
    paidAt,
    deliveredAt,
    refunds: readRefunds(order).map(({ at, offPriceVnd }) => ({ at: laterOf(at, deliveredAt), offPriceVnd })),
    wasPaid: wasPaid(order),
    payBy,
    atStall: Boolean(order.stall),
    paidInCash: payBy === 'cash' && !order.history.some((entry) => entry.state === 'paid' && entry.by === 'bank'),
    shippingVnd,
    totalVnd,
    items: order.items.map(({ productId, name, packName, quantity, priceVnd }) => ({
      productId,
      name,
      packName,
      quantity,
      priceVnd,
    })),
  };
}
