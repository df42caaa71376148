import { randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict, DomainError, forbidden, missing } from '../errors.ts';
import { inAll, type Localized } from '../language.ts';
import { readOne } from './bans.ts';
import type { Batch } from './batch.ts';
import { BatchModel } from './batch-record.ts';
import { seenRecord } from './batch-sight.ts';
import { type Recall, RecallModel, type RecallOf, type RecallRecord, readRecall } from './recall.ts';
import { getRecall } from './recall-book.ts';
import { scopedBatches } from './recall-scope.ts';
import { sellersOfSources } from './recall-sources.ts';
import { bar, barredBy, firstId, unbar } from './recall-steps.ts';

export type { Recall, RecallOf } from './recall.ts';

type Words = string | Localized;

export interface WantedRecall {
  of: RecallOf;
  sources: readonly string[];
  title: string;
  reason: Words;
  advice: Words;
}

/**
 * Begins a recall: one record, written before anything else, by which nothing of its sources or of what was made from them is
 * sold or used any more. Then it is written into the sources themselves. The same words again go on where an earlier call
 * was cut off. Who calls it ends it with `endSpeaking` when the orders are let go.
 * @throws forbidden('recall-not-yours'), missing('batch-not-found') for a source that the actor may not see,
 * conflict('batch-already-recalled') with other words for the same sources
 */
export async function speakRecall(actor: Actor, wanted: WantedRecall, at: Date): Promise<Recall> {
  if (!mayRecall(actor)) throw forbidden('recall-not-yours');
  const record = await begin(actor, { ...wanted, sellerIds: await sellersOfSources(actor, wanted.sources) }, at);
  await bar(record);
  return readRecall(record);
}

/**
 * Calls one batch back, without what the rooms above do with it.
 * @throws missing('batch-not-found'), forbidden('recall-not-yours'), conflict('batch-already-recalled')
 */
export async function recallBatch(
  actor: Actor,
  text: string,
  { reason, advice }: { reason: Words; advice: Words },
  at: Date,
): Promise<Batch> {
  const { code, lot } = await seenRecord(actor, text);
  await endSpeaking(await speakRecall(actor, { of: 'batch', sources: [code], title: lot, reason, advice }, at));
  return readOne(await seenRecord(actor, code));
}

/** All of it is done; from now on the sellers of all that it reaches see it. */
export async function endSpeaking({ id, sources }: Pick<Recall, 'id' | 'sources'>): Promise<void> {
  const all = await scopedBatches(sources);
  const sellerIds = [...new Set(all.map(({ sellerId }) => sellerId))];
  const reached = { batches: all.length, productIds: [...new Set(all.map(({ productId }) => productId))] };
  await RecallModel.updateOne(
    { _id: id, state: 'spreading' },
    { $set: { state: 'spoken', reached }, $addToSet: { sellerIds: { $each: sellerIds } } },
  );
}

/**
 * Takes back exactly what this recall barred: what another one bars stays so. Safe to repeat.
 * @throws forbidden('recall-not-yours') also for one that names what is not the actor's, missing('recall-not-found'),
 * conflict('batch-not-recalled')
 */
export async function liftSpoken(actor: Actor, id: string, wanted: { reason: Words }, at: Date): Promise<Recall> {
  if (!mayRecall(actor) || !(await mayLift(actor, await getRecall(actor, id)))) throw forbidden('recall-not-yours');
  const reason = localized(wanted.reason);
  const set = { state: 'lifting' as const, liftReason: reason, liftedBy: actor.name, liftedAt: at };
  const record = await RecallModel.findOneAndUpdate(
    { _id: id, state: { $in: ['spreading', 'spoken'] } },
    { $set: set },
    { returnDocument: 'after' },
  ).lean<RecallRecord>();
  if (!record)
    throw (await RecallModel.exists({ _id: id })) ? conflict('batch-not-recalled') : missing('recall-not-found');
  await takeBack(record);
  return readRecall({ ...record, state: 'lifted' });
}

