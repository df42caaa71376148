import { conflict, missing, unavailable } from '../errors.ts';
import type { UnitRange } from './batch.ts';
import { BatchModel } from './batch-record.ts';
import { unitsPerBatch } from './unit-serial.ts';

export type { UnitRange } from './batch.ts';

/**
 * Sets aside `count` unit numbers of a batch and answers the first; no two calls share a number.
 * @throws missing('batch-not-found'), conflict('units-used-up') beyond 1,048,575 labels a batch
 */
export async function reserveUnits(code: string, count: number): Promise<number> {
  const before = await BatchModel.findOneAndUpdate(
    { code, nextUnit: { $lte: unitsPerBatch - count } },
    { $inc: { nextUnit: count } },
    { projection: { nextUnit: 1 } },
  ).lean();
  if (before) return before.nextUnit;
  throw (await BatchModel.exists({ code })) ? conflict('units-used-up') : missing('batch-not-found');
}

const mostTries = 20;

/**
 * Writes down which unit numbers of a batch are void: a scan of one shows caution instead of genuine.
 * @param reckon the void numbers as they are now; asked again when somebody else has written meanwhile, so that the last word
 * always rests on everything that went before
 * @throws missing('batch-not-found'), unavailable('batch-busy') when others keep writing
 */
export async function voidUnits(code: string, reckon: () => Promise<UnitRange[]>): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const batch = await BatchModel.findOne({ code }, { voidRevision: 1 }).lean();
    if (!batch) throw missing('batch-not-found');
    const { modifiedCount } = await BatchModel.updateOne(
      { code, voidRevision: batch.voidRevision ?? { $exists: false } },
      { $set: { voidUnits: await reckon() }, $inc: { voidRevision: 1 } },
    );
    if (modifiedCount === 1) return;
  }
  throw unavailable('batch-busy');
}

/** Whether a unit number is among the void ones. */
export const isVoid = (ranges: readonly UnitRange[], number: number): boolean =>
  ranges.some(({ first, count }) => number >= first && number < first + count);
