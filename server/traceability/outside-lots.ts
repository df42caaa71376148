import { createHash, randomBytes } from 'node:crypto';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { foldText } from '../fold.ts';
import type { WantedOutsideLot } from './input.ts';
import { OutsideLotModel, type OutsideLotRecord } from './outside-lot.ts';

/** A lot from outside as other files know it. */
export type OutsideLot = Omit<OutsideLotRecord, '_id' | 'recalls' | 'sameAs'> & { id: string; recalled: boolean };

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
  const sameAs = wanted.lot ? [wanted.supplier, wanted.name, wanted.lot].map(foldText).join(' | ') : null;
  const id = idOf(sameAs ? `${sellerId} ${sameAs}` : (key ?? randomBytes(12).toString('hex')));
  // A number that is called back stays so, whoever takes it in later and writes it down anew.
  const twin = sameAs ? await OutsideLotModel.findOne({ sameAs, 'recalls.id': { $gt: '' } }).lean() : null;
  try {
    const record = { _id: id, sellerId, ...factsOf(wanted), recalls: twin?.recalls ?? [], createdAt: at };
    await OutsideLotModel.create(sameAs ? { ...record, sameAs } : record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return id;
}

/** Those of the ids that are there, whoever asks. */
export async function findOutsideLots(ids: readonly string[]): Promise<OutsideLot[]> {
  if (ids.length === 0) return [];
  return (await OutsideLotModel.find({ _id: { $in: [...ids] } }).lean()).map(present);
}

/** The ids of all lots from outside that are called back. */
export const recalledOutsideIds = async (): Promise<string[]> =>
  (await OutsideLotModel.find({ 'recalls.id': { $gt: '' } }, { _id: 1 }).lean()).map(({ _id }) => _id);

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
