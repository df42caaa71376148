import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { invalid, missing } from '../errors.ts';
import { sellersHelpedBy } from '../identity/sellers.ts';
import { TrainingModel, type TrainingRecord } from './training.ts';

export interface WantedTraining {
  /** `YYYY-MM-DD` */
  day: string;
  village: string;
  topic: string;
  sellerIds: readonly string[];
  others: number;
}

export interface Training extends Omit<WantedTraining, 'sellerIds'> {
  id: string;
  sellerIds: string[];
  /** sellers and others together */
  came: number;
  by: string;
}

/**
 * Writes down a session. A form that comes again is the same session.
 * @param requestId of the form
 * @throws invalid('training-mistaken') when nobody came, or on a day that has not been
 */
export async function addTraining(
  actor: Actor,
  wanted: WantedTraining,
  { requestId, today }: { requestId: string | null; today: string },
  at: Date,
): Promise<void> {
  const known = new Set((await sellersHelpedBy(actor)).map(({ id }) => id));
  const sellerIds = [...new Set(wanted.sellerIds)].filter((id) => known.has(id));
  if (wanted.day > today) throw invalid('training-mistaken', {}, [{ pointer: '/day', code: 'day-to-come' }]);
  if (sellerIds.length === 0 && wanted.others === 0)
    throw invalid('training-mistaken', {}, [{ pointer: '/others', code: 'nobody-came' }]);
  const record: TrainingRecord = {
    _id: new Types.ObjectId(),
    ...wanted,
    sellerIds,
    by: actor.name,
    accountId: actor.accountId,
    at,
    ...(requestId !== null && { requestId }),
    withdrawnAt: null,
    withdrawnBy: null,
  };
  try {
    await TrainingModel.create(record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** The latest sessions: the officer sees all, a cooperative those it wrote down. */
export async function trainingsSeenBy(actor: Actor): Promise<Training[]> {
  const records = await TrainingModel.find({ withdrawnAt: null, ...ownOf(actor) })
    .sort({ day: -1, _id: -1 })
    .limit(200)
    .lean<TrainingRecord[]>();
  return records.map(readTraining);
}

/** Takes a session back that was written down wrongly: it counts no more. @throws missing('training-not-found') */
export async function withdrawTraining(actor: Actor, id: string, at: Date): Promise<void> {
  const { matchedCount } = isObjectIdOrHexString(id)
    ? await TrainingModel.updateOne(
        { _id: id, withdrawnAt: null, ...ownOf(actor) },
        { $set: { withdrawnAt: at, withdrawnBy: actor.name } },
      )
    : { matchedCount: 0 };
  if (matchedCount === 0) throw missing('training-not-found');
}

/** What the commune's figures take from the sessions: those of these days, both counted. */
export async function trainingFigures({ from, to }: { from: string; to: string }): Promise<Training[]> {
  const records = await TrainingModel.find({ withdrawnAt: null, day: { $gte: from, $lte: to } })
    .sort({ day: 1, _id: 1 })
    .lean<TrainingRecord[]>();
  return records.map(readTraining);
}

/** The day of the first session that was written down; null while there is none. */
export async function firstTrainingDay(): Promise<string | null> {
  const record = await TrainingModel.findOne({ withdrawnAt: null }).sort({ day: 1 }).lean<TrainingRecord | null>();
  return record?.day ?? null;
}

const ownOf = (actor: Actor) => (actor.role === 'officer' ? {} : { accountId: actor.accountId });

const readTraining = ({ _id, day, village, topic, sellerIds, others, by }: TrainingRecord): Training => ({
  id: _id.toHexString(),
  day,
  village,
  topic,
  sellerIds,
  others,
  came: sellerIds.length + others,
  by,
});
