import type { Actor } from '../actor.ts';
import { getProfile, type StageYield, yieldsInForce } from '../catalog/profiles.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { seenRecord } from './batch-sight.ts';
import { heldIn, leftIn, packSizesOf, packsMade, stepsOf, writeOffsIn } from './bulk.ts';
import { byProductsOf } from './by-product.ts';
import { descendantsOf } from './descendants.ts';
import { sourceOf } from './input.ts';
import { inputsOf } from './trace-edges.ts';

/** An amount of another batch or lot, in this batch's unit; null where its unit does not convert. */
export interface BalanceLine {
  /** Of a batch its code, of a lot from outside its id; a name for this answer alone where the actor may not see it. */
  id: string;
  value: number | null;
}

export interface Expected {
  least: number;
  most: number;
  source: string;
}

export type BalanceVerdict = 'even' | 'ask' | 'over';

/** What went into a batch and what became of it, all in its own unit. */
export interface Balance {
  in: BalanceLine[];
  made: number;
  /** What came out beside it at the same making. */
  beside: BalanceLine[];
  /** In packs of a size that converts. */
  packed: number;
  usedBy: BalanceLine[];
  writtenOff: number;
  left: number;
  unit: string;
  /** How much came of what went in; null without inputs, or where their units do not convert. */
  yield: { ratio: number; expected: Expected | null } | null;
  /** even: as expected; ask: outside of it, a question; over: more came out than went in, or more left than there was. */
  verdict: BalanceVerdict;
  /** What somebody answered to the question, the latest last. */
  answers: { said: string; at: Date }[];
}

/** @throws missing('batch-not-found') */
export async function balanceOf(actor: Actor, code: string): Promise<Balance> {
  const seen = await sellersSeenBy(actor);
  return reckonBalance(await seenRecord(actor, code), ({ sellerId }) => seen === 'all' || seen.includes(sellerId));
}

type Named = Pick<BatchRecord, 'code' | 'sellerId'>;

async function reckonBalance(batch: BatchRecord, maySee: (batch: Named) => boolean): Promise<Balance> {
  const { unit } = batch.quantity;
  const packs = packsMade(batch).map(({ packId, count }) => [packId, count] as const);
  const sizes = await packSizesOf(packs.map(([packId]) => packId));
  const [usedBy, left, yields, making] = await Promise.all([
    usersOf(batch, maySee),
    leftIn(batch),
    yieldsInForce(getProfile(batch.kind)),
    makingOf(batch),
  ]);
  const going = {
    in: making.in,
    made: batch.quantity.value,
    beside: making.beside,
    packed: inUnit(heldIn(packs, sizes, unit), unit),
    usedBy,
    writtenOff: sum(writeOffsIn(batch).map(({ amount }) => (amount ? valueIn(amount, unit) : 0))),
    left: left.value,
    unit,
  };
  const ratio = ratioOf(going);
  // What is expected of a kind's stages is said of its goods, not of what is left beside them.
  const expected = batch.besideOf ? null : expectedOf(batch, yields);
  const outgoing = going.packed + sum(usedBy.map(({ value }) => value)) + going.writtenOff;
  return {
    ...going,
    yield: ratio === null ? null : { ratio, expected },
    verdict: verdictOf({ ratio, whole: wholeRatioOf(going), expected, isOverdrawn: outgoing > going.made * tolerance }),
    answers: answersIn(batch),
  };
}

/** What went in and what came out beside, of a by-product those of the making that it came from. */
async function makingOf(batch: BatchRecord): Promise<Pick<Balance, 'in' | 'beside'>> {
  const { unit } = batch.quantity;
  const main = batch.besideOf ? await BatchModel.findOne({ code: batch.besideOf }).lean<BatchRecord>() : batch;
  if (main === null) return { in: [], beside: [] };
  const all = [main, ...(await byProductsOf(main.code))].filter(({ code }) => code !== batch.code);
  const beside = all.map(({ code, quantity }) => ({ id: code, value: valueIn(quantity, unit) }));
  return { in: linesIn({ ...main, quantity: batch.quantity }), beside };
}

/** Scales and moisture are not exact to the gram. */
export const tolerance = 1.005;

