import mongoose from 'mongoose';
import type { Actor } from '../actor.ts';
import { insertNew } from '../database/insert-new.ts';
import { missing, ofAnother } from '../errors.ts';
import { mayActFor, sellersActedFor } from '../identity/sellers.ts';
import { standingRecalls } from '../traceability/recall-book.ts';
import type { Order, OrderState } from './order.ts';
import { OrderModel, type OrderRecord, readOrder } from './order-record.ts';

/** no-answer: tried, and to be tried again. */
export type CallOutcome = 'waiting' | 'told' | 'no-answer';

/** A buyer to tell of a recall, and whether somebody has. */
interface RecallCallRecord {
  /** `<recall> <order>` */
  _id: string;
  recallId: string;
  order: string;
  sellerId: string;
  outcome: CallOutcome;
  /** Everything that was noted, the latest last: nothing is written over. */
  notes: { outcome: CallOutcome; by: string; at: Date }[];
}

/** The same with its order, as who sells it sees it. */
export interface RecallCall extends Pick<RecallCallRecord, 'recallId' | 'outcome'> {
  order: Order;
  /** Who noted the outcome, and when; null while nobody has. */
  noted: { by: string; at: Date } | null;
}

/** How far the sellers have come with telling their buyers. */
export interface CallProgress {
  sellerId: string;
  told: number;
  all: number;
}

/** Orders whose buyers have paid or hold the goods: they must hear of a recall. */
const toldStates: readonly OrderState[] = ['paid', 'packed', 'shipped', 'delivered'];

const schema = new mongoose.Schema<RecallCallRecord>(
  {
    _id: { type: String, required: true },
    recallId: { type: String, required: true },
    order: { type: String, required: true },
    sellerId: { type: String, required: true },
    outcome: { type: String, required: true },
    notes: [{ _id: false, outcome: String, by: String, at: Date }],
  },
  { versionKey: false, strict: 'throw', collection: 'recall-calls' },
);
schema.index({ recallId: 1, sellerId: 1, outcome: 1 });

const RecallCallModel = mongoose.model<RecallCallRecord>('RecallCall', schema);

/** Puts every paid order with packs of these batches onto the list of a recall's calls. Safe to repeat. */
export async function listCalls(recallId: string, batchCodes: readonly string[]): Promise<void> {
  const orders = await OrderModel.find(
    { 'items.taken.batchCode': { $in: [...batchCodes] }, state: { $in: [...toldStates] } },
    { number: 1, sellerId: 1 },
  ).lean();
  const calls = orders.map(({ number, sellerId }) => ({
    _id: idOf(recallId, number),
    recallId,
    order: number,
    sellerId,
  }));
  await insertNew(
    RecallCallModel,
    calls.map((call) => ({ ...call, outcome: 'waiting', notes: [] })),
  );
}

/**
 * Notes what became of telling a buyer; who noted it first and when stays, however often the same is sent.
 * @throws missing('recall-call-not-found') for an order that is not on the list, or not the actor's
 */
export async function noteCall(
  actor: Actor,
  { recallId, number, outcome }: { recallId: string; number: string; outcome: CallOutcome },
  at: Date,
): Promise<void> {
  const _id = idOf(recallId, number);
  const call = await RecallCallModel.findOne({ _id }, { sellerId: 1 }).lean();
  if (!call) throw missing('recall-call-not-found');
  if (!(await mayActFor(actor, call.sellerId))) throw ofAnother(missing('recall-call-not-found'), 'order');
  await RecallCallModel.updateOne(
    { _id, outcome: { $ne: outcome } },
    { $set: { outcome }, $push: { notes: { outcome, by: actor.name, at } } },
  );
}

/** A list of calls as far as it was asked for, and how long it is. */
export interface CallList {
  calls: RecallCall[];
  /** All of the actor's, and those of them that are still to be made. */
  all: number;
  left: number;
}

const inTurn: readonly CallOutcome[] = ['waiting', 'no-answer', 'told'];

/**
 * The calls of a recall for the sellers whom the actor acts for: first those nobody tried yet, so that who does not answer keeps
 * nobody else off the page. @param most so many as a page or a file holds
 */
export async function callsFor(actor: Actor, recallId: string, most: number): Promise<CallList> {
  const ofThese = { recallId, sellerId: { $in: (await sellersActedFor(actor)).map(({ id }) => id) } };
  const lists = inTurn.map((outcome) =>
    RecallCallModel.find({ ...ofThese, outcome })
      .sort({ _id: 1 })
      .limit(most)
      .lean(),
  );
  const [calls, all, left] = await Promise.all([
    Promise.all(lists),
    RecallCallModel.countDocuments(ofThese),
    RecallCallModel.countDocuments({ ...ofThese, outcome: { $ne: 'told' } }),
  ]);
  return { calls: await withOrders(calls.flat().slice(0, most)), all, left };
}

async function withOrders(calls: readonly RecallCallRecord[]): Promise<RecallCall[]> {
  const orders = await OrderModel.find({ number: { $in: calls.map(({ order }) => order) } }).lean<OrderRecord[]>();
  const byNumber = new Map(orders.map((order) => [order.number, readOrder(order)]));
  return calls.flatMap((call) => present(call, byNumber.get(call.order)));
}

/** What became of telling these buyers, by order; absent for orders that are not on the recall's list. */
export async function outcomesOf(recallId: string, numbers: readonly string[]): Promise<Map<string, CallOutcome>> {
  const ids = numbers.map((number) => idOf(recallId, number));
  const calls = await RecallCallModel.find({ _id: { $in: ids } }, { order: 1, outcome: 1 }).lean();
  return new Map(calls.map(({ order, outcome }) => [order, outcome]));
}

/** Of each seller how many buyers have been told, of all that have to be. */
export async function callProgress(recallId: string): Promise<CallProgress[]> {
  const calls = await RecallCallModel.find({ recallId }, { sellerId: 1, outcome: 1 }).lean();
  const sellers = [...new Set(calls.map(({ sellerId }) => sellerId))];
  return sellers.map((sellerId) => {
    const own = calls.filter((call) => call.sellerId === sellerId);
    return { sellerId, told: own.filter(({ outcome }) => outcome === 'told').length, all: own.length };
  });
}

/** Buyers of standing recalls whom the actor still has to tell. */
export async function countCalls(sellerIds: readonly string[]): Promise<number> {
  const recalls = await standingRecalls();
  if (recalls.length === 0) return 0;
  const waiting = { outcome: { $ne: 'told' as const }, sellerId: { $in: [...sellerIds] } };
  return RecallCallModel.countDocuments({ recallId: { $in: recalls.map(({ id }) => id) }, ...waiting });
}

const idOf = (recallId: string, number: string): string => `${recallId} ${number}`;

const present = ({ recallId, outcome, notes }: RecallCallRecord, order: Order | undefined): RecallCall[] => {
  const last = notes.at(-1);
  return order ? [{ recallId, outcome, order, noted: last ? { by: last.by, at: last.at } : null }] : [];
};
