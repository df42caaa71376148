import { recordDispatch } from '../traceability/events.ts';
import { recordReturn } from '../traceability/returns.ts';
import { releaseHolds, sellHolds } from '../traceability/stock.ts';
import { type ReturnedGoods, returnedGoods, timeOf } from './order.ts';
import { OrderModel, type OrderRecord, type OrderStep } from './order-record.ts';

// What has to follow a change of state in other documents is written down with the change itself, as one record a step.
// Whoever changed the state takes the steps at once; if a crash cuts that off, the sweep finds them still due.
// Every step may be taken twice.

/** Lets go the packs held under this name. */
export const release = (hold: string): OrderStep => ({ verb: 'release', of: hold });
/** Turns the packs held under this name into sold ones. */
export const sell = (hold: string): OrderStep => ({ verb: 'sell', of: hold });
/** Writes into each batch's history that packs left with an order. */
export const dispatch = (state: 'packed' | 'shipped'): OrderStep => ({ verb: 'dispatch', of: state });
/** Writes into each batch's history that packs came back with an order, and puts them into its stock or says why not. */
export const takeBack = (goods: ReturnedGoods): OrderStep => ({ verb: 'return', of: goods });

/** Which orders have steps still due, as records or as the texts that stood there before. */
export const whereDue = { $or: [{ due: { $gt: { verb: '', of: '' } } }, { due: { $gt: '' } }] };

export const isSale = (step: OrderStep | string, hold: string): boolean => {
  const { verb, of } = readStep(step);
  return verb === 'sell' && of === hold;
};

/** Takes every step that is still due for this order, in the order in which they arose. */
export async function takeDueSteps(order: OrderRecord): Promise<void> {
  for (const step of order.due) {
    await takeStep(order, readStep(step));
    await OrderModel.updateOne({ number: order.number }, { $pull: { due: step } });
  }
}

// `sell DH12345678`: how steps were kept before they were records.
function readStep(step: OrderStep | string): OrderStep {
  if (typeof step !== 'string') return step;
  const [verb = '', of = ''] = step.split(' ');
  return { verb, of };
}

/** Takes the step `sell` of several placed orders that are paid now, together. */
export async function sellNow(numbers: readonly string[]): Promise<void> {
  await sellHolds(numbers);
  const steps = numbers.map(sell);
  const isDue = { number: { $in: [...numbers] }, due: { $in: steps } };
  await OrderModel.updateMany(isDue, { $pull: { due: { $in: steps } } });
}

async function takeStep(order: OrderRecord, { verb, of }: OrderStep): Promise<void> {
  if (verb === 'release') return await releaseHolds(of);
  if (verb === 'sell') return await sellHolds([of]);
  if (of === 'packed' || of === 'shipped') return await recordDispatches(order, of);
  if (verb === 'return') return await recordReturns(order, returnedGoods.find((goods) => goods === of) ?? 'lost');
  throw new Error(`An order has a step nobody knows: ${verb} ${of}`);
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
