import { recordDispatch } from '../traceability/events.ts';
import { recordReturn } from '../traceability/returns.ts';
import { releaseHolds, sellHolds } from '../traceability/stock.ts';
import { type OrderState, type ReturnedGoods, returnedGoods } from './order.ts';
import { OrderModel, type OrderRecord } from './order-record.ts';

// What has to follow a change of state in other documents is written down with the change itself, as one text a step.
// Whoever changed the state takes the steps at once; if a crash cuts that off, the sweep finds them still due.
// Every step may be taken twice.

/** Lets go the packs held under this name. */
export const release = (holdName: string): string => `release ${holdName}`;
/** Turns the packs held under this name into sold ones. */
export const sell = (holdName: string): string => `sell ${holdName}`;
/** Writes into each batch's history that packs left with an order. */
export const dispatch = (state: 'packed' | 'shipped'): string => `dispatch ${state}`;
/** Writes into each batch's history that packs came back with an order, and puts them into its stock or says why not. */
export const takeBack = (goods: ReturnedGoods): string => `return ${goods}`;

/** Takes every step that is still due for this order, in the order in which they arose. */
export async function takeDueSteps(order: OrderRecord): Promise<void> {
  for (const step of order.due) {
    await takeStep(order, step);
    await OrderModel.updateOne({ number: order.number }, { $pull: { due: step } });
  }
}

/** Takes the step `sell` of several placed orders that are paid now, together. */
export async function sellNow(numbers: readonly string[]): Promise<void> {
  await sellHolds(numbers);
  const steps = numbers.map(sell);
  const isDue = { number: { $in: [...numbers] }, due: { $in: steps } };
  await OrderModel.updateMany(isDue, { $pull: { due: { $in: steps } } });
}

async function takeStep(order: OrderRecord, step: string): Promise<void> {
  const [verb, object = ''] = step.split(' ');
  if (verb === 'release') return await releaseHolds(object);
  if (verb === 'sell') return await sellHolds([object]);
  if (object === 'packed' || object === 'shipped') return await recordDispatches(order, object);
  if (verb === 'return') return await recordReturns(order, returnedGoods.find((goods) => goods === object) ?? 'lost');
  throw new Error(`An order has a step nobody knows: ${step}`);
}

async function recordDispatches(order: OrderRecord, state: 'packed' | 'shipped'): Promise<void> {
  const at = timeOf(order, state) ?? order.changedAt;
  for (const [code, packs] of packsByBatch(order)) {
    await recordDispatch(code, { orderNumber: order.number, stage: `${state}-order`, packs }, at);
  }
}

async function recordReturns(order: OrderRecord, goods: ReturnedGoods): Promise<void> {
  const at = timeOf(order, 'returned') ?? timeOf(order, 'refunded') ?? order.changedAt;
  for (const [code, packs] of packsByBatch(order)) {
    await recordReturn(code, { orderNumber: order.number, packs, lostTo: goods === 'back' ? null : goods }, at);
  }
}

function packsByBatch(order: OrderRecord): Map<string, { packId: string; count: number }[]> {
  const byBatch = new Map<string, { packId: string; count: number }[]>();
  for (const { packId, taken } of order.items) {
    for (const { batchCode, quantity } of taken) {
      byBatch.set(batchCode, [...(byBatch.get(batchCode) ?? []), { packId, count: quantity }]);
    }
  }
  return byBatch;
}

const timeOf = (order: OrderRecord, state: OrderState): Date | undefined =>
  order.history.findLast((entry) => entry.state === state)?.at;
