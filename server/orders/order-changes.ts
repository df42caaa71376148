import { conflict, missing } from '../errors.ts';
import { type OrderState, statesBefore } from './order.ts';
import { OrderModel, type OrderRecord, type OrderStep } from './order-record.ts';
import { takeDueSteps } from './order-steps.ts';

export interface Change {
  to: OrderState;
  /** 'buyer', 'bank', 'system' or the name of the person */
  by: string;
  at: Date;
  /** the stable id of the request: the same one again, after a crash, finds what it did */
  requestId?: string | null;
  /** conditions beside the table of states */
  only?: Record<string, unknown>;
  set?: Partial<OrderRecord>;
  /** what is added to its lists */
  push?: { refunds: OrderRecord['refunds'][number] };
  /** what has to follow in other documents; see order-steps.ts */
  due?: OrderStep[];
}

/**
 * Changes the state by compare-and-set, writes down with it what must follow, and does that.
 * Null when the order is not in a state from which it may come there, unless this very request brought it there.
 */
export async function change(
  number: string,
  { to, by, at, requestId = null, only = {}, set = {}, push, due = [] }: Change,
): Promise<OrderRecord | null> {
  const record = await OrderModel.findOneAndUpdate(
    { number, state: { $in: statesBefore(to) }, ...only },
    {
      $set: { ...set, state: to, changedAt: at },
      $push: { history: { state: to, at, by, requestId }, due: { $each: due }, ...push },
    },
    { returnDocument: 'after' },
  ).lean<OrderRecord>();
  const done = record ?? (await doneBefore(number, to, requestId));
  if (done) await takeDueSteps(done);
  return done;
}

async function doneBefore(number: string, to: OrderState, requestId: string | null): Promise<OrderRecord | null> {
  if (requestId === null) return null;
  return await OrderModel.findOne({ number, history: { $elemMatch: { state: to, requestId } } }).lean<OrderRecord>();
}

/** The refusal that says where the order stands now. */
export async function refusal(number: string, to: OrderState): Promise<Error> {
  const record = await OrderModel.findOne({ number }).lean<OrderRecord>();
  if (!record) return missing('order-not-found');
  return conflict('order-not-possible', { number, from: record.state, to });
}
