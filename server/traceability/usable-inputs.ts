import type { Actor } from '../actor.ts';
import { findProducts, type Quantity } from '../catalog/products.ts';
import { findSellers, sellersActedFor } from '../identity/sellers.ts';
import type { Ban } from './ban.ts';
import { barsOf, isOutsideId } from './bans.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { leftIn } from './bulk.ts';
import { descendantsOf } from './descendants.ts';
import { findOutsideLots, listOutsideLots, type OutsideLot } from './outside-lots.ts';

/** Something that a new batch, or a step, can be made from. */
export interface UsableInput {
  /** Of a batch its code, of a lot from outside its id. */
  id: string;
  outside: boolean;
  name: string;
  lot: string | null;
  /** Who made it, delivered it or supplied it. */
  from: string;
  /** YYYY-MM-DD, the day it was made or taken in. */
  producedOn: string;
  /** Of a batch; what is left of a lot from outside nobody counts. */
  left: Quantity | null;
  /** Why it may not be used; null when it may. */
  why: Ban['why'] | null;
}

interface ForWhom {
  /** Whose goods are made. */
  sellerId: string;
  /** YYYY-MM-DD */
  usedOn: string;
  /** The code of the batch that a step adds to: it and what was made from it are left out. */
  into?: string | undefined;
  /** Ids that are shown whatever else is, since somebody has typed an amount beside them. */
  also?: readonly string[];
  /** Only what households delivered of this product on this day. */
  delivered?: { productId: string; day: string } | undefined;
}

const mostBatches = 30;
const mostDelivered = 100;
const mostOutside = 10;

/**
 * What may be used for a seller's goods, the newest first: batches of its own of which something is left, for a cooperative
 * those of its members too, and what it took in from outside before. Barred ones are among them, with why.
 * @returns `more`: there are further batches, which are named by their code
 */
export async function usableInputs(actor: Actor, wanted: ForWhom): Promise<{ inputs: UsableInput[]; more: boolean }> {
  const acted = (await sellersActedFor(actor)).map(({ id }) => id);
  const among = wanted.sellerId === actor.sellerId ? acted : [wanted.sellerId];
  const most = wanted.delivered ? mostDelivered : mostBatches;
  const [named, latest, lots] = await Promise.all([
    namedRecords(acted, wanted),
    latestRecords(among, wanted, most + 1),
    wanted.delivered ? [] : lotsOf(acted, wanted),
  ]);
  const shown = [...named, ...latest.slice(0, most)];
  const batches = await presentBatches(shown, wanted.usedOn);
  return { inputs: [...batches, ...lots.map(presentLot)], more: latest.length > most };
}

async function namedRecords(acted: readonly string[], { also = [] }: ForWhom): Promise<BatchRecord[]> {
  const codes = also.filter((id) => !isOutsideId(id));
  if (codes.length === 0) return [];
  return BatchModel.find({ code: { $in: codes }, sellerId: { $in: [...acted] }, ...settled }).lean<BatchRecord[]>();
}

async function latestRecords(
  among: readonly string[],
  { into, also = [], delivered }: ForWhom,
  limit: number,
): Promise<BatchRecord[]> {
  const own = into === undefined ? [] : [into, ...(await descendantsOf([into])).map(({ code }) => code)];
  const ofDay = delivered && {
    productId: delivered.productId,
    producedOn: delivered.day,
    deliveredBy: { $gt: '' },
  };
  return BatchModel.find({
    sellerId: { $in: [...among] },
    code: { $nin: [...own, ...also] },
    ...(into === undefined ? {} : { besideOf: { $ne: into } }),
    $or: [{ left: { $gt: 0 } }, { left: { $exists: false } }],
    ...ofDay,
    ...settled,
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<BatchRecord[]>();
}

async function lotsOf(acted: readonly string[], { sellerId, also = [] }: ForWhom): Promise<OutsideLot[]> {
  const [named, latest] = await Promise.all([
    findOutsideLots(also.filter(isOutsideId)),
    listOutsideLots(sellerId, mostOutside),
  ]);
  const mine = named.filter((lot) => acted.includes(lot.sellerId));
  return [...mine, ...latest.filter(({ id }) => !mine.some((one) => one.id === id))];
}

async function presentBatches(records: readonly BatchRecord[], usedOn: string): Promise<UsableInput[]> {
  const fromOf = ({ deliveredBy, sellerId }: BatchRecord): string => deliveredBy ?? sellerId;
  const [products, sellers, bars, left] = await Promise.all([
    findProducts([...new Set(records.map(({ productId }) => productId))]),
    findSellers([...new Set(records.map(fromOf))]),
    barsOf(records, usedOn),
    Promise.all(records.map(leftIn)),
  ]);
  const names = new Map([...products, ...sellers].map(({ id, name }) => [id, name]));
  return records.flatMap((record, index) => {
    const { code, lot, producedOn, productId } = record;
    const name = names.get(productId) ?? code;
    const from = names.get(fromOf(record)) ?? '';
    const why = bars.get(code)?.why ?? null;
    return [{ id: code, outside: false, name, lot, from, producedOn, left: left[index] ?? null, why }];
  });
}

const presentLot = ({ id, name, lot, supplier, receivedOn, recalled }: OutsideLot): UsableInput => ({
  id,
  outside: true,
  name,
  lot,
  from: supplier,
  producedOn: receivedOn,
  left: null,
  why: recalled ? 'recalled' : null,
});
