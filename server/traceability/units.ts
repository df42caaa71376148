import { conflict, missing } from '../errors.ts';
import { BatchModel } from './batch-record.ts';
import { unitsPerBatch } from './unit-serial.ts';

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
