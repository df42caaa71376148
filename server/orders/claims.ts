import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import type { Order, OrderState } from './order.ts';
import { getActedFor } from './order-access.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';
import { expire } from './order-sweep.ts';

/** Where an order by transfer stands when its buyer may still have sent money that nobody has seen. */
const claimable: readonly OrderState[] = ['placed', 'expired', 'cancelled'];

/**
 * The buyer says "I have transferred": that pays nothing, but from now on a person has to look, and the clock lets nothing
 * fall. Said once; who was answered that nothing came has to call.
 * @returns false when the order takes no such word
 */
export const noteClaim = (number: string, at: Date): Promise<boolean> => note(number, at, { claimedAt: null });

/** A bank tells of money for this order that doesn't fit: a person has to look, whatever was answered before. */
export const noteOddMoney = (number: string, at: Date): Promise<boolean> => note(number, at, {});

async function note(number: string, at: Date, only: object): Promise<boolean> {
  const { matchedCount } = await OrderModel.updateOne(
    { number, state: { $in: [...claimable] }, 'delivery.payBy': 'vietqr', ...only },
    { $set: { claimedAt: at, claimWaits: true } },
  );
  return matchedCount === 1;
}

/**
 * The seller has looked and no money came: the order may expire again, which it does at once when its time is over.
 * @throws missing('order-not-found'), forbidden('not-yours'), conflict('no-claim-waits')
 */
export async function denyClaim(actor: Actor, number: string, at: Date): Promise<Order> {
  const order = await getActedFor(actor, number);
  const denied = await OrderModel.findOneAndUpdate(
    { number: order.number, state: { $in: [...claimable] }, claimedAt: { $ne: null } },
    { $set: { claimWaits: false } },
    { returnDocument: 'after' },
  ).lean<OrderRecord>();
  if (!denied) throw conflict('no-claim-waits', { number: order.number });
  await expire(order.number, at);
  return readOrder((await OrderModel.findOne({ number: order.number }).lean<OrderRecord>()) ?? denied);
}

/** The money has come, only too late: nobody has to look for it any more. Safe to repeat. */
export async function answerClaim(number: string): Promise<void> {
  await OrderModel.updateOne({ number, claimWaits: true }, { $set: { claimWaits: false } });
}
