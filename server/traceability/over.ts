import type { Quantity } from '../catalog/products.ts';
import { findStage, getProfile } from '../catalog/profiles.ts';
import { telling } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { tolerance } from './balance.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { byProductsOf, wholeOf } from './by-product.ts';
import type { WantedInput } from './input.ts';
import { inputsOf } from './trace-edges.ts';

/** Nothing is for sale of a batch that is over until what is missing is written down, or somebody answers for it. */
export const notOver = { balanceAsked: { $ne: 'over' as const } };

/**
 * At the step that turns what went in into the goods, no more can have come out than went in: unless something that went in was
 * not written down yet, which is asked. Who says so goes on, and nothing of the batch is for sale until it is written down.
 * @param isMissing whether somebody says that something is still missing
 * @returns whether more came out than is said to have gone in
 * @throws conflict('balance-over')
 */
export async function refuseOver(
  batch: BatchRecord,
  stageId: string,
  { more, isMissing }: { more: readonly WantedInput[]; isMissing: boolean },
): Promise<boolean> {
  if (!findStage(getProfile(batch.kind), stageId)?.yield) return false;
  const whole = wholeOf(batch.quantity, await byProductsOf(batch.code));
  return refuseMoreThanIn(whole, [...inputsOf(batch), ...more], isMissing);
}

/** The same where a batch is registered. @throws conflict('balance-over') */
export function refuseMoreThanIn(made: Quantity, all: readonly { quantity: Quantity }[], isMissing: boolean): boolean {
  const over = moreThanIn(made, all);
  if (over === null) return false;
  if (isMissing) return true;
  throw telling('balance-over', over, [{ pointer: '/moreInputs', code: 'inputs-missing' }], over);
}

/**
 * The same where it is said later that more was made than was registered, of a batch or of what came out beside it.
 * @throws conflict('balance-over')
 */
export async function refuseMoreMade(batch: BatchRecord, made: Quantity): Promise<void> {
  const main = batch.besideOf ? await BatchModel.findOne({ code: batch.besideOf }).lean<BatchRecord>() : batch;
  if (main === null) return;
  const [all, beside] = [inputsOf(main), await byProductsOf(main.code)];
  const whole = (quantity: Quantity) =>
    main.code === batch.code
      ? wholeOf(quantity, beside)
      : wholeOf(
          main.quantity,
          beside.map((one) => (one.code === batch.code ? { quantity } : one)),
        );
  const over = moreThanIn(whole(made), all);
  // What was over before is not for sale, and is answered for.
  if (over === null || moreThanIn(whole(batch.quantity), all) !== null) return;
  throw telling('balance-over', over, [{ pointer: '/quantity/value', code: 'made-more-than-in', facts: over }], over);
}

/** Whether more came out at a making than went in, with all that came out beside it. @throws conflict('balance-over') */
export async function refuseBesideOver(code: string, isMissing: boolean): Promise<boolean> {
  const main = await BatchModel.findOne({ code }).lean<BatchRecord>();
  return main !== null && refuseMoreThanIn(wholeOf(main.quantity, await byProductsOf(code)), inputsOf(main), isMissing);
}

/** What was made and what went in, where the one is more than the other can give; null also where their units do not convert. */
function moreThanIn({ value: made, unit }: Quantity, all: readonly { quantity: Quantity }[]) {
  if (all.length === 0 || all.some(({ quantity }) => !converts(quantity.unit, unit))) return null;
  const total = all.reduce((sum, { quantity }) => sum + amountOf(quantity).thousandths, 0);
  return amountOf({ value: made, unit }).thousandths <= total * tolerance
    ? null
    : { made, in: inUnit(total, unit), unit };
}
