import { isVoid, type UnitRange, voidUnits } from '../traceability/units.ts';
import { LabelRunModel, type LabelRunRecord } from './label-run.ts';

/**
 * Tells the batches of a run which of their unit numbers are void: those that voided runs have printed and no other run has
 * printed again. Safe to repeat.
 * @throws unavailable('batch-busy')
 */
export async function tellVoidUnits(run: Pick<LabelRunRecord, '_id' | 'parts'>): Promise<void> {
  const codes = new Set(run.parts.filter(({ first }) => first !== null).map(({ batchCode }) => batchCode));
  for (const code of codes) await voidUnits(code, () => voidOf(code));
  await LabelRunModel.updateOne({ _id: run._id }, { $unset: { untold: 1 } });
}

/** Goes on where a process ended between a run and its batches. */
export async function tellUntold(): Promise<void> {
  const runs = await LabelRunModel.find({ untold: true }, { parts: 1 }).limit(50).lean();
  for (const run of runs) await tellVoidUnits(run);
}

async function voidOf(code: string): Promise<UnitRange[]> {
  const runs = await LabelRunModel.find({ 'parts.batchCode': code }, { state: 1, parts: 1 }).lean();
  const printed = (isMeant: (state: LabelRunRecord['state']) => boolean) =>
    runs.filter(({ state }) => isMeant(state)).flatMap(({ parts }) => parts.flatMap((part) => rangeOf(part, code)));
  // Of a run that failed there are no labels: it neither voids nor revives a number.
  return without(
    printed((state) => state === 'voided'),
    printed((state) => state !== 'voided' && state !== 'failed'),
  );
}

/** The numbers that a part gave to units of a batch. */
export const rangeOf = ({ batchCode, first, count }: LabelRunRecord['parts'][number], code: string): UnitRange[] =>
  batchCode === code && first !== null ? [{ first, count }] : [];

/** The numbers of some ranges that are in none of the others, as few ranges in order. */
export function without(ranges: readonly UnitRange[], others: readonly UnitRange[]): UnitRange[] {
  const edges = [...ranges, ...others].flatMap(({ first, count }) => [first, first + count]);
  const cuts = [...new Set(edges)].toSorted((a, b) => a - b);
  const left: UnitRange[] = [];
  for (const [index, first] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined || !isVoid(ranges, first) || isVoid(others, first)) continue;
    const before = left.at(-1);
    if (before && before.first + before.count === first) before.count += end - first;
    else left.push({ first, count: end - first });
  }
  return left;
}
