import { getProfile, type StageYield, yieldsInForce } from '../catalog/profiles.ts';
import { amountOf } from './amount.ts';
import { answersIn, type Balance, expectedOf, linesIn, ratioOf, tolerance, totalOf, verdictOf } from './balance.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { type ByProduct, byProductsOf, byProductsOfAll, wholeOf } from './by-product.ts';
import { inputsOf } from './trace-edges.ts';

/**
 * A batch of which more or less came than is expected: open until somebody has answered why. over: more came than went in, so that
 * something is not written down yet; nothing of it is for sale until it is, or the cooperative or the officer answers for it.
 */
export type BalanceAsked = 'open' | 'answered' | 'over';

/** Kept in the history, in the words that the form asks with. */
export const inputsMissing = 'Còn nguyên liệu chưa ghi';

/** What is asked about a batch, and what was answered last. */
export interface Ask {
  verdict: Balance['verdict'];
  /** What went in, in the batch's unit; null where nothing did, or its units do not convert. */
  in: number | null;
  /** With what came out beside it. */
  made: number;
  unit: string;
  expected: { least: number; most: number } | null;
  said: string | null;
}

type Facts = Pick<BatchRecord, 'code' | 'kind' | 'quantity' | 'inputs' | 'events' | 'madeFrom' | 'left'>;

/**
 * Whether a batch's balance asks; kept beside the history, so that those that ask can be listed. What came out beside a batch is
 * asked about with that batch, which drew on the inputs.
 */
export async function balanceAskedOf(batch: Facts): Promise<BalanceAsked | null> {
  const all = inputsOf(batch);
  if (all.length === 0 && (batch.left ?? 0) >= 0) return null;
  const beside = all.length === 0 ? [] : await byProductsOf(batch.code);
  const { verdict, said } = askIn(batch, await yieldsInForce(getProfile(batch.kind)), beside);
  if (verdict === 'even') return null;
  if (verdict === 'over' && isMoreThanIn(batch, beside)) return isAnsweredFor(batch) ? 'answered' : 'over';
  return said === null ? 'open' : 'answered';
}

// Packs that outweigh their batch are a matter of scales and are asked about.
const isMoreThanIn = (batch: Facts, beside: readonly ByProduct[]): boolean =>
  (ratioOf({ in: linesIn(batch), made: wholeOf(batch.quantity, beside).value }) ?? 0) > tolerance;

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
  const [records, beside] = await Promise.all([
    BatchModel.find({ code: { $in: [...codes] } }, wanted).lean<Facts[]>(),
    byProductsOfAll(codes),
  ]);
  const besideIt = (code: string): ByProduct[] => beside.filter(({ besideOf }) => besideOf === code);
  const kinds = [...new Set(records.map(({ kind }) => kind))];
  const yields = new Map(
    await Promise.all(kinds.map(async (kind) => [kind, await yieldsInForce(getProfile(kind))] as const)),
  );
  return new Map(
    records.map((record) => [record.code, askIn(record, yields.get(record.kind) ?? [], besideIt(record.code))]),
  );
}

function askIn(batch: Facts, yields: readonly StageYield[], beside: readonly ByProduct[]): Ask {
  const { unit } = batch.quantity;
  const lines = linesIn(batch);
  const ratio = ratioOf({ in: lines, made: batch.quantity.value });
  const made = wholeOf(batch.quantity, beside).value;
  const expected = expectedOf(batch, yields);
  const most = amountOf(batch.quantity).thousandths * (tolerance - 1);
  const isOverdrawn = (batch.left ?? 0) < -most;
  const verdict = verdictOf({ ratio, whole: ratioOf({ in: lines, made }), expected, isOverdrawn });
  return { verdict, in: totalOf(lines), made, unit, expected, said: answersIn(batch).at(-1)?.said ?? null };
}
