import type { QueryFilter } from 'mongoose';
import { forgetRefundPhotos } from './forgetting.ts';
import type { OrderState } from './order.ts';
import { change } from './order-changes.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { withoutTraces } from './order-search.ts';
import { release, takeDueSteps, whereDue } from './order-steps.ts';
import { unlessRecalled } from './recalled-orders.ts';
import { getRetention, keptSince } from './retention.ts';
import { handOver } from './stall-orders.ts';

/** After this long without a sign of life, what a process was doing is taken as cut off. */
const cutOffSeconds = 60;

/** Orders a sweep takes on at once; the next one goes on. */
const most = 500;

// What came back paid has not ended: its money is owed.
const ended: QueryFilter<OrderRecord> = {
  $or: [
    { state: { $in: ['delivered', 'refunded', 'cancelled', 'expired'] satisfies OrderState[] } },
    { state: 'returned', paidAt: null },
  ],
};

/** Undoes orders that were never placed: their packs go back, and nothing of the buyer stays. */
export async function undoUnplaced(at: Date): Promise<void> {
  await forEach({ state: 'placing', createdAt: { $lt: earlier(at) } }, async ({ number, holdName }) => {
    await change(number, {
      to: 'cancelled',
      by: 'system',
      at,
      only: { state: 'placing' },
      set: { ...withoutTraces, requestId: `undone ${number}` },
      due: [release(holdName)],
    });
  });
}

/** Takes the steps that a crash cut off after a change of state. */
export async function finishCutOff(at: Date): Promise<void> {
  await forEach({ ...whereDue, changedAt: { $lt: earlier(at) } }, takeDueSteps);
}

/** Gives up payments after expiry that stopped half-way; judged by two sweeps, since the bank's clock is not ours. */
export async function giveUpRevivals(at: Date): Promise<void> {
  await OrderModel.updateMany(
    { 'revival.attempt': { $gt: 0 }, 'revival.seenAt': null },
    { $set: { 'revival.seenAt': at } },
  );
  await forEach(halfRevived(earlier(at)), async ({ number, attempts }) => {
    const given = await OrderModel.findOneAndUpdate(
      { number, state: 'expired', 'revival.attempt': attempts },
      { $set: { revival: null }, $push: { due: release(`${number}/${attempts}`) } },
      { returnDocument: 'after' },
    ).lean<OrderRecord>();
    if (given) await takeDueSteps(given);
  });
}

/** Lets fall every order whose holds have run out. */
export async function expireLate(at: Date): Promise<void> {
  await forEach(runOut(at), async ({ number }) => {
    await expire(number, at);
  });
}

// Whose buyer says that the money is on its way waits for a person who looks (claims.ts), not for the clock.
const runOut = (at: Date) => ({ state: 'placed' as const, holdsUntil: { $lte: at }, claimWaits: { $ne: true } });

/** placed → expired, if its holds have run out and no buyer's word about money waits for an answer. */
export async function expire(number: string, at: Date): Promise<boolean> {
  const only = runOut(at);
  return (await change(number, { to: 'expired', by: 'system', at, only, due: [release(number)] })) !== null;
}

const toHandOver: QueryFilter<OrderRecord> = {
  'stall.id': { $gt: '' },
  $or: [
    { state: { $in: ['paid', 'packed'] }, unpaidSince: null },
    { state: 'placed', 'delivery.payBy': 'cash' },
  ],
};

/** Hands over what was paid for while nobody looked at the stall's page, or was cut off by a crash. */
export async function finishHandingOver(at: Date): Promise<void> {
  await forEach(toHandOver, async ({ number }) => {
    await handOver(number, 'system', at).catch(unlessRecalled);
  });
}

/** What remains of an old order is goods, money and dates; how old is for the officer to say (retention.ts). */
export async function eraseOldBuyers(at: Date): Promise<void> {
  const old = { ...ended, changedAt: { $lt: keptSince(at, (await getRetention()).months) } };
  for (const photos of ['refundPhotoId', 'refunds.photoId'])
    await forEach({ ...old, [photos]: { $gt: '' } }, forgetRefundPhotos);
  await OrderModel.updateMany({ ...old, buyer: { $ne: null } }, { $set: withoutTraces });
}

const earlier = (at: Date): Date => new Date(at.getTime() - cutOffSeconds * 1000);

const halfRevived = (before: Date): QueryFilter<OrderRecord> => ({
  'revival.attempt': { $gt: 0 },
  'revival.seenAt': { $lt: before },
});

/** One order that cannot be mended must not keep the sweep from the others; what went wrong is told at the end. */
async function forEach(which: QueryFilter<OrderRecord>, mend: (order: OrderRecord) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const order of await OrderModel.find(which).limit(most).lean<OrderRecord[]>()) {
    await mend(order).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders could not be mended`);
}
