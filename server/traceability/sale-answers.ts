import type { Actor } from '../actor.ts';
import { conflict, forbidden } from '../errors.ts';
import { appendEvent, type Change } from './append.ts';
import { readOne } from './bans.ts';
import type { Batch } from './batch.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { findRecord, ownRecord, seenRecord } from './batch-sight.ts';
import type { EventDraft } from './event.ts';
import { gateAfter, outsideAfter } from './gate.ts';
import { systemEvent } from './system-event.ts';

/** Whether this person may answer for a batch that is kept from sale: never the household itself. */
export const mayAllowSale = (actor: Actor): boolean => actor.role !== 'household';

/**
 * Answers for a batch that is kept from sale, because something lies outside a limit, an inspection is missing, or more was made
 * than went in: it may be sold from this update on. The answer is an event of the history, read by everybody; whatever is found later shuts it again.
 * @throws missing('batch-not-found'), forbidden('answer-not-yours'), conflict('batch-recalled' | 'batch-not-held')
 */
export async function allowSale(
  actor: Actor,
  text: string,
  wanted: { reason: string; requestId?: string | null },
  at: Date,
): Promise<Batch> {
  const { code } = await seenRecord(actor, text);
  if (!mayAllowSale(actor)) throw forbidden('answer-not-yours');
  const words = { by: actor.name, note: wanted.reason, reason: null };
  const draft = { ...systemEvent('sale-allowed', words, at), requestId: wanted.requestId ?? null };
  await appendEvent(code, (batch) => {
    const earlier = wanted.requestId && batch.events.find(({ requestId }) => requestId === wanted.requestId);
    if (earlier) return earlier;
    if (batch.state === 'recalled') throw conflict('batch-recalled', { code });
    if (gateAfter(batch) === 'open' && batch.balanceAsked !== 'over') throw conflict('batch-not-held', { code });
    return changeOf(batch, draft);
  });
  return judgedNow(code);
}

/**
 * Asks for an inspection of a batch that was made before its product asked for one: not sold until one is passed. Safe to
 * repeat. @throws missing('batch-not-found'), forbidden('not-yours')
 */
export async function askInspection(actor: Actor, text: string, at: Date): Promise<void> {
  const { code } = await ownRecord(actor, text);
  const draft = question(at, actor.name);
  await appendEvent(code, (batch) => {
    const last = batch.events.findLast(({ stage }) => stage === 'inspection-asked' || stage === 'sale-allowed');
    return last?.stage === 'inspection-asked' ? last : changeOf(batch, draft);
  });
}

/** A batch from before its product asked for inspections, sold without one; `onHand` packs are in the house, 0 before packing. */
export interface Untested {
  code: string;
  lot: string;
  producedOn: string;
  onHand: number;
}

/** Those of a product that are or can be for sale and would wait if an inspection were asked of them, newest first. */
export async function batchesOnSaleUntested(productId: string): Promise<Untested[]> {
  const records = await BatchModel.find(
    { productId, state: 'open', needsInspection: { $ne: true }, ...settled },
    { holds: 0 },
  )
    .sort({ _id: -1 })
    .lean<BatchRecord[]>();
  return records.flatMap((batch) => {
    const { code, lot, producedOn, stock } = batch;
    const onHand = stock.reduce((sum, row) => sum + row.onHand, 0);
    // What was never packed can be packed and sold tomorrow.
    const isSoldOut = onHand === 0 && stock.some(({ sold }) => sold > 0);
    const isHeld = gateAfter(batch) === 'open' && gateAfter(batch, question(batch.createdAt)) === 'waiting';
    return isHeld && !isSoldOut ? [{ code, lot, producedOn, onHand }] : [];
  });
}

const question = (at: Date, by = ''): EventDraft =>
  systemEvent('inspection-asked', { by, note: null, reason: null }, at);

const changeOf = (batch: BatchRecord, draft: EventDraft): Change => ({
  draft,
  set: { gate: gateAfter(batch, draft), outside: outsideAfter(batch, draft) },
});

async function judgedNow(code: string): Promise<Batch> {
  const record = await findRecord(code);
  if (!record) throw new Error('a batch was taken away');
  return readOne(record);
}
