import { tooMany } from '../errors.ts';
import { nudgeDue } from './due.ts';
import { type Cause, due, type RefundEventType } from './intent.ts';
import { IntentModel, type IntentRecord } from './intent-record.ts';
import { type IntentRefund, readIntentRefund } from './intent-refund.ts';

const mostTries = 5;

/** A refund as it is to be from now on, new or known, and what its shop is told of it. */
export interface RefundChange {
  refund: IntentRefund;
  tells: RefundEventType | null;
  cause: Cause | null;
}

/**
 * Changes one refund of an intent by compare-and-set: reads, decides and writes, again when somebody was faster.
 * @param decide null: nothing is to be changed
 * @returns the intent as it is then; null when there is none
 * @throws what `decide` throws, tooMany('api-busy') when somebody always was faster
 */
export async function changeRefund(
  which: { _id: string } | { 'refunds.id': string },
  at: Date,
  decide: (record: IntentRecord) => Promise<RefundChange | null>,
): Promise<IntentRecord | null> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const record = await IntentModel.findOne(which).lean<IntentRecord>();
    const change = record && (await decide(record));
    if (!record || !change) return record;
    const changed = await write(record, change, at);
    if (!changed) continue;
    nudgeDue();
    return changed;
  }
  throw tooMany('api-busy', { retryAfterSeconds: 1 });
}

const write = ({ _id, revision, refunds }: IntentRecord, { refund, tells, cause }: RefundChange, at: Date) =>
  IntentModel.findOneAndUpdate(
    { _id, revision },
    {
      $set: { refunds: [...(refunds ?? []).filter(({ id }) => id !== refund.id), refund] },
      $inc: { revision: 1 },
      ...(tells && { $push: { due: due(tells, at, cause, refund.id) } }),
    },
    { returnDocument: 'after' },
  )
    .lean<IntentRecord>()
    .exec();

/** The refund of this id on its intent. */
export const refundOn = ({ refunds }: IntentRecord, id: string): IntentRefund | null => {
  const found = (refunds ?? []).find((one) => one.id === id);
  return found ? readIntentRefund(found) : null;
};
