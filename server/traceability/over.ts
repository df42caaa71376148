import { findStage, getProfile } from '../catalog/profiles.ts';
import { telling } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { tolerance } from './balance.ts';
import type { BatchRecord } from './batch-record.ts';
import type { WantedInput } from './input.ts';
import { inputsOf } from './trace.ts';

/**
 * At the step that turns what went in into the goods, no more can have come out than went in. Until then ingredients may still
 * be missing in what was said. @throws conflict('balance-over')
 */
export function refuseOver(batch: BatchRecord, stageId: string, more: readonly WantedInput[]): void {
  if (!findStage(getProfile(batch.kind), stageId)?.yield) return;
  const { unit } = batch.quantity;
  const all = [...inputsOf(batch), ...more];
  if (all.length === 0 || all.some(({ quantity }) => !converts(quantity.unit, unit))) return;
  const total = all.reduce((sum, { quantity }) => sum + amountOf(quantity).thousandths, 0);
  if (amountOf(batch.quantity).thousandths <= total * tolerance) return;
  const facts = { made: batch.quantity.value, in: inUnit(total, unit), unit };
  throw telling('balance-over', facts, [], facts);
}
