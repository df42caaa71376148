import { getProfile, type StageYield, yieldsInForce } from '../catalog/profiles.ts';
import { amountOf } from './amount.ts';
import { answersIn, type Balance, expectedOf, linesIn, ratioOf, tolerance, totalOf, verdictOf } from './balance.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { inputsOf } from './trace.ts';

/**
 * A batch of which more or less came than is expected: open until somebody has answered why. over: more came than went in, and who
 * made it says that something is not written down yet; nothing of it is for sale until what is missing is written down or the cooperative or the officer answers for it.
 */
export type BalanceAsked = 'open' | 'answered' | 'over';

/** Kept in the history, in the words that the form asks with. */
export const inputsMissing = 'Còn nguyên liệu chưa ghi';

/** What is asked about a batch, and what was answered last. */
export interface Ask {
  verdict: Balance['verdict'];
  /** What went in, in the batch's unit; null where nothing did, or its units do not convert. */
  in: number | null;
  made: number;
  unit: string;
  expected: { least: number; most: number } | null;
  said: string | null;
}

type Facts = Pick<BatchRecord, 'code' | 'kind' | 'quantity' | 'inputs' | 'events' | 'madeFrom' | 'left'>;

/** Whether a batch's balance asks, by its own record alone; kept beside the history, so that those that ask can be listed. */
export async function balanceAskedOf(batch: Facts): Promise<BalanceAsked | null> {
  const all = inputsOf(batch);
  if (all.length === 0 && (batch.left ?? 0) >= 0) return null;
  const { verdict, said } = askIn(batch, await yieldsInForce(getProfile(batch.kind)));
  if (verdict === 'even') return null;
  if (verdict === 'over' && isMoreThanIn(batch)) return isAnsweredFor(batch) ? 'answered' : 'over';
  return said === null ? 'open' : 'answered';
}

// Packs that outweigh their batch are a matter of scales and are asked about.
const isMoreThanIn = (batch: Facts): boolean =>
  answersIn(batch).some(({ said }) => said === inputsMissing) &&
  (ratioOf({ in: linesIn(batch), made: batch.quantity.value }) ?? 0) > tolerance;

// What changes the balance after that is answered for anew.
function isAnsweredFor({ events }: Facts): boolean {
  const changed = events.findLastIndex(
    ({ inputs, facts, withdrawn }) => (inputs ?? []).length > 0 || facts || withdrawn,
  );
  return events.findLastIndex(({ stage }) => stage === 'sale-allowed') > changed;
}

/** What is asked about each of these batches, by code. */
export async function asksOf(codes: readonly string[]): Promise<Map<string, Ask>> {
  const wanted = { code: 1, kind: 1, quantity: 1, inputs: 1, events: 1, madeFrom: 1, left: 1 } as const;
  const records = await BatchModel.find({ code: { $in: [...codes] } }, wanted).lean<Facts[]>();
  const kinds = [...new Set(records.map(({ kind }) => kind))];
  const yields = new Map(
    await Promise.all(kinds.map(async (kind) => [kind, await yieldsInForce(getProfile(kind))] as const)),
  );
  return new Map(records.map((record) => [record.code, askIn(record, yields.get(record.kind) ?? [])]));
}

function askIn(batch: Facts, yields: readonly StageYield[]): Ask {
  const { unit, value: made } = batch.quantity;
  const lines = linesIn(batch);
  const ratio = ratioOf({ in: lines, made });
  const expected = expectedOf(batch, yields);
  const most = amountOf(batch.quantity).thousandths * (tolerance - 1);
  const verdict = verdictOf({ ratio, expected, isOverdrawn: (batch.left ?? 0) < -most });
  return { verdict, in: totalOf(lines), made, unit, expected, said: answersIn(batch).at(-1)?.said ?? null };
}
