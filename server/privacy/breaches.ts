import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict, forbidden, invalid, missing } from '../errors.ts';
import { type BreachEntry, BreachModel, type BreachRecord, breachRules } from './breach.ts';

export type WantedBreach = Pick<BreachRecord, 'discoveredAt' | 'what' | 'data' | 'whom' | 'harm' | 'done'>;

const most = 200;
const mostEntries = 200;

/** By when the authority has to know of what was discovered then: hours of the clock, nights and holidays too. */
export const tellByOf = (discoveredAt: Date): Date => new Date(discoveredAt.getTime() + breachRules.hours * 3_600_000);

/**
 * An officer writes down that data got where they don't belong. A form that comes again is the same sheet.
 * @returns its id @throws forbidden('not-for-your-role'), invalid('breach-mistaken') for what is still to be discovered
 */
export async function writeBreach(
  actor: Actor,
  wanted: WantedBreach,
  { at, requestId }: { at: Date; requestId: string | null },
): Promise<string> {
  requireOfficer(actor);
  if (wanted.discoveredAt > at) throw invalid('breach-mistaken', {}, [{ pointer: '/day', code: 'in-the-future' }]);
  const _id = new Types.ObjectId();
  const tellBy = tellByOf(wanted.discoveredAt);
  const record = { _id, ...wanted, tellBy, by: actor.name, at, entries: [], ...(requestId !== null && { requestId }) };
  try {
    await BreachModel.create(record);
    return _id.toHexString();
  } catch (error) {
    if (!isDuplicateKey(error) || requestId === null) throw error;
    return (await BreachModel.findOne({ requestId }).lean().orFail())._id.toHexString();
  }
}

/**
 * Adds who was told, or what was found since.
 * @throws forbidden('not-for-your-role'), missing('breach-not-found'), conflict('breach-full')
 */
export async function addToBreach(
  actor: Actor,
  id: string,
  entry: Pick<BreachEntry, 'kind' | 'text'>,
  at: Date,
): Promise<void> {
  const { _id } = await getBreach(actor, id);
  const hasRoom = { _id, [`entries.${mostEntries - 1}`]: { $exists: false } };
  const { matchedCount } = await BreachModel.updateOne(hasRoom, {
    $push: { entries: { ...entry, at, by: actor.name } },
  });
  if (matchedCount === 0) throw conflict('breach-full', { most: mostEntries });
}

/** @throws forbidden('not-for-your-role'), missing('breach-not-found') */
export async function getBreach(actor: Actor, id: string): Promise<BreachRecord> {
  requireOfficer(actor);
  const record = isObjectIdOrHexString(id) ? await BreachModel.findById(id).lean<BreachRecord>() : null;
  if (!record) throw missing('breach-not-found');
  return record;
}

/** All sheets, what was discovered last first. @throws forbidden('not-for-your-role') */
export async function listBreaches(actor: Actor): Promise<BreachRecord[]> {
  requireOfficer(actor);
  return await BreachModel.find({}).sort({ discoveredAt: -1 }).limit(most).lean<BreachRecord[]>();
}

/** Whether the authority still has to be told of it. */
export const isUntold = ({ harm, entries }: Pick<BreachRecord, 'harm' | 'entries'>): boolean =>
  harm === 'possible' && !entries.some(({ kind }) => kind === 'authority');

/** How many of them the authority has not been told of. */
export const countUntold = async (): Promise<number> =>
  await BreachModel.countDocuments({ harm: 'possible', 'entries.kind': { $ne: 'authority' } });

function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
}
