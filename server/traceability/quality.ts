import type { QueryFilter } from 'mongoose';
import type { Actor } from '../actor.ts';
import { daysAfter, daysBetween } from '../days.ts';
import { sellersSeenBy, whereOf } from '../identity/sellers.ts';
import { readAll } from './bans.ts';
import type { Batch } from './batch.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { findRecord } from './batch-sight.ts';
import { codesBarredByRecalls } from './descendants.ts';

export { type Ask, asksOf } from './balance-asked.ts';

/**
 * outside: something measured lies outside its limit; untested: its product asks for a passed inspection, and there is none;
 * balance: more or less came of it than is expected.
 */
export type Concern = 'outside' | 'untested' | 'balance';

export interface WatchQuery {
  concern: Concern;
  kind?: string | undefined;
  sellerId?: string | undefined;
  limit: number;
  /** The code of the last batch already seen. */
  after?: string | undefined;
}

/** The batches of one concern among those the actor may see, newest first. */
export async function watchedBatches(actor: Actor, wanted: WatchQuery): Promise<Batch[]> {
  const { concern, kind, sellerId, limit, after } = wanted;
  const last = after === undefined ? null : await findRecord(after);
  const records = await BatchModel.find({
    ...conditions[concern],
    ...settled,
    ...(await seenBy(actor, sellerId)),
    ...(kind === undefined ? {} : { kind }),
    ...(last ? { _id: { $lt: last._id } } : {}),
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return readAll(records);
}

/** How many batches of one concern the actor may see; all of them. */
export async function countWatched(actor: Actor, concern: Concern): Promise<number> {
  return BatchModel.countDocuments({ ...conditions[concern], ...(await seenBy(actor)) });
}

/**
 * How many batches the actor may see that are called back, by themselves or by what they were made from, and of which packs
 * are still in the house.
 */
export async function countRecalledOnHand(actor: Actor): Promise<number> {
  const [seen, barred] = await Promise.all([seenBy(actor), codesBarredByRecalls()]);
  const onHand = { 'stock.onHand': { $gt: 0 }, ...seen };
  const [own, made] = await Promise.all([
    BatchModel.countDocuments({ state: 'recalled', ...onHand }),
    barred.length === 0 ? 0 : BatchModel.countDocuments({ code: { $in: barred }, state: 'open', ...onHand }),
  ]);
  return own + made;
}

/** How many batches of those the actor may see ask why more or less came of them than is expected, with no answer yet. */
export async function countBalanceAsks(actor: Actor): Promise<number> {
  return BatchModel.countDocuments({
    ...conditions.balance,
    $and: [{ balanceAsked: { $in: ['open', 'over'] } }],
    ...(await seenBy(actor)),
  });
}

/** The batches of these codes that the actor may see, in the order of the codes. */
export async function seenBatches(actor: Actor, codes: readonly string[]): Promise<Batch[]> {
  const records = await BatchModel.find({ code: { $in: [...codes] }, ...(await seenBy(actor)) }).lean();
  const byCode = new Map(records.map((record) => [record.code, record]));
  return readAll(codes.flatMap((code) => byCode.get(code) ?? []));
}

/** Goods on hand whose last day is near or past. */
export interface EndingBatch {
  code: string;
  lot: string;
  productId: string;
  sellerId: string;
  /** YYYY-MM-DD, the last day they may be sold. */
  expiresOn: string;
  /** Packs of all kinds together. */
  onHand: number;
}

const longestNotice = 30;
const most = 200;

/**
 * Batches with packs on hand that may be sold for 30 days more at most, or, where the whole life is short, for the last
 * quarter of it; and those past their last day, which nobody can buy any more. The soonest first.
 * @param today YYYY-MM-DD
 */
export async function endingBatches(sellerIds: readonly string[] | 'all', today: string): Promise<EndingBatch[]> {
  const ahead = daysAfter(today, longestNotice);
  const [past, near] = await Promise.all([
    onHand(sellerIds, { $lt: today }, -1),
    onHand(sellerIds, { $gte: today, $lte: ahead }, 1),
  ]);
  return [...past.reverse(), ...near.filter((batch) => isNear(batch, today))].map((record) => ({
    code: record.code,
    lot: record.lot,
    productId: record.productId,
    sellerId: record.sellerId,
    expiresOn: record.expiresOn ?? '',
    onHand: record.stock.reduce((sum, row) => sum + row.onHand, 0),
  }));
}

/** Whether the last quarter of its life, 30 days at most, has begun. */
export function isNear({ producedOn, expiresOn }: Pick<BatchRecord, 'producedOn' | 'expiresOn'>, today: string) {
  if (expiresOn === null) return false;
  const notice = Math.min(longestNotice, Math.ceil(daysBetween(producedOn, expiresOn) / 4));
  return daysBetween(today, expiresOn) <= notice;
}

const conditions: Readonly<Record<Concern, QueryFilter<BatchRecord>>> = {
  outside: { outside: true },
  untested: { gate: 'waiting' },
  balance: { balanceAsked: { $gte: 'answered' } },
};

// The first condition is the index's own: only batches with packs on hand are in it.
const onHand = (sellerIds: readonly string[] | 'all', expiresOn: Record<string, string>, order: 1 | -1) =>
  BatchModel.find(
    {
      'stock.onHand': { $gt: 0 },
      expiresOn,
      state: 'open',
      ...whereOf(sellerIds),
    },
    { code: 1, lot: 1, productId: 1, sellerId: 1, producedOn: 1, expiresOn: 1, stock: 1 },
  )
    .sort({ expiresOn: order, _id: order })
    .limit(most)
    .lean();

async function seenBy(actor: Actor, sellerId?: string): Promise<{ sellerId?: { $in: string[] } }> {
  const seen = await sellersSeenBy(actor);
  return whereOf(sellerId === undefined ? seen : [sellerId].filter((one) => seen === 'all' || seen.includes(one)));
}
