import { readFileSync } from 'node:fs';
import { type Model, model, Schema } from 'mongoose';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, invalid, type Mistake } from '../errors.ts';
import { requireActFor } from '../identity/sellers.ts';
import { fromRoot } from '../root.ts';

/** What a seller says of goods that come back, beside what law and the market's own terms give every buyer. */
export interface ReturnRules {
  /** days after delivery in which goods that are wrong, short, broken or not as described are told of; their way back is the seller's */
  faultDays: number;
  /** days after delivery in which a buyer may send back goods that are as they should be; 0: not at all */
  mindDays: number;
  /** who pays the way back of these */
  wayBack: 'buyer' | 'seller';
  /** which goods these do not hold for; '': for all */
  excluded: string;
  /** 0: there is no warranty */
  warrantyMonths: number;
  /** where the seller is reached about it; '': only through the market's complaints */
  reach: string;
}

/** Rules as they once held; none is ever changed, so that an order can name the one it was concluded under. */
export interface ReturnVersion extends ReturnRules {
  /** 0 until the seller says something */
  number: number;
  /** null of number 0 */
  at: Date | null;
}

const Limit = z.strictObject({ least: z.int().min(0), most: z.int().min(1) });
const {
  source: _source,
  asOf,
  ...limits
} = z
  .strictObject({
    source: z.string().min(1),
    asOf: z.string(),
    faultDays: Limit,
    mindDays: Limit,
    warrantyMonths: Limit,
  })
  .parse(JSON.parse(readFileSync(fromRoot('server/orders/return-limits.json'), 'utf8')));

/** Between which numbers a seller may choose, and as of when. */
export const returnLimits = limits;
export const returnLimitsAsOf = asOf;

/** What holds where a seller has said nothing: what has to be given, and no more. */
const unsaid: ReturnVersion = {
  number: 0,
  at: null,
  faultDays: limits.faultDays.least,
  mindDays: limits.mindDays.least,
  wayBack: 'buyer',
  excluded: '',
  warrantyMonths: limits.warrantyMonths.least,
  reach: '',
};

interface ReturnRulesRecord {
  /** the seller's id */
  _id: string;
  /** the oldest first */
  versions: (ReturnVersion & { at: Date })[];
}

const version = {
  _id: false,
  number: Number,
  at: Date,
  faultDays: Number,
  mindDays: Number,
  wayBack: String,
  excluded: String,
  warrantyMonths: Number,
  reach: String,
};
const RulesModel: Model<ReturnRulesRecord> = model<ReturnRulesRecord>(
  'ReturnRules',
  new Schema<ReturnRulesRecord>(
    { _id: { type: String, required: true }, versions: [version] },
    { versionKey: false, strict: 'throw' },
  ),
  'return-rules',
);

/** All that a seller ever said of it, the oldest first: number 0 is what holds until then. */
export async function returnVersionsOf(sellerId: string): Promise<[ReturnVersion, ...ReturnVersion[]]> {
  const record = await RulesModel.findById(sellerId).lean<ReturnRulesRecord>();
  return [unsaid, ...(record?.versions ?? [])];
}

/** What a seller's orders are concluded under at a moment: rules hold from when they are said, for orders from then on. */
export async function returnRulesOn(sellerId: string, at: Date): Promise<ReturnVersion> {
  const versions = await returnVersionsOf(sellerId);
  return versions.findLast((one) => one.at === null || one.at <= at) ?? unsaid;
}

/** Those of a number, as an order was concluded under them. */
export const returnRulesNumbered = async (sellerId: string, number: number): Promise<ReturnVersion> =>
  (await returnVersionsOf(sellerId)).find((one) => one.number === number) ?? unsaid;

/** The ids of sellers that have said something of their own. */
export const sellersWithReturnRules = async (): Promise<string[]> =>
  (await RulesModel.find({ 'versions.0': { $exists: true } }, { _id: 1 }).lean<ReturnRulesRecord[]>()).map(
    ({ _id }) => _id,
  );

/**
 * A seller says what holds for its orders from now on; those placed before keep theirs. Said again as it stands, nothing is written.
 * @throws missing('seller-not-found'), forbidden('not-yours'), invalid('mistakes') naming what law or the market's terms do not
 *   allow, conflict('return-rules-meanwhile') when somebody else was quicker
 */
export async function setReturnRules(actor: Actor, sellerId: string, rules: ReturnRules, at: Date): Promise<void> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const mistakes = mistakesIn(rules);
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  const before = (await returnVersionsOf(sellerId)).at(-1) ?? unsaid;
  if (before.number > 0 && sameRules(before, rules)) return;
  const said = { number: before.number + 1, at, ...rulesIn(rules) };
  const _id = sellerId;
  await upsert(() => RulesModel.updateOne({ _id }, { $setOnInsert: { versions: [] } }, { upsert: true }));
  const { modifiedCount } = await RulesModel.updateOne(
    { _id, 'versions.number': { $ne: said.number } },
    { $push: { versions: said } },
  );
  if (modifiedCount === 0) throw conflict('return-rules-meanwhile');
}

const counted = ['faultDays', 'mindDays', 'warrantyMonths'] as const;

const mistakesIn = (rules: ReturnRules): Mistake[] =>
  counted
    .filter((name) => !(Number.isInteger(rules[name]) && within(rules[name], limits[name])))
    .map((name) => ({ pointer: `/${name}`, code: 'return-rule-out-of-range', facts: { ...limits[name] } }));

const within = (value: number, { least, most }: z.output<typeof Limit>): boolean => value >= least && value <= most;

const rulesIn = ({ faultDays, mindDays, wayBack, excluded, warrantyMonths, reach }: ReturnRules): ReturnRules => ({
  faultDays,
  mindDays,
  wayBack,
  excluded,
  warrantyMonths,
  reach,
});

const sameRules = (one: ReturnRules, other: ReturnRules): boolean =>
  JSON.stringify(rulesIn(one)) === JSON.stringify(rulesIn(other));

/** Erases what the people of a seller wrote into its rules; days and who pays stay, as orders were concluded under them. Safe to repeat. */
export async function forgetReturnWords(sellerId: string): Promise<void> {
  await RulesModel.updateOne({ _id: sellerId }, { $set: { 'versions.$[].excluded': '', 'versions.$[].reach': '' } });
}
