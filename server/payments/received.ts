import type { QueryFilter } from 'mongoose';
import type { Order } from '../orders/orders.ts';
import type { Intent } from './intent.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** A transfer that belongs to an order which another one has paid (decision 0021). */
/** What is counted by its parts instead, or is a part no more (decision 0095). */
export const isCountedElsewhere = { $or: [{ shared: true }, { merged: true }] };

export const isJoined = {
  state: 'set-aside' as const,
  history: { $elemMatch: { did: 'joined' as const } },
  undone: { $ne: true },
};

/** What came in for something that is paid, where that is not what was asked; one of the two is 0. Money in đồng. */
export interface Difference {
  receivedVnd: number;
  shortVnd: number;
  overVnd: number;
}

/**
 * What banks brought for each paid order, by its number, where a person took less or more as its payment. Orders whose money
 * was told by word alone are not among them.
 */
export async function differencesOf(
  orders: readonly Pick<Order, 'number' | 'sellerId' | 'totalVnd' | 'paidAt'>[],
): Promise<Map<string, Difference>> {
  const paid = orders.filter(({ paidAt }) => paidAt !== null);
  if (paid.length === 0) return new Map();
  // `$gt` says aloud what the index of matched transfers holds.
  const ofOrders = { orderNumber: { $gt: '', $in: paid.map(({ number }) => number) } };
  const sellers = { sellerId: { $in: [...new Set(paid.map(({ sellerId }) => sellerId))] } };
  const [matched, joined] = await Promise.all([
    amounts({ ...ofOrders, state: 'matched' }),
    amounts({ ...sellers, ...isJoined, ...ofOrders }),
  ]);
  const received = new Map<string, number>();
  for (const { orderNumber, amountVnd } of [...matched, ...joined])
    received.set(orderNumber ?? '', (received.get(orderNumber ?? '') ?? 0) + amountVnd);
  return new Map(
    paid.flatMap(({ number, totalVnd }) => {
      const difference = differenceOf(received.get(number), totalVnd);
      return difference ? [[number, difference]] : [];
    }),
  );
}

/** The same of an intent, with or without an order; null when just what it asked for came, or nobody knows. */
export async function differenceOn(intent: Intent, order: Order | null): Promise<Difference | null> {
  if (order) return (await differencesOf([order])).get(order.number) ?? null;
  if (intent.orderNumber !== null || intent.state !== 'succeeded') return null;
  const transfer = await TransferModel.findOne({ intentId: intent.id, state: 'matched' }, { amountVnd: 1 }).lean();
  return differenceOf(transfer?.amountVnd, intent.amountVnd);
}

/** What has come for an order that is not paid, because it was less or more than asked; null when nothing is known to have. */
export async function waitingOn(intent: Intent): Promise<Difference | null> {
  return differenceOf(await waitingVnd(intent), intent.amountVnd);
}

/** All that has come for an order that is not paid, in one part or several, in đồng; undefined when nothing is known to have. */
export async function waitingVnd({ orderNumber }: Intent): Promise<number | undefined> {
  if (orderNumber === null) return undefined;
  const rows = await amounts({ orderNumber, state: 'review', reason: { $in: ['short', 'over'] } });
  return rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + row.amountVnd, 0);
}

const amounts = (which: QueryFilter<TransferRecord>) =>
  TransferModel.find(which, { orderNumber: 1, amountVnd: 1 }).lean<
    Pick<TransferRecord, 'orderNumber' | 'amountVnd'>[]
  >();

function differenceOf(receivedVnd: number | undefined, wantedVnd: number): Difference | null {
  if (receivedVnd === undefined || receivedVnd === wantedVnd) return null;
  const shortVnd = Math.max(0, wantedVnd - receivedVnd);
  return { receivedVnd, shortVnd, overVnd: Math.max(0, receivedVnd - wantedVnd) };
}
