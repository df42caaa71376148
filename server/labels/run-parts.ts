import { invalid } from '../errors.ts';
import { readUnitSerial } from '../traceability/unit-serial.ts';
import { getUnitNumbers, reserveUnits } from '../traceability/units.ts';
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
    const numbers = wanted.serials ? await numbersFor(batch.code, part, settings.labelKeys) : { first: null };
    const { code: batchCode, lot, sellerId } = batch;
    parts.push({ batchCode, lot, sellerId, product, gtin, ...numbers, count: part.count, copies: wanted.copies });
  }
  return parts;
}

async function numbersFor(
  code: string,
  part: WantedPart,
  labelKeys: readonly string[],
): Promise<Pick<RunPart, 'unitKeys'> & { first: number }> {
  if (part.fromSerial === undefined) return fresh(code, part.count, labelKeys);
  const units = await getUnitNumbers(code);
  const number = readUnitSerial(units, part.fromSerial, labelKeys);
  if (number === null) throw invalid('mistakes', {}, [{ pointer: '/fromSerial', code: 'serial-not-genuine' }]);
  const runs = await LabelRunModel.find({ 'parts.batchCode': code }, { parts: 1 }).lean();
  const printed = runs
    .flatMap((run) => run.parts)
    .filter(({ batchCode, first }) => batchCode === code && first !== null);
  const end = Math.max(0, ...printed.map(({ first, count }) => (first ?? 0) + count));
  if (number + part.count <= end) return { first: number, unitKeys: units.keys };
  throw invalid('mistakes', {}, [
    { pointer: '/count', code: 'serials-not-printed', facts: { most: Math.max(0, end - number) } },
  ]);
}

async function fresh(code: string, count: number, [newest = '']: readonly string[]) {
  const { first, keys } = await reserveUnits(code, count, newest);
  return { first, unitKeys: keys };
}
