import type { QueryFilter } from 'mongoose';
import { bansOn, type Descended, descent, isBeingRecalled } from './bans.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { notOver } from './over.ts';

export interface Taken {
  batchCode: string;
  packId: string;
  quantity: number;
}

type Wanted = { packId: string; quantity: number };

/** onHand − held over the batches that can be sold (not recalled, not expired on this day); packs without any are absent. */
export async function availableByPack(packIds: readonly string[], today: string): Promise<Map<string, number>> {
  const wanted = new Set(packIds);
  const available = new Map<string, number>();
  for (const { stock } of await sellable([...wanted], today)) {
    for (const { packId, free } of stock.filter((row) => wanted.has(row.packId) && row.free > 0)) {
      available.set(packId, (available.get(packId) ?? 0) + free);
    }
  }
  return available;
}

/** The ids of the products that have anything to be sold on this day (YYYY-MM-DD): as long as the shelves are full, that is most of them. */
export async function productsLeft(today: string): Promise<string[]> {
  const found = await Promise.all(inDate(today).map(sellableWhere));
  return [...new Set(found.flat().map(({ productId }) => productId))];
}

/** The batches registered last of which something can be sold on this day, the newest first, so many of them at most. */
export async function newestLeft(today: string, limit: number): Promise<{ productId: string; producedOn: string }[]> {
  const found = await BatchModel.find(
    { $or: inDate(today), ...somethingFree, ...mayBeSold },
    { ...descent, productId: 1 },
  )
    .sort({ _id: -1 })
    .limit(limit)
    .lean<(Descended & Pick<BatchRecord, 'productId'>)[]>();
  const bans = await bansOn(found);
  return found.filter(({ code }) => !bans.has(code)).map(({ productId, producedOn }) => ({ productId, producedOn }));
}

/**
 * Holds packs for an order, first-expiring-first, over several batches if need be; all or nothing: when short, what was
 * taken is let go again. Each batch is one conditional update, so nothing is promised twice; after a crash the same call
 * goes on where it stopped and gives the same result. One caller at a time for one order.
 * @param order the name of the hold, such as the order's number
 * @param until until when the order may keep them; whoever placed it lets go
 * @param today YYYY-MM-DD
 */
export async function takeHolds(
  order: string,
  items: readonly Wanted[],
  until: Date,
  today: string,
): Promise<Taken[] | 'short'> {
  for (const { packId, quantity } of sumByPack(items)) {
    if (!(await takePack({ order, packId, until, today }, quantity))) {
      await releaseHolds(order);
      return 'short';
    }
  }
  return heldFor(order);
}

/** Lets go whatever is held under this order. Safe to repeat. */
export async function releaseHolds(order: string): Promise<void> {
  await endHolds([order], { free: { $add: ['$$row.free', '$$quantity'] } });
}

/** Hold → sale: on hand goes down, the hold disappears; once, however often it is repeated. Of several orders at once. */
export async function sellHolds(orders: readonly string[]): Promise<void> {
  await endHolds(orders, {
    onHand: { $subtract: ['$$row.onHand', '$$quantity'] },
    sold: { $add: ['$$row.sold', '$$quantity'] },
  });
}

/** What is held under this order, in the order of batch and pack. */
export async function heldFor(order: string): Promise<Taken[]> {
  const batches = await BatchModel.find({ 'holds.order': order }, { code: 1, holds: 1 }).sort({ code: 1 }).lean();
  return batches.flatMap(({ code, holds }) =>
    holds
      .filter((hold) => hold.order === order)
      .map(({ packId, quantity }) => ({ batchCode: code, packId, quantity }))
      .sort((a, b) => a.packId.localeCompare(b.packId)),
  );
}

/** Whether something was taken from a batch that is barred by now, by itself or by what it was made from. */
export async function anyRecalled(taken: readonly Taken[]): Promise<boolean> {
  const codes = taken.map(({ batchCode }) => batchCode);
  const records = await BatchModel.find({ code: { $in: codes } }, { ...descent, state: 1 }).lean<
    (Descended & Pick<BatchRecord, 'state'>)[]
  >();
  if (records.some(({ state }) => state === 'recalled')) return true;
  return (await bansOn(records)).size > 0 || (await isBeingRecalled(records));
}

interface Taking {
  order: string;
  packId: string;
  until: Date;
  today: string;
}

// Each lost round means that another order won one; so many lost in a row means the stock is as good as gone.
const mostRounds = 1000;