/** What is expected of a ratio, made to in. More than went in is impossible; all of it is a batch that was only divided. */
export function verdictOf({
  ratio,
  whole = ratio,
  expected,
  isOverdrawn,
}: {
  ratio: number | null;
  /** The same of all that came out. */
  whole?: number | null;
  expected: Expected | null;
  isOverdrawn: boolean;
}): BalanceVerdict {
  if (isOverdrawn || (whole !== null && whole > tolerance)) return 'over';
  if (ratio === null || expected === null || ratio >= 2 - tolerance) return 'even';
  return ratio >= expected.least && ratio <= expected.most ? 'even' : 'ask';
}

/** What the transforming steps that were recorded are expected to leave, or all of the profile's when none is recorded yet. */
export function expectedOf(batch: Pick<BatchRecord, 'events'>, yields: readonly StageYield[]): Expected | null {
  const recorded = new Set(stepsOf(batch).map(({ stage }) => stage));
  const done = yields.filter(({ stage }) => recorded.has(stage));
  const used = done.length > 0 ? done : yields;
  if (used.length === 0) return null;
  const product = (side: 'least' | 'most'): number => used.reduce((all, one) => all * one[side], 1);
  // Who starts from goods that others have worked on loses only what the last stage takes.
  const most = done.length > 0 ? product('most') : Math.max(...used.map((one) => one.most));
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    least: rounded(product('least')),
    most: rounded(most),
    source: [...new Set(used.map(({ source }) => source))].join('; '),
  };
}

// Of who used it and may not be seen only the amount is told: it is missing here.
async function usersOf(batch: BatchRecord, maySee: (batch: Named) => boolean): Promise<BalanceLine[]> {
  const made = await descendantsOf<BatchRecord>([batch.code], { code: 1 });
  const direct = made.filter(({ generation }) => generation === 1).map(({ code }) => code);
  const records = await BatchModel.find({ code: { $in: direct } }).lean<BatchRecord[]>();
  return records.flatMap((record, index) =>
    inputsOf(record)
      .filter((input) => input.batchCode === batch.code)
      .map((input) => ({
        id: maySee(record) ? record.code : `hidden-${index + 1}`,
        value: valueIn(input.quantity, batch.quantity.unit),
      })),
  );
}

/** How much came of what went in; null without inputs, or where their units do not convert. */
export function ratioOf({ in: lines, made }: Pick<Balance, 'in' | 'made'>): number | null {
  const total = totalOf(lines);
  return total !== null && total > 0 ? Math.round((made / total) * 10_000) / 10_000 : null;
}

/** How much came of what went in with all that came out beside it; null as `ratioOf`. */
export const wholeRatioOf = ({ in: lines, made, beside }: Pick<Balance, 'in' | 'made' | 'beside'>): number | null =>
  ratioOf({ in: lines, made: sum([made, ...beside.map(({ value }) => value)]) });

/** What went into a batch, in its own unit. */
export const linesIn = (batch: Parameters<typeof inputsOf>[0] & Pick<BatchRecord, 'quantity'>): BalanceLine[] =>
  inputsOf(batch).map((input) => ({ id: sourceOf(input), value: valueIn(input.quantity, batch.quantity.unit) }));

/** All of it; null where nothing went in, or its units do not convert. */
export const totalOf = (lines: readonly BalanceLine[]): number | null =>
  lines.length === 0 || lines.some(({ value }) => value === null) ? null : sum(lines.map(({ value }) => value));

export const valueIn = (quantity: { value: number; unit: string }, unit: string): number | null =>
  converts(quantity.unit, unit) ? inUnit(amountOf(quantity).thousandths, unit) : null;

const sum = (values: readonly (number | null)[]): number =>
  Math.round(values.reduce<number>((all, value) => all + (value ?? 0), 0) * 1e6) / 1e6;

/** What was answered to the question, the latest last. */
export const answersIn = ({ events }: Pick<BatchRecord, 'events'>): Balance['answers'] =>
  events
    .filter(({ stage }) => stage === 'balance-answered')
    .map(({ words, recordedAt }) => ({ said: words?.note ?? '', at: recordedAt }));
