import { EventEmitter } from 'node:events';
import { isUnpaid, type Order, wasPaid } from '../orders/orders.ts';
import { findIntentForOrder } from './intents.ts';
import { differencesOf, waitingVnd } from './received.ts';
import type { Reason } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** What a bank's own message told, once it was judged: never what a person said or a statement holds. */
export interface Heard {
  /** The transfer's id. */
  id: string;
  at: Date;
  sellerId: string;
  amountVnd: number;
  /** null: it paid its order. */
  reason: Reason | null;
  orderNumber: string | null;
  /** What a shop asked for through the API. */
  intentId: string | null;
}

const most = 50;
// The providers whose messages prove themselves.
const bySelf = {
  provider: { $nin: ['hand', 'statement'] },
  chosenBy: null,
  partOf: null,
  reason: { $ne: 'undone' as const },
};

/** What banks told of these sellers' money from then on, newest first; at most 50. */
export async function heardSince(sellerIds: readonly string[], since: Date): Promise<Heard[]> {
  const records = await TransferModel.find({
    sellerId: { $in: [...sellerIds] },
    state: { $in: ['matched', 'review'] },
    keptAt: { $gte: since },
    ...bySelf,
  })
    .sort({ keptAt: -1, _id: -1 })
    .limit(most)
    .lean<TransferRecord[]>();
  return records.map(({ _id, keptAt, sellerId, amountVnd, state, reason, orderNumber, intentId }) => ({
    id: _id.toHexString(),
    at: keptAt,
    sellerId: sellerId ?? '',
    amountVnd,
    reason: state === 'matched' ? null : reason,
    orderNumber,
    intentId,
  }));
}

/** How the money of an order stands. `received` is what banks or the seller told of, in đồng. */
export interface Standing {
  state: 'waiting' | 'paid' | 'short' | 'over' | 'cancelled';
  receivedVnd: number;
}

/** How the money of an order stands; of what is still expected, by what has come for it already. */
export async function standingOf(order: Order): Promise<Standing> {
  if (order.state === 'refunded') return { state: 'cancelled', receivedVnd: 0 };
  if (wasPaid(order)) {
    const difference = (await differencesOf([order])).get(order.number);
    return { state: 'paid', receivedVnd: difference?.receivedVnd ?? order.totalVnd };
  }
  return order.state === 'placed' || isUnpaid(order) ? await waiting(order) : { state: 'cancelled', receivedVnd: 0 };
}

async function waiting(order: Order): Promise<Standing> {
  const intent = await findIntentForOrder(order.number);
  const receivedVnd = (intent && (await waitingVnd(intent))) ?? 0;
  // All of it in several parts is not paid: a person puts them together at the desk (decision 0021).
  if (receivedVnd === 0 || receivedVnd === order.totalVnd) return { state: 'waiting', receivedVnd };
  return { state: receivedVnd > order.totalVnd ? 'over' : 'short', receivedVnd };
}

const nudges = new EventEmitter().setMaxListeners(0);

/** Says that banks have told of these sellers' money, so that whoever waits for it need not wait longer. */
export function tellHeard(sellerIds: readonly (string | null)[]): void {
  for (const id of new Set(sellerIds)) if (id !== null) nudges.emit(id);
}

/** Waits until this process hears of one of these sellers' money, or so long. What another process hears nudges nobody here. */
export function heardSoon(sellerIds: readonly string[], mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const id of sellerIds) nudges.off(id, end);
      resolve();
    };
    const timer = setTimeout(end, mostMs);
    timer.unref();
    for (const id of sellerIds) nudges.on(id, end);
  });
}
