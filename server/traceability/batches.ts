import type { QueryFilter } from 'mongoose';
import type { Actor } from '../actor.ts';
import { behind, crossed, type Days, newestOf, perSeller, within } from '../database/newest.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { readAll, readOne } from './bans.ts';
import type { Batch, BatchState } from './batch.ts';
import { BatchModel, type BatchRecord, onceOfLot, settled } from './batch-record.ts';
import { batchesNamed } from './batch-search.ts';
import { findRecord, seenRecord } from './batch-sight.ts';
import { codesBarredByRecalls, descendantsOf } from './descendants.ts';

export type { Batch, BatchState } from './batch.ts';
export { liftRecall, mayRecall, recallBatch } from './recalls.ts';
export { registerBatch, undoUnsettled, type WantedBatch } from './registrations.ts';

/** What the actor may not see is `missing('batch-not-found')`. */
export async function getBatch(actor: Actor, code: string): Promise<Batch> {
  return readOne(await seenRecord(actor, code));
}

export interface BatchesWanted extends Days {
  productId?: string | undefined;
  state?: BatchState | undefined;
  limit: number;
  /** the code of the last batch already seen */
  after?: string | undefined;
  /** the beginning of a code or lot, or words of the name of goods or of a maker */
  words?: string;
}

/** The batches that somebody may see, newest first: of days, by when they were registered. */
export async function listBatches(actor: Actor, wanted: BatchesWanted): Promise<Batch[]> {
  const { limit, words = '' } = wanted;
  const days = within<BatchRecord>('createdAt', wanted);
  const by = days.length === 0 ? '_id' : 'createdAt';
  const last = wanted.after === undefined ? null : await findRecord(wanted.after);
  const every: Filter = {
    ...(wanted.productId === undefined ? {} : { productId: wanted.productId }),
    ...(wanted.state === undefined ? {} : await ofState(wanted.state)),
    ...settled,
  };
  const seen = await sellersSeenBy(actor);
  const scopes = perSeller(seen, words !== '' || days.length > 0);
  const named = words === '' ? [{}] : await batchesNamed(words, seen);
  const branches = crossed<BatchRecord>(named, scopes, [
    { $and: [every, ...days, ...(last ? [behind(last, by)] : [])] },
  ]);
  return readAll(await newestOf(BatchModel, branches, { limit, by }));
}

/** For everybody: what a label's code leads to. Null for an unknown or mistyped code. */
export async function findPublicBatch(code: string): Promise<Batch | null> {
  const record = await findRecord(code);
  return record && readOne(record);
}

/** For everybody: the batches of one product, newest first. */
export async function listPublicBatches(productId: string, limit: number): Promise<Batch[]> {
  const records = await BatchModel.find({ productId, ...settled })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return readAll(records);
}

/** The product's batch of this lot, else the one that bore it before it was corrected. */
export async function findBatchByLot(productId: string, lot: string): Promise<Batch | null> {
  const record =
    (await BatchModel.findOne({ productId, lot, ...settled }).lean()) ??
    (await BatchModel.findOne({ productId, ...onceOfLot([lot]), ...settled }).lean());
  return record && readOne(record);
}

/** All batches made from these, directly or through others: each once, the nearest first. */
export async function findBatchesMadeFrom(sources: readonly string[]): Promise<Batch[]> {
  const codes = (await descendantsOf(sources)).map(({ code }) => code);
  const records = await BatchModel.find({ code: { $in: codes } }).lean();
  const byCode = new Map(records.map((record) => [record.code, record]));
  return readAll(codes.flatMap((code) => byCode.get(code) ?? []));
}

// What is barred by something it was made from counts as called back, though its own record says nothing of it.
async function ofState(state: BatchState): Promise<Pick<Filter, 'state' | 'code' | '$or'>> {
  const barred = await codesBarredByRecalls();
  if (state === 'open') return { state, code: { $nin: barred } };
  return { $or: [{ state }, { code: { $in: barred } }] };
}

type Filter = QueryFilter<BatchRecord>;
