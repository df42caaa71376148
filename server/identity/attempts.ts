import { model, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { hashToken } from './token.ts';

interface AttemptsRecord {
  _id: string;
  count: number;
  until: Date;
}

const schema = new Schema<AttemptsRecord>({
  _id: { type: String, required: true },
  count: { type: Number, required: true },
  until: { type: Date, required: true },
});
schema.index({ until: 1 }, { expireAfterSeconds: 0 });
const AttemptsModel = model<AttemptsRecord>('Attempts', schema, 'attempts');

/** At most `most` in any `seconds`. */
export interface Limit {
  most: number;
  seconds: number;
}

/** Counted in the database, so that several processes count together. Seconds to wait, or 0 when there are tries left. */
export async function secondsLocked(key: string, limit: Limit, at: Date): Promise<number> {
  const kept = await AttemptsModel.findOne({
    _id: hashToken(key),
    until: { $gt: at },
    count: { $gte: limit.most },
  }).lean();
  return kept ? Math.ceil((kept.until.getTime() - at.getTime()) / 1000) : 0;
}

/**
 * Counts one more and says how many there are now. Counting starts anew only after `seconds` without any, so no span of
 * that length ever holds more than `most`. What is over the limit does not prolong the wait.
 */
export async function countAttempt(key: string, limit: Limit, at: Date): Promise<number> {
  const _id = hashToken(key);
  const until = new Date(at.getTime() + limit.seconds * 1000);
  for (;;) {
    const open = { _id, until: { $gt: at } };
    const counted =
      (await AttemptsModel.findOneAndUpdate(
        { ...open, count: { $lt: limit.most } },
        { $inc: { count: 1 }, $set: { until } },
        { returnDocument: 'after' },
      ).lean()) ??
      (await AttemptsModel.findOneAndUpdate(open, { $inc: { count: 1 } }, { returnDocument: 'after' }).lean());
    if (counted) return counted.count;
    if (await startCounting(_id, until, at)) return 1;
  }
}

/** The right person came: the count starts anew. */
export async function forgetAttempts(key: string): Promise<void> {
  await AttemptsModel.deleteOne({ _id: hashToken(key) });
}

// False when another one started at the same moment: the unique _id decides.
async function startCounting(_id: string, until: Date, at: Date): Promise<boolean> {
  try {
    await AttemptsModel.updateOne({ _id, until: { $lte: at } }, { $set: { count: 1, until } }, { upsert: true });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
