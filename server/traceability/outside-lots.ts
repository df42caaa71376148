import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { foldText, wordsIn } from '../fold.ts';
import { whereSeen } from '../identity/sellers.ts';
import type { WantedOutsideLot } from './input.ts';
import { OutsideLotModel, type OutsideLotRecord } from './outside-lot.ts';
import { RecallModel } from './recall.ts';

/** A lot from outside as other files know it. */
export type OutsideLot = Omit<OutsideLotRecord, '_id' | 'recalls' | 'sameAs' | 'words'> & {
  id: string;
  recalled: boolean;
};

/**
 * Writes down a lot from outside. One that bears the supplier's number is the same lot whenever the same seller names it
 * again; one without is a new one each time, or the same request's.
 * @returns its id
 */
export async function keepOutsideLot(
  sellerId: string,
  wanted: WantedOutsideLot,
  { at, key }: { at: Date; key: string | null },
): Promise<string> {
  const sameAs = numberOf(wanted);
  const id = idOf(sameAs ? `${sellerId} ${sameAs}` : (key ?? randomBytes(12).toString('hex')));
  const facts = factsOf(wanted);
  try {
    const record = { _id: id, sellerId, ...facts, words: wordsOf(facts), recalls: [], createdAt: at };
    await OutsideLotModel.create(sameAs ? { ...record, sameAs } : record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return id;
  }
  if (sameAs) await barLikeTwins(id, sameAs);
  return id;
}

/** What makes two lots from outside the same goods, however they are spelt: the supplier's number. null: it bears none. */
export const numberOf = ({
  supplier,
  name,
  lot,
}: Pick<WantedOutsideLot, 'supplier' | 'name' | 'lot'>): string | null =>
  lot ? [supplier, name, lot].map(foldText).join(' | ') : null;

/** What a lot from outside is searched by. */
export const wordsOf = ({ supplier, name, lot }: Pick<OutsideLotRecord, 'supplier' | 'name' | 'lot'>): string[] =>
  wordsIn([supplier, name, lot ?? ''].join(' '));

// A number that is called back stays so, whoever takes it in later and writes it down anew. Read once the lot is there: a
// recall that is spoken meanwhile finds it by its number (`bar`), one that is lifted meanwhile by its own id (`unbar`).
async function barLikeTwins(id: string, sameAs: string): Promise<void> {
  const twins = await OutsideLotModel.find({ sameAs, 'recalls.id': { $gt: '' } }).lean();
  const rows = new Map(twins.flatMap(({ recalls }) => recalls).map((row) => [row.id, row]));
  for (const row of rows.values()) {
    await OutsideLotModel.updateOne({ _id: id, 'recalls.id': { $ne: row.id } }, { $push: { recalls: row } });
    const isOver = await RecallModel.exists({ _id: row.id, state: { $in: ['lifting', 'lifted'] } });
    if (isOver) await OutsideLotModel.updateOne({ _id: id }, { $pull: { recalls: { id: row.id } } });
  }
}

/** Lots from outside among those the actor may see that have all these words in supplier, goods or number, the newest first. */
export async function searchOutsideLots(actor: Actor, said: string, most: number): Promise<OutsideLot[]> {
  const words = wordsIn(said);
  if (words.length === 0) return [];
  const records = await OutsideLotModel.find({ words: { $all: words }, ...(await whereSeen(actor)) })
    .sort({ createdAt: -1, _id: 1 })
    .limit(most)
    .lean();
  return records.map(present);
}

/** Those of the ids that are there, whoever asks. */
export async function findOutsideLots(ids: readonly string[]): Promise<OutsideLot[]> {
  if (ids.length === 0) return [];
  return (await OutsideLotModel.find({ _id: { $in: [...ids] } }).lean()).map(present);
}

/** What a seller took in from outside, the latest first. */
export const listOutsideLots = async (sellerId: string, limit: number): Promise<OutsideLot[]> =>
  (await OutsideLotModel.find({ sellerId }).sort({ createdAt: -1 }).limit(limit).lean()).map(present);

const factsOf = ({ name, supplier, lot, receivedOn, place, photoId }: WantedOutsideLot) => ({
  name,
  supplier,
  lot: lot ?? null,
  receivedOn,
  place: place ?? null,
  photoId: photoId ?? null,
});

const idOf = (text: string): string =>
  `N-${createHash('sha256').update(text).digest('hex').slice(0, 20).toUpperCase()}`;

const present = (record: OutsideLotRecord): OutsideLot => ({
  id: record._id,
  sellerId: record.sellerId,
  name: record.name,
  supplier: record.supplier,
  lot: record.lot,
  receivedOn: record.receivedOn,
  place: record.place,
  photoId: record.photoId,
  recalled: record.recalls.length > 0,
  createdAt: record.createdAt,
});
