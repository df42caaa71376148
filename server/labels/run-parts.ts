import { invalid } from '../errors.ts';
import { readUnitSerial } from '../traceability/unit-serial.ts';
import { reserveUnits } from '../traceability/units.ts';
import type { LabelPlan, LabelSettings } from './label-plan.ts';
import { LabelRunModel, type RunPart } from './label-run.ts';

/** Labels of one batch, as somebody wants them. */
export interface WantedPart {
  code: string;
  count: number;
  packId?: string | undefined;
  /** Prints labels again, from this serial on, instead of taking new numbers. */
  fromSerial?: string | undefined;
}

export interface WantedNumbers {
  parts: readonly WantedPart[];
  copies: number;
  serials: boolean;
}

/**
 * The parts of a run with their unit numbers: new ones, or for a reprint those that were printed before.
 * @throws invalid('mistakes') with pointers, conflict('units-used-up')
 */
export async function partsOf(
  plans: readonly LabelPlan[],
  wanted: WantedNumbers,
  settings: LabelSettings,
): Promise<RunPart[]> {
  const parts: RunPart[] = [];
  for (const [index, { batch, product, gtin }] of plans.entries()) {
    const part = wanted.parts[index];
    if (!part) continue;
    const first = wanted.serials ? await firstUnit(batch.code, part, settings.labelKey) : null;
    const { code: batchCode, lot, sellerId } = batch;
    parts.push({ batchCode, lot, sellerId, product, gtin, first, count: part.count, copies: wanted.copies });
  }
  return parts;
}

async function firstUnit(code: string, part: WantedPart, labelKey: string): Promise<number> {
  if (part.fromSerial === undefined) return reserveUnits(code, part.count);
  const number = readUnitSerial(code, part.fromSerial, labelKey);
  if (number === null) throw invalid('mistakes', {}, [{ pointer: '/fromSerial', code: 'serial-not-genuine' }]);
  const runs = await LabelRunModel.find({ 'parts.batchCode': code }, { parts: 1 }).lean();
  const printed = runs
    .flatMap((run) => run.parts)
    .filter(({ batchCode, first }) => batchCode === code && first !== null);
  const end = Math.max(0, ...printed.map(({ first, count }) => (first ?? 0) + count));
  if (number + part.count <= end) return number;
  throw invalid('mistakes', {}, [
    { pointer: '/count', code: 'serials-not-printed', facts: { most: Math.max(0, end - number) } },
  ]);
}
