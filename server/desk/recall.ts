import type { Actor } from '../actor.ts';
import { letGoRecalled, type Order, ordersWithPacksOf } from '../orders/orders.ts';
import { type Batch, findBatchesMadeFrom, liftRecall, recallBatch } from '../traceability/batches.ts';

/** What a recall touches beyond the batch itself. */
export interface Reach {
  batch: Batch;
  /** all orders with packs of the batch, whatever became of them; without the buyers */
  affectedOrders: Order[];
  /** all batches made from it, directly or through others */
  affectedBatches: Batch[];
}

/**
 * Calls the batch back: nothing more of it is sold, and orders that are not paid yet are let go. When a kill came between
 * the two, the same words again finish it.
 * @throws what `recallBatch` throws
 */
export async function callBack(
  actor: Actor,
  code: string,
  wanted: Parameters<typeof recallBatch>[2],
  at: Date,
): Promise<Reach> {
  const batch = await recallBatch(actor, code, wanted, at);
  await letGoRecalled(batch.code, at);
  return await reachOf(batch);
}

/** The reason for the recall is gone; orders that were let go stay so. */
export async function endRecall(
  actor: Actor,
  code: string,
  wanted: Parameters<typeof liftRecall>[2],
  at: Date,
): Promise<Reach> {
  return await reachOf(await liftRecall(actor, code, wanted, at));
}

/** Orders and batches that hold something of this batch. */
export async function reachOf(batch: Batch): Promise<Reach> {
  return {
    batch,
    affectedOrders: await ordersWithPacksOf(batch.code),
    affectedBatches: await madeFrom(batch.code),
  };
}

/** Follows the goods from batch to batch, breadth first; a batch made from itself by mistake is met once. */
async function madeFrom(code: string): Promise<Batch[]> {
  const found = new Map<string, Batch>();
  const open = [code];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const batch of await findBatchesMadeFrom(next)) {
      if (batch.code === code || found.has(batch.code)) continue;
      found.set(batch.code, batch);
      open.push(batch.code);
    }
  }
  return [...found.values()];
}
