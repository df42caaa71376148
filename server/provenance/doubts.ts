import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { readCode } from '../codes.ts';
import { missing, tooMany } from '../errors.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import { DoubtModel, type DoubtRecord } from './doubt.ts';
import { addressKey, endOf, GuessModel } from './guess.ts';

export interface Doubt {
  id: string;
  code: string;
  serial: string | null;
  message: string;
  place: string | null;
  contact: string | null;
  createdAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
}

export interface WantedDoubt {
  code?: string | undefined;
  serial?: string | undefined;
  message: string;
  place?: string | undefined;
  contact?: string | undefined;
}

const hourly = { seconds: 3600, most: 6 };

/**
 * Keeps a doubt for the seller, its cooperative and the officer.
 * @param sender key of the address that sends it, made by `senderKey`
 * @throws tooMany('too-many-doubts') from the seventh of one address in an hour
 */
export async function reportDoubt(wanted: WantedDoubt, sender: string, at: Date): Promise<void> {
  await admitSender(sender, at);
  const code = readCode(wanted.code ?? '') ?? wanted.code ?? '';
  const batch = readCode(code) ? await findPublicBatch(code) : null;
  await DoubtModel.create({
    _id: new Types.ObjectId(),
    code,
    serial: wanted.serial ?? null,
    sellerId: batch?.sellerId ?? null,
    message: wanted.message,
    place: wanted.place ?? null,
    contact: wanted.contact ?? null,
    createdAt: at,
  });
}

/** The key under which an address's reports are counted. */
export const senderKey = (address: string, secret: string): string => `doubt ${addressKey(address, secret)}`;

/** Newest first: a household's own, a cooperative's and its members', all for the officer, who alone sees unknown codes. */
export async function listDoubts(actor: Actor, { limit = 50 } = {}): Promise<Doubt[]> {
  const records = await DoubtModel.find(await seenBy(actor))
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return records.map(present);
}

/** How many still wait for somebody to look into them. */
export async function countOpenDoubts(actor: Actor): Promise<number> {
  return DoubtModel.countDocuments({ ...(await seenBy(actor)), closedAt: null });
}

/**
 * Marks a doubt as looked into; closing it twice is as good as once.
 * @throws missing('doubt-not-found')
 */
export async function closeDoubt(actor: Actor, id: string, at: Date): Promise<void> {
  const filter = isObjectIdOrHexString(id) ? { ...(await seenBy(actor)), _id: id } : null;
  if (filter === null || (await DoubtModel.exists(filter)) === null) throw missing('doubt-not-found');
  await DoubtModel.updateOne({ ...filter, closedAt: null }, { $set: { closedAt: at, closedBy: actor.name } });
}

async function seenBy(actor: Actor): Promise<{ sellerId?: { $in: string[] } }> {
  const sellers = await sellersSeenBy(actor);
  return sellers === 'all' ? {} : { sellerId: { $in: sellers } };
}

async function admitSender(sender: string, at: Date): Promise<void> {
  const until = endOf(hourly, at);
  const { count } = await GuessModel.findOneAndUpdate(
    { _id: `${sender} ${until.toISOString()}` },
    { $inc: { count: 1 }, $setOnInsert: { until } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  if (count > hourly.most) {
    throw tooMany('too-many-doubts', { retryAfterSeconds: Math.ceil((until.getTime() - at.getTime()) / 1000) });
  }
}

const present = ({ _id, code, serial, message, place, contact, createdAt, ...closed }: DoubtRecord): Doubt => ({
  id: _id.toHexString(),
  code,
  serial,
  message,
  place,
  contact,
  createdAt,
  closedAt: closed.closedAt,
  closedBy: closed.closedBy,
});