/** Whether everything that this recall names is the actor's to call back. */
export async function mayLift(actor: Actor, { sources }: Pick<Recall, 'sources'>): Promise<boolean> {
  if (!mayRecall(actor)) return false;
  try {
    await sellersOfSources(actor, sources);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

/**
 * Lifts every recall that names this batch alone.
 * @throws missing('batch-not-found'), forbidden('recall-not-yours'), conflict('batch-not-recalled') also when only something
 * that it was made from is called back
 */
export async function liftRecall(actor: Actor, text: string, wanted: { reason: Words }, at: Date): Promise<Batch> {
  const batch = await seenRecord(actor, text);
  if (!mayRecall(actor)) throw forbidden('recall-not-yours');
  const own = await RecallModel.find({ openKey: keyOf({ of: 'batch', sources: [batch.code] }) }).lean<RecallRecord[]>();
  const old = barredBy(batch).filter(({ id }) => id === firstId);
  if (own.length === 0 && old.length === 0) throw conflict('batch-not-recalled', { code: batch.code });
  for (const { _id } of own) await liftSpoken(actor, _id, wanted, at);
  for (const { id } of old) await unbar([batch.code], id, { by: actor.name, reason: localized(wanted.reason), at });
  return readOne(await seenRecord(actor, batch.code));
}

/** Finishes what was cut off: recalls being lifted are lifted; those being spoken are answered, barred, for the room above. */
export async function resumeRecalls(): Promise<Recall[]> {
  const lifting = await RecallModel.find({ state: 'lifting' }).lean<RecallRecord[]>();
  for (const record of lifting) await takeBack(record);
  const spreading = await RecallModel.find({ state: 'spreading' }).lean<RecallRecord[]>();
  for (const record of spreading) await bar(record);
  return spreading.map(readRecall);
}

/** Whether this person may call the batch of this seller back, for showing the button. */
export const mayRecall = (actor: Actor): boolean => actor.role !== 'household';

async function begin(actor: Actor, wanted: WantedRecall & { sellerIds: string[] }, at: Date): Promise<RecallRecord> {
  const openKey = keyOf(wanted);
  const record: RecallRecord = {
    _id: randomBytes(12).toString('hex'),
    of: wanted.of,
    sources: [...wanted.sources],
    title: wanted.title,
    reason: localized(wanted.reason),
    advice: localized(wanted.advice),
    by: actor.name,
    at,
    state: 'spreading',
    liftReason: null,
    liftedBy: null,
    liftedAt: null,
    sellerIds: wanted.sellerIds,
    openKey,
  };
  await refuseOld(record);
  try {
    await RecallModel.create(record);
    return record;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return sameAsBefore(await RecallModel.findOne({ openKey }).lean<RecallRecord>(), record);
  }
}

async function refuseOld({ of, sources: [code = ''] }: RecallRecord): Promise<void> {
  if (of !== 'batch') return;
  const batch = await BatchModel.findOne({ code, state: 'recalled' }).lean();
  if (batch && barredBy(batch).some(({ id }) => id === firstId)) throw conflict('batch-already-recalled', { code });
}

// The room above goes on after this step; when it was cut off there, the same words again let it finish.
function sameAsBefore(before: RecallRecord | null, { reason, advice, sources }: RecallRecord): RecallRecord {
  if (before?.reason.vi === reason.vi && before.advice.vi === advice.vi) return before;
  throw conflict('batch-already-recalled', { code: sources[0] ?? '' });
}

async function takeBack(record: RecallRecord): Promise<void> {
  const { _id, sources, liftReason, liftedAt } = record;
  const by = record.liftedBy ?? record.by;
  await unbar(sources, _id, { by, reason: liftReason ?? record.reason, at: liftedAt ?? record.at });
  await RecallModel.updateOne({ _id, state: 'lifting' }, { $set: { state: 'lifted' }, $unset: { openKey: 1 } });
}

const keyOf = ({ of, sources }: Pick<WantedRecall, 'of' | 'sources'>): string =>
  [of, ...[...sources].sort((a, b) => a.localeCompare(b))].join(' ');

const localized = (words: Words): Localized => (typeof words === 'string' ? inAll(words) : words);
