import { conflict, missing, unavailable } from '../errors.ts';
import type { UnitRange } from './batch.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { labelKeyId, type UnitNumbers, unitsPerBatch } from './unit-serial.ts';

export type { UnitRange } from './batch.ts';

const mostTries = 20;

/** The numbers that a batch gave to units so far. */
export const unitNumbersOf = ({ code, nextUnit, unitKeys }: Numbered): UnitNumbers => ({
  code,
  next: nextUnit ?? 1,
  keys: (unitKeys ?? []).map(({ from, key }) => ({ from, key })),
});

type Numbered = Pick<BatchRecord, 'code' | 'unitKeys'> & { nextUnit?: number };
const numbers = { code: 1, nextUnit: 1, unitKeys: 1 } as const;

/** @throws missing('batch-not-found') */
export async function getUnitNumbers(code: string): Promise<UnitNumbers> {
  const batch = await BatchModel.findOne({ code }, numbers).lean();
  if (!batch) throw missing('batch-not-found');
  return unitNumbersOf(batch);
}

/**
 * Sets aside `count` unit numbers of a batch; no two calls share a number. The batch knows from then on that their serials are made
 * with this key, so that a key that was changed counts for what was printed under it and for nothing else.
 * @returns the first of them, and the keys of the batch's numbers
 * @throws missing('batch-not-found'), conflict('units-used-up') beyond 1,048,575 labels a batch, unavailable('batch-busy') when others
 * keep taking numbers
 */
export async function reserveUnits(
  code: string,
  count: number,
  labelKey: string,
): Promise<Pick<UnitNumbers, 'keys'> & { first: number }> {
  const key = labelKeyId(labelKey);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { next, keys } = await getUnitNumbers(code);
    if (next + count > unitsPerBatch) throw conflict('units-used-up');
    const fresh = keys.at(-1)?.key === key ? [] : [{ from: next, key }];
    const { modifiedCount } = await BatchModel.updateOne(
      { code, nextUnit: next },
      { $inc: { nextUnit: count }, ...(fresh.length > 0 && { $push: { unitKeys: { $each: fresh } } }) },
    );
    if (modifiedCount === 1) return { first: next, keys: [...keys, ...fresh] };
  }
  throw unavailable('batch-busy');
}

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
