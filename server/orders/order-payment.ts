import { unavailable } from '../errors.ts';
import { dayOf } from '../format.ts';
import { type Taken, takeHolds } from '../traceability/stock.ts';
import { holdsUntil, isUnpaid } from './order.ts';
import { change } from './order-changes.ts';
import { withTaken } from './order-lines.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';
import { release, sell, takeDueSteps } from './order-steps.ts';
import { type OrderPayment, payPlaced } from './placed-payment.ts';
import { payAgain } from './taken-back.ts';

/**
 * Each order is paid by its transfer: together what waits for its money, one by one what is late. An expired order is paid when all
 * its packs can be held again; one whose payment was taken back is paid again.
 * @returns of each, in their order: true when the order is now paid by this very transfer, whether this call or an earlier one made
 * it so; false when a person has to look at the money; or that it failed, unavailable('order-busy') while another message about the
 * same order is still at work: ask again
 */
export async function payOrders(payments: readonly OrderPayment[]): Promise<PromiseSettledResult<boolean>[]> {
  // Two transfers for one order are not plain: the second one comes after the first.
  const firsts = new Map(payments.toReversed().map((payment) => [payment.number, payment]));
  const paid = await payPlaced([...firsts.values()]);
  const isPaid = (payment: OrderPayment) => firsts.get(payment.number) === payment && paid.has(payment.number);
  return await Promise.allSettled(payments.map(async (payment) => isPaid(payment) || (await payLate(payment))));
}

async function payLate(payment: OrderPayment): Promise<boolean> {
  const record = await OrderModel.findOne({ number: payment.number }).lean<OrderRecord>();
  if (!record) return false;
  if (record.state === 'expired') return await payExpired(record, payment);
  if (record.unpaidSince && isUnpaid(record)) return await payAgain(record, payment);
  if (record.paidBy !== payment.transfer) return false;
  await takeDueSteps(record); // an earlier call may have been cut off right after the state
  return true;
}

// The buyer paid although the time was up. The packs are held again under a new name, so that a late step of the expiry,
// which lets go the old name, cannot take them away; only one payment at a time may try.
async function payExpired(record: OrderRecord, payment: OrderPayment): Promise<boolean> {
  const attempt = await beginRevival(record, payment.transfer);
  if (!attempt) return await waitForTwin(payment);
  const holdName = `${attempt.number}/${attempt.attempts}`;
  const taken = await takeHolds(holdName, attempt.items, holdsUntil('vietqr', payment.at), dayOf(payment.at));
  if (taken === 'short') {
    await OrderModel.updateOne(
      { number: attempt.number, 'revival.attempt': attempt.attempts },
      { $set: { revival: null } },
    );
    return false;
  }
  return await confirmRevival({ attempt, holdName, taken }, payment);
}

async function beginRevival({ number, attempts }: OrderRecord, transfer: string): Promise<OrderRecord | null> {
  const attempt = attempts + 1;
  return await OrderModel.findOneAndUpdate(
    { number, state: 'expired', revival: null, attempts },
    { $set: { attempts: attempt, revival: { by: transfer, attempt, seenAt: null } } },
    { returnDocument: 'after' },
  ).lean<OrderRecord>();
}

interface Revival {
  attempt: OrderRecord;
  holdName: string;
  taken: Taken[];
}

async function confirmRevival({ attempt, holdName, taken }: Revival, payment: OrderPayment): Promise<boolean> {
  const record = await change(attempt.number, {
    to: 'paid',
    by: payment.by,
    at: payment.at,
    only: { state: 'expired', 'revival.attempt': attempt.attempts },
    set: {
      paidAt: payment.paidAt,
      paidBy: payment.transfer,
      holdName,
      revival: null,
      items: withTaken(attempt.items, taken),
    },
    due: [sell(holdName)],
  });
  if (record) return true;
  await takeDueSteps({ ...attempt, due: [release(holdName)] }); // the sweep took us for dead
  return false;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The bank's second message must not be told "no" while the first one is still holding the stock. */
async function waitForTwin(payment: OrderPayment): Promise<boolean> {
  for (let waited = 0; waited < 3000; waited += 50) {
    await pause(50);
    const record = await OrderModel.findOne({ number: payment.number }).lean<OrderRecord>();
    if (!record?.revival) return await payLate(payment);
  }
  throw unavailable('order-busy');
}
