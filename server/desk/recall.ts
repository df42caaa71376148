import type { Actor } from '../actor.ts';
import { forbidden } from '../errors.ts';
import { letGoRecalled, type Order, ordersWithPacksOf } from '../orders/orders.ts';
import { listCalls } from '../orders/recall-calls.ts';
import { cancelIntentsOf } from '../payments/intents.ts';
import { type Batch, findBatchesMadeFrom, getBatch, mayRecall } from '../traceability/batches.ts';
import { scopedBatches } from '../traceability/recall-scope.ts';
import {
  endSpeaking,
  liftRecall,
  liftSpoken,
  type Recall,
  resumeRecalls,
  speakRecall,
  type WantedRecall,
} from '../traceability/recalls.ts';

/** What a recall touches beyond the batch itself. */
export interface Reach {
  batch: Batch;
  /** all orders with packs of the batch or of what was made from it, whatever became of them; without the buyers */
  affectedOrders: Order[];
  /** all batches made from it, directly or through others, the nearest first */
  affectedBatches: Batch[];
}

type Words = Pick<WantedRecall, 'reason' | 'advice'>;

/**
 * Calls the batch back with all that was made from it: nothing more of them is sold, and orders that are not paid yet are let
 * go. When a kill came in between, the start of the program finishes it, and so do the same words again.
 * @throws missing('batch-not-found'), and what `speakRecall` throws
 */
export async function callBack(actor: Actor, code: string, wanted: Words, at: Date): Promise<Reach> {
  const batch = await getBatch(actor, code);
  const { reason, advice } = wanted;
  await callBackAll(actor, { of: 'batch', sources: [batch.code], title: batch.lot, reason, advice }, at);
  return reachOf(await getBatch(actor, batch.code));
}

/** What a recall would reach; changes nothing. @throws missing('batch-not-found'), forbidden('recall-not-yours') */
export async function previewRecall(actor: Actor, code: string): Promise<Reach> {
  const batch = await getBatch(actor, code);
  if (!mayRecall(actor)) throw forbidden('recall-not-yours');
  return reachOf(batch);
}

/** Calls back several sources at once, such as a lot from outside or a household's day: one act. @throws as `speakRecall` */
export async function callBackAll(actor: Actor, wanted: WantedRecall, at: Date): Promise<Recall> {
  const recall = await speakRecall(actor, wanted, at);
  await finish(recall, at);
  return recall;
}

/** Finishes the recalls that a crash cut off, before anybody is served. Safe to repeat. */
export async function finishRecalls(at: Date): Promise<void> {
  for (const recall of await resumeRecalls()) await finish(recall, at);
}

/** The reason for the recall is gone; orders that were let go stay so. @throws what `liftRecall` throws */
export async function endRecall(
  actor: Actor,
  code: string,
  wanted: { reason: Words['reason'] },
  at: Date,
): Promise<Reach> {
  return reachOf(await liftRecall(actor, code, wanted, at));
}

/** Takes a recall of several sources back, and nothing more. @throws what `liftSpoken` throws */
export const endRecallOfAll = (
  actor: Actor,
  id: string,
  wanted: { reason: Words['reason'] },
  at: Date,
): Promise<Recall> => liftSpoken(actor, id, wanted, at);

/** Orders and batches that hold something of this batch or of what was made from it. */
export async function reachOf(batch: Batch): Promise<Reach> {
  const affectedBatches = await findBatchesMadeFrom([batch.code]);
  return {
    batch,
    affectedOrders: await ordersWithPacksOf([batch.code, ...affectedBatches.map(({ code }) => code)]),
    affectedBatches,
  };
}

async function finish(recall: Recall, at: Date): Promise<void> {
  const codes = (await scopedBatches(recall.sources)).map(({ code }) => code);
  const orders = await letGoRecalled(codes, at);
  await cancelIntentsOf(
    orders.filter(({ state }) => state === 'cancelled').map(({ number }) => number),
    at,
  );
  await listCalls(recall.id, codes);
  await endSpeaking(recall);
}
