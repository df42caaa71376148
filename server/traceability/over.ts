import type { Quantity } from '../catalog/products.ts';
import { findStage, getProfile } from '../catalog/profiles.ts';
import { telling } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { tolerance } from './balance.ts';
import type { BatchRecord } from './batch-record.ts';
import type { WantedInput } from './input.ts';
import { inputsOf } from './trace.ts';

/** Nothing is for sale of a batch that is over until what is missing is written down, or somebody answers for it. */
export const notOver = { balanceAsked: { $ne: 'over' as const } };

/**
 * At the step that turns what went in into the goods, no more can have come out than went in: unless something that went in was
 * not written down yet, which is asked. Who says so goes on, and nothing of the batch is for sale until it is written down.
 * @param isMissing whether somebody says that something is still missing
 * @returns whether more came out than is said to have gone in
 * @throws conflict('balance-over')
 */
export function refuseOver(
  batch: BatchRecord,
  stageId: string,
  { more, isMissing }: { more: readonly WantedInput[]; isMissing: boolean },
): boolean {
  if (!findStage(getProfile(batch.kind), stageId)?.yield) return false;
  return refuseMoreThanIn(batch.quantity, [...inputsOf(batch), ...more], isMissing);
}

/**
 * The same where a person registers a batch, who has all of it before them; a program may tell later what else went in.
 * @throws conflict('balance-over')
 */
export function refuseMoreThanIn(made: Quantity, all: readonly { quantity: Quantity }[], isMissing: boolean): boolean {
  const { unit } = made;
  if (all.length === 0 || all.some(({ quantity }) => !converts(quantity.unit, unit))) return false;
  const total = all.reduce((sum, { quantity }) => sum + amountOf(quantity).thousandths, 0);
  if (amountOf(made).thousandths <= total * tolerance) return false;
  if (isMissing) return true;
  const facts = { made: made.value, in: inUnit(total, unit), unit };
  throw telling('balance-over', facts, [{ pointer: '/moreInputs', code: 'inputs-missing' }], facts);
}
