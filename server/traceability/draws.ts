import { BatchModel, type BatchRecord, type Draw } from './batch-record.ts';
import { keepLeft } from './bulk.ts';

/**
 * Takes so much of a batch for another one, if so much is left and nothing bars it itself: one conditional update, so that
 * no two take the same. Safe to repeat: the same batch draws once under one key.
 */
export async function draw(code: string, drawn: Draw): Promise<'drawn' | 'short' | 'barred'> {
  await keepLeft(code);
  const { by, key, thousandths } = drawn;
  const usable = { state: 'open' as const, gate: { $nin: ['waiting' as const, 'failed' as const] } };
  const written = await BatchModel.updateOne(
    {
      code,
      ...usable,
      pendingSince: { $exists: false },
      left: { $gte: thousandths },
      $nor: [{ draws: { $elemMatch: { by, key } } }],
    },
    { $inc: { left: -thousandths }, $push: { draws: { by, key, thousandths } } },
  );
  if (written.modifiedCount === 1) return 'drawn';
  const now = await BatchModel.findOne({ code }).lean<BatchRecord>();
  if (now?.draws?.some((one) => one.by === by && one.key === key)) return 'drawn';
  return now && now.state === 'open' && (now.left ?? 0) < thousandths ? 'short' : 'barred';
}

/** Gives back what a batch drew under this key, or all it drew. Safe to repeat: counted from the draws that are there. */
export async function giveBack(by: string, key?: string): Promise<void> {
  const isTheirs = { $eq: ['$$draw.by', { $literal: by }] };
  const isGone = key === undefined ? isTheirs : { $and: [isTheirs, { $eq: ['$$draw.key', { $literal: key }] }] };
  const draws = (cond: object) => ({ $filter: { input: '$draws', as: 'draw', cond } });
  const sum = { $sum: { $map: { input: '$gone', as: 'draw', in: '$$draw.thousandths' } } };
  await BatchModel.collection.updateMany({ 'draws.by': by }, [
    { $set: { gone: draws(isGone), draws: draws({ $not: [isGone] }) } },
    { $set: { left: { $add: ['$left', sum] } } },
    { $unset: 'gone' },
  ]);
}
