import type { Actor } from '../actor.ts';
import { missing, ofAnother } from '../errors.ts';
import { sellersSeenBy, whereSeen } from '../identity/sellers.ts';
import { type Recall, RecallModel, type RecallRecord, readRecall } from './recall.ts';

/** Defective goods are told of in a visible place for so many days running (law.md 1.2 row 3; Decree 248/2026, Art. 6, Law 122/2025, Art. 11). */
export const recallNoticeDays = 10;

export type { Recall } from './recall.ts';

const open = { state: { $in: ['spreading' as const, 'spoken' as const] } };

/** Recalls that touch sellers whom the actor may see, those that stand first, each part the latest first. */
export async function listRecalls(actor: Actor, limit: number): Promise<Recall[]> {
  const seen = await whereSeen(actor, 'sellerIds');
  const [standing, over] = await Promise.all([
    RecallModel.find({ ...open, ...seen })
      .sort({ at: -1 })
      .limit(limit)
      .lean<RecallRecord[]>(),
    RecallModel.find({ state: { $in: ['lifting', 'lifted'] }, ...seen })
      .sort({ at: -1 })
      .limit(20)
      .lean<RecallRecord[]>(),
  ]);
  return [...standing, ...over].map(readRecall);
}

/** @throws missing('recall-not-found') also for one that touches nobody whom the actor may see */
export async function getRecall(actor: Actor, id: string): Promise<Recall> {
  const record = await RecallModel.findOne({ _id: id }).lean<RecallRecord>();
  if (!record) throw missing('recall-not-found');
  const seen = await sellersSeenBy(actor);
  const mayRead = seen === 'all' || record.sellerIds?.some((one) => seen.includes(one));
  if (!mayRead) throw ofAnother(missing('recall-not-found'), 'recall');
  return readRecall(record);
}

/** The recalls that name this batch or lot itself and stand. */
export const recallsNaming = async (id: string): Promise<Recall[]> =>
  (await RecallModel.find({ sources: id, ...open }).lean<RecallRecord[]>()).map(readRecall);

/** The recalls that stand, for rooms above: nobody's rights are asked. @param since only those spoken after it */
export const standingRecalls = async (since?: Date): Promise<Recall[]> =>
  (
    await RecallModel.find({ ...open, ...(since && { at: { $gt: since } }) })
      .sort({ at: -1 })
      .limit(100)
      .lean<RecallRecord[]>()
  ).map(readRecall);

/** The recall if it stands, for everybody. */
export async function findStandingRecall(id: string): Promise<Recall | null> {
  const record = await RecallModel.findOne({ _id: id, ...open }).lean<RecallRecord>();
  return record && readRecall(record);
}
