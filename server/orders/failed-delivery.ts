import type { Actor } from '../actor.ts';
import type { FailedDelivery, Order } from './order.ts';
import { findRecord, getActedFor } from './order-access.ts';
import { refusal } from './order-changes.ts';
import { OrderModel, readOrder } from './order-record.ts';

/** Tries of one parcel that are written down; what comes after that many is one for a call, not for a list. */
const mostTries = 50;

/**
 * A parcel did not reach its buyer this time: it is still on its way, to be brought again or taken back (`returnOrder`).
 * The same request twice is one try.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('order-not-possible')
 */
export async function noteFailedDelivery(
  actor: Actor,
  number: string,
  { why, requestId = null }: { why: FailedDelivery; requestId?: string | null },
  at: Date,
): Promise<Order> {
  const order = await getActedFor(actor, number);
  const isTold = order.tries?.some((one) => requestId !== null && one.requestId === requestId);
  if (isTold) return readOrder(order);
  const { matchedCount } = await OrderModel.updateOne(
    {
      number: order.number,
      state: 'shipped',
      ...(requestId !== null && { 'tries.requestId': { $ne: requestId } }),
      [`tries.${mostTries - 1}`]: { $exists: false },
    },
    { $push: { tries: { at, by: actor.name, why, requestId } }, $set: { changedAt: at } },
  );
  if (matchedCount === 0 && !(await isWritten(order.number, requestId))) throw await refusal(order.number, 'shipped');
  return readOrder((await findRecord(order.number)) ?? order);
}

const isWritten = async (number: string, requestId: string | null): Promise<boolean> =>
  requestId !== null && (await OrderModel.exists({ number, 'tries.requestId': requestId })) !== null;
