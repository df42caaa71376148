import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { mayActFor, sellersActedFor } from '../identity/sellers.ts';
import { getStock, listStocks, type Stock } from '../press/stocks.ts';
import {
  type MeasuredStock,
  mistakesOf,
  OwnStockModel,
  type OwnStockRecord,
  presentOwnStock,
  readOwnStockId,
  shapeOf,
} from './own-stock.ts';

const mostStocks = 50;

/**
 * Keeps a paper that somebody has measured, for the seller and, when it is a cooperative, for its members.
 * @throws forbidden('not-yours'), invalid('mistakes') with pointers, conflict('too-many-stocks')
 */
export async function addOwnStock(
  actor: Actor,
  measured: MeasuredStock,
  requestId: string | null,
  at: Date,
): Promise<Stock> {
  if (actor.sellerId === null) throw forbidden('not-yours');
  const earlier = requestId === null ? null : await OwnStockModel.findOne({ requestId }).lean();
  if (earlier) return presentOwnStock(earlier);
  const mistakes = mistakesOf(measured);
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  if ((await OwnStockModel.countDocuments({ sellerId: actor.sellerId })) >= mostStocks)
    throw conflict('too-many-stocks', { most: mostStocks });
  const record: OwnStockRecord = {
    _id: new Types.ObjectId(),
    sellerId: actor.sellerId,
    name: measured.name,
    paper: measured.paper,
    shape: shapeOf(measured),
    feedGap: measured.paper === 'roll' ? measured.gapY : 0,
    createdAt: at,
    createdBy: actor.name,
    ...(requestId === null ? {} : { requestId }),
  };
  await OwnStockModel.create(record);
  return presentOwnStock(record);
}

/** Takes a paper away. What was printed on it keeps its shape. @throws missing('label-stock-not-found'), forbidden('not-yours') */
export async function removeOwnStock(actor: Actor, id: string): Promise<void> {
  const record = await findUsable(actor, id);
  if (!record) throw await absent(OwnStockModel, { _id: readOwnStockId(id) }, 'label-stock-not-found', { stock: id });
  if (!(await mayActFor(actor, record.sellerId))) throw forbidden('not-yours');
  await OwnStockModel.deleteOne({ _id: record._id });
}

/** The papers that these people have measured, newest first, and whether the actor may take one away. */
export async function listOwnStocks(actor: Actor): Promise<{ stock: Stock; own: boolean }[]> {
  const acted = (await sellersActedFor(actor)).map(({ id }) => id);
  const records = await OwnStockModel.find({ sellerId: { $in: await ownersFor(actor) } })
    .sort({ _id: -1 })
    .lean();
  return records.map((record) => ({ stock: presentOwnStock(record), own: acted.includes(record.sellerId) }));
}

/** Every paper that somebody may print on: their own first, then those of the makers. */
export async function stocksFor(actor: Actor | null): Promise<Stock[]> {
  if (actor === null) return listStocks();
  return [...(await listOwnStocks(actor)).map(({ stock }) => stock), ...listStocks()];
}

/** A maker's stock, or one's own. @throws missing('label-stock-not-found'), also for somebody else's */
export async function getStockFor(actor: Actor, id: string): Promise<Stock> {
  if (readOwnStockId(id) === null) return getStock(id);
  const record = await findUsable(actor, id);
  if (!record) throw await absent(OwnStockModel, { _id: readOwnStockId(id) }, 'label-stock-not-found', { stock: id });
  return presentOwnStock(record);
}

async function findUsable(actor: Actor, id: string): Promise<OwnStockRecord | null> {
  const recordId = readOwnStockId(id);
  if (recordId === null) return null;
  return OwnStockModel.findOne({ _id: recordId, sellerId: { $in: await ownersFor(actor) } }).lean();
}

// A household prints on its cooperative's paper too; a cooperative prints for its members, on theirs.
async function ownersFor(actor: Actor): Promise<string[]> {
  if (actor.sellerId === null) return [];
  const acted = (await sellersActedFor(actor)).map(({ id }) => id);
  return [...new Set([...acted, ...(actor.cooperativeId === null ? [] : [actor.cooperativeId])])];
}
