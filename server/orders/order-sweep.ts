import type { QueryFilter } from 'mongoose';
import type { OrderState } from './order.ts';
import { change } from './order-changes.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { release, takeDueSteps } from './order-steps.ts';

/** After this long without a sign of life, what a process was doing is taken as cut off. */
const cutOffSeconds = 60;

/** Buyers' names, phones, addresses and notes are erased this long after an order has come to its end. */
export const keepBuyersMonths = 12;

/** Orders a sweep takes on at once; the next one goes on. */
const most = 500;

const endStates: OrderState[] = ['delivered', 'refunded', 'cancelled', 'expired'];

/** Undoes orders that were never placed: their packs go back, and nothing of the buyer stays. */
export async function undoUnplaced(at: Date): Promise<void> {
  for (const { number, holdName } of await find({ state: 'placing', createdAt: { $lt: earlier(at) } })) {
    await change(number, {
      to: 'cancelled',
      by: 'system',
      at,
      only: { state: 'placing' },
      set: { buyer: null, note: null, requestId: `undone ${number}` },
      due: [release(holdName)],
    });
  }
}

/** Takes the steps that a crash cut off after a change of state. */
export async function finishCutOff(at: Date): Promise<void> {
  for (const order of await find({ due: { $gt: '' }, changedAt: { $lt: earlier(at) } })) await takeDueSteps(order);
}

/** Gives up payments after expiry that stopped half-way; judged by two sweeps, since the bank's clock is not ours. */
export async function giveUpRevivals(at: Date): Promise<void> {
  await OrderModel.updateMany(
    { 'revival.attempt': { $gt: 0 }, 'revival.seenAt': null },
    { $set: { 'revival.seenAt': at } },
  );
  for (const { number, attempts } of await find(halfRevived(earlier(at)))) {
    const given = await OrderModel.findOneAndUpdate(
      { number, state: 'expired', 'revival.attempt': attempts },
      { $set: { revival: null }, $push: { due: release(`${number}/${attempts}`) } },
      { returnDocument: 'after' },
    ).lean<OrderRecord>();
    if (given) await takeDueSteps(given);
  }
}

/** What remains of an old order is goods, money and dates (law 91/2025 on personal data; issue 5). */
export async function eraseOldBuyers(at: Date): Promise<void> {
  const before = new Date(at);
  before.setUTCMonth(before.getUTCMonth() - keepBuyersMonths);
  await OrderModel.updateMany(
    { state: { $in: endStates }, changedAt: { $lt: before }, buyer: { $ne: null } },
    { $set: { buyer: null, note: null } },
  );
}

const earlier = (at: Date): Date => new Date(at.getTime() - cutOffSeconds * 1000);

const halfRevived = (before: Date): QueryFilter<OrderRecord> => ({
  'revival.attempt': { $gt: 0 },
  'revival.seenAt': { $lt: before },
});

const find = (which: QueryFilter<OrderRecord>): Promise<OrderRecord[]> =>
  OrderModel.find(which).limit(most).lean<OrderRecord[]>().exec();