async function takePack(taking: Taking, quantity: number): Promise<boolean> {
  for (let rounds = 0; rounds < mostRounds; rounds += 1) {
    const held = await heldFor(taking.order);
    const missing = quantity - sum(held.filter(({ packId }) => packId === taking.packId));
    if (missing <= 0) return true;
    const taken = new Set(held.filter(({ packId }) => packId === taking.packId).map(({ batchCode }) => batchCode));
    const batch = firstWith(await sellable([taking.packId], taking.today), taking.packId, taken);
    if (!batch) return false;
    // When another order was faster, the next round sees what is left.
    await hold(batch.code, taking, Math.min(missing, freeOf(batch, taking.packId)));
  }
  return false;
}

async function hold(code: string, { order, packId, until }: Taking, quantity: number): Promise<void> {
  await BatchModel.updateOne(
    {
      code,
      ...mayBeSold,
      stock: { $elemMatch: { packId, free: { $gte: quantity } } },
      $nor: [{ holds: { $elemMatch: { order, packId } } }],
    },
    { $inc: { 'stock.$[row].free': -quantity }, $push: { holds: { order, packId, quantity, until } } },
    { arrayFilters: [{ 'row.packId': packId }] },
  );
}

// Counted from the holds that the batch has at this moment, and gone with the same update: so it counts once.
async function endHolds(orders: readonly string[], counted: Record<string, unknown>): Promise<void> {
  const isOurs = { $in: ['$$hold.order', { $literal: orders }] };
  const ofRow = { $eq: ['$$hold.packId', '$$row.packId'] };
  const ended = { $filter: { input: '$ended', as: 'hold', cond: ofRow } };
  const quantity = { $sum: { $map: { input: ended, as: 'hold', in: '$$hold.quantity' } } };
  const row = { $let: { vars: { quantity }, in: { $mergeObjects: ['$$row', counted] } } };
  const holds = (cond: object) => ({ $filter: { input: '$holds', as: 'hold', cond } });
  await BatchModel.collection.updateMany({ 'holds.order': { $in: [...orders] } }, [
    { $set: { ended: holds(isOurs), holds: holds({ $not: [isOurs] }) } },
    { $set: { stock: { $map: { input: '$stock', as: 'row', in: row } } } },
    { $unset: 'ended' },
  ]);
}

// Neither recalled nor held back by an inspection that is missing or was not passed, nor more than can have been made.
const mayBeSold = {
  state: 'open' as const,
  gate: { $nin: ['waiting' as const, 'failed' as const] },
  ...notOver,
  ...settled,
};

// As the index says it: it holds no batch that is sold out, or a scan would read all there ever were of its product.
const somethingFree = { 'stock.free': { $gt: 0 } };

type StockView = Descended & Pick<BatchRecord, 'productId' | 'expiresOn' | 'stock'>;

const inDate = (today: string): QueryFilter<BatchRecord>[] => [{ expiresOn: null }, { expiresOn: { $gte: today } }];

const sellable = (packIds: string[], today: string): Promise<StockView[]> =>
  sellableWhere({ 'stock.packId': { $in: packIds }, $or: inDate(today) });

// What a batch was made from is asked in the same breath: a ban on it is not written into what descends from it.
async function sellableWhere(filter: QueryFilter<BatchRecord>): Promise<StockView[]> {
  const found = await BatchModel.find(
    { ...filter, ...somethingFree, ...mayBeSold },
    { ...descent, productId: 1, expiresOn: 1, stock: 1 },
  ).lean<StockView[]>();
  const bans = await bansOn(found);
  return found.filter(({ code }) => !bans.has(code));
}

// What never expires goes last; among equals the code decides, so that a repeated call goes the same way.
function firstWith(batches: StockView[], packId: string, except: ReadonlySet<string>): StockView | undefined {
  const key = ({ expiresOn, code }: StockView): string => `${expiresOn ?? '9999-12-31'} ${code}`;
  return batches
    .filter((batch) => !except.has(batch.code) && freeOf(batch, packId) > 0)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))[0];
}

const freeOf = ({ stock }: StockView, packId: string): number => stock.find((row) => row.packId === packId)?.free ?? 0;

const sum = (held: readonly { quantity: number }[]): number =>
  held.reduce((total, { quantity }) => total + quantity, 0);

function sumByPack(items: readonly Wanted[]): Wanted[] {
  const sums = new Map<string, number>();
  for (const { packId, quantity } of items) sums.set(packId, (sums.get(packId) ?? 0) + quantity);
  return [...sums].map(([packId, quantity]) => ({ packId, quantity }));
}
