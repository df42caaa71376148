import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { conflict, type DomainError, invalid, telling } from '../errors.ts';
import { amountOf } from './amount.ts';
import { bansOn, isOutsideId, sourcesOf } from './bans.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { draw, giveBack } from './draws.ts';
import type { EventDraft } from './event.ts';
import type { Input, WantedInput } from './input.ts';
import { barredNow, readInputs, shortNow, usedOnDay } from './inputs.ts';

/** No goods come of a batch that was made from something barred. @throws conflict('batch-barred') with `why` */
export async function refuseBarred(batch: BatchRecord): Promise<void> {
  const ban = (await bansOn([batch])).get(batch.code);
  if (ban) throw telling('batch-barred', { lot: ban.lot }, [], { why: ban.why, from: ban.from });
}

/**
 * Draws on what goes into a batch at a step, before the step is written; the draws bear the step's request, so that the same
 * one again draws nothing more.
 * @throws what `readInputs` throws, conflict('input-circle') for what was itself made from this batch
 */
export async function drawInputs(
  actor: Actor,
  batch: BatchRecord,
  { wanted, draft }: { wanted: readonly WantedInput[]; draft: EventDraft },
  at: Date,
): Promise<Input[]> {
  if (wanted.length === 0) return [];
  if (batch.besideOf) throw invalid('event-mistaken', {}, [{ pointer: '/inputs', code: 'beside-takes-no-inputs' }]);
  const usedOn = usedOnDay(draft.occurredAt);
  const { code, sellerId } = batch;
  const user = { sellerId, usedOn, code, requestId: draft.requestId };
  const key = draft.requestId ?? randomBytes(12).toString('hex');
  const inputs = await readInputs(actor, wanted, user, at);
  await BatchModel.updateOne({ code }, { $push: { drawing: { key, at } } });
  const refused = (await refuseCircle(batch, inputs)) ?? (await drawAll(batch, { inputs, key, usedOn }));
  // Of two that go into each other at once at least one sees the other's draw.
  const circle = refused ?? (await refuseCircle(batch, inputs));
  if (circle) {
    await giveBack(code, key);
    await doneDrawing(code, key);
    throw circle;
  }
  draft.requestId = key;
  return inputs;
}

/** The step is written: what it drew stays drawn. */
export async function doneDrawing(code: string, key: string | null): Promise<void> {
  await BatchModel.updateOne({ code, 'drawing.key': key }, { $pull: { drawing: { key } } });
}

const cutOffSeconds = 60;

/** Gives back what steps drew that were never written, since a crash came in between. Safe to repeat. */
export async function undoUnwritten(at: Date): Promise<void> {
  const before = new Date(at.getTime() - cutOffSeconds * 1000);
  const found = await BatchModel.find({ 'drawing.at': { $lt: before } })
    .limit(500)
    .lean<BatchRecord[]>();
  for (const { code, drawing = [], events } of found) {
    for (const { key } of drawing.filter((one) => one.at < before)) {
      if (!events.some(({ requestId }) => requestId === key)) await giveBack(code, key);
      await doneDrawing(code, key);
    }
  }
}

async function drawAll(
  { code }: BatchRecord,
  { inputs, key, usedOn }: { inputs: readonly Input[]; key: string; usedOn: string },
): Promise<DomainError | null> {
  for (const [index, { batchCode, quantity }] of inputs.entries()) {
    if (batchCode === undefined) continue;
    const drawn = await draw(batchCode, { by: code, key, thousandths: amountOf(quantity).thousandths });
    if (drawn === 'short') return shortNow(batchCode, `/inputs/${index}`);
    if (drawn === 'barred') return barredNow(batchCode, usedOn, `/inputs/${index}`);
  }
  return null;
}

async function refuseCircle({ code }: BatchRecord, inputs: readonly Input[]): Promise<DomainError | null> {
  const met = new Set<string>();
  let next = inputs.flatMap(({ batchCode }) => batchCode ?? []);
  while (next.length > 0) {
    if (next.includes(code)) return conflict('input-circle', { code: inputs[0]?.batchCode ?? code });
    for (const one of next) met.add(one);
    const [records, drawnOn] = await Promise.all([
      BatchModel.find({ code: { $in: next } }, { madeFrom: 1, besideOf: 1 }).lean(),
      BatchModel.find({ 'draws.by': { $in: next } }, { code: 1 }).lean(),
    ]);
    // What went into a batch went into all that came out beside it.
    const mains = records.flatMap(({ besideOf }) => besideOf ?? []);
    const further = [...records.flatMap(sourcesOf), ...mains, ...drawnOn.map((one) => one.code)];
    next = [...new Set(further)].filter((id) => !met.has(id) && !isOutsideId(id));
  }
  return null;
}
