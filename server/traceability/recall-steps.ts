import type { Localized } from '../language.ts';
import { appendEvent, type Change } from './append.ts';
import { isOutsideId } from './bans.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import type { EventRecord } from './event.ts';
import { OutsideLotModel } from './outside-lot.ts';
import { RecallModel, type RecallRecord, type RecallRow } from './recall.ts';
import { systemEvent } from './system-event.ts';

/** The recall of a batch from before recalls had records of their own. */
export const firstId = 'first';

/** The recalls that bar a batch itself. */
export const barredBy = ({ recalls, recall }: Pick<BatchRecord, 'recalls' | 'recall'>): RecallRow[] =>
  recalls ?? (recall ? [{ ...recall, id: firstId }] : []);

/** Writes a recall into each of its sources. Safe to repeat. */
export async function bar({ _id, sources, reason, advice, at, by }: RecallRecord): Promise<void> {
  const row = { id: _id, reason, advice, at };
  await OutsideLotModel.updateMany(
    { _id: { $in: sources.filter(isOutsideId) }, 'recalls.id': { $ne: _id } },
    { $push: { recalls: row } },
  );
  await barWrittenSince(sources.filter(isOutsideId), row);
  for (const code of sources.filter((id) => !isOutsideId(id))) {
    await appendIfThere(code, (batch) => {
      const rows = barredBy(batch);
      if (rows.some(({ id }) => id === _id)) return lastOf(batch, 'recalled');
      const draft = systemEvent('recalled', { by, note: advice.vi, reason: reason.vi }, at);
      return { draft, set: barring([...rows, row]) };
    });
  }
  // Whoever lifted it while we were at it has looked into some of them before we came.
  const lifted = await RecallModel.findOne({ _id, state: { $in: ['lifting', 'lifted'] } }).lean<RecallRecord>();
  if (lifted) await unbar(sources, _id, { by, reason: lifted.liftReason ?? reason, at: lifted.liftedAt ?? at });
}

/** Takes a recall out of these sources; other recalls of them stay. Safe to repeat. */
export async function unbar(
  sources: readonly string[],
  recallId: string,
  { by, reason, at }: { by: string; reason: Localized; at: Date },
): Promise<void> {
  // Also of those that were written down anew under the number of one that it names.
  await OutsideLotModel.updateMany({ 'recalls.id': recallId }, { $pull: { recalls: { id: recallId } } });
  for (const code of sources.filter((id) => !isOutsideId(id))) {
    await appendIfThere(code, (batch) => {
      const rows = barredBy(batch);
      if (!rows.some(({ id }) => id === recallId)) return lastOf(batch, 'recall-lifted');
      const draft = systemEvent('recall-lifted', { by, note: null, reason: reason.vi }, at);
      return { draft, set: barring(rows.filter(({ id }) => id !== recallId)) };
    });
  }
}

// Who takes in the same number after the recall was spoken has the same goods; who had it before is asked by who recalls.
async function barWrittenSince(ids: readonly string[], row: RecallRow): Promise<void> {
  if (ids.length === 0) return;
  const named = await OutsideLotModel.find({ _id: { $in: [...ids] } }, { sameAs: 1 }).lean();
  const numbers = named.flatMap(({ sameAs }) => sameAs ?? []);
  if (numbers.length === 0) return;
  const since = { sameAs: { $in: numbers }, createdAt: { $gt: row.at } };
  await OutsideLotModel.updateMany({ ...since, 'recalls.id': { $ne: row.id } }, { $push: { recalls: row } });
}

function barring(rows: RecallRow[]): NonNullable<Change['set']> {
  const [first] = rows;
  const recall = first ? { reason: first.reason, advice: first.advice, at: first.at } : null;
  return { state: first ? 'recalled' : 'open', recall, recalls: rows };
}

// A batch whose registration was undone meanwhile has nothing to bar.
async function appendIfThere(code: string, think: (batch: BatchRecord) => Change | EventRecord | null): Promise<void> {
  if (!(await BatchModel.exists({ code }))) return;
  await appendEvent(code, (batch) => think(batch) ?? lastOf(batch, 'recalled') ?? nothingToSay(batch));
}

const lastOf = (batch: BatchRecord, stage: string): EventRecord | null =>
  batch.events.findLast((event) => event.stage === stage) ?? null;

const nothingToSay = (batch: BatchRecord): never => {
  throw new Error(`the history of ${batch.code} does not say what it was barred by`);
};
