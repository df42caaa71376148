import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { type Branch, type Days, within } from '../database/newest.ts';
import { admitOne } from '../database/windows.ts';
import { type DomainError, forbidden, tooMany } from '../errors.ts';
import { holdsWords } from '../fold.ts';
import { listSellers, whereSeen } from '../identity/sellers.ts';
import { keepGuardedImage, readGuardedImage } from '../media/guarded-images.ts';
import { readScanned } from '../scanned-text.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import { DoubtModel, type DoubtRecord } from './doubt.ts';
import { addressKey } from './guess.ts';
import { lookUp } from './look-ups.ts';

export interface Doubt {
  id: string;
  code: string;
  /** Whose goods they claim to be; null for a code that is not ours. */
  sellerId: string | null;
  serial: string | null;
  message: string;
  /** How often the label had been scanned when that became too often; null where a person wrote. */
  scans: number | null;
  place: string | null;
  contact: string | null;
  hasPhoto: boolean;
  createdAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  /** What was found or done. */
  answer: string | null;
}

export interface WantedDoubt {
  code?: string | undefined;
  serial?: string | undefined;
  message: string;
  place?: string | undefined;
  contact?: string | undefined;
  /** As it was sent. */
  photo?: Buffer | undefined;
}

const hourly = { seconds: 3600, most: 6 };

/**
 * Keeps a doubt for the seller, its cooperative and the officer.
 * @param sender key of the address that sends it, made by `senderKey`
 * @throws tooMany('too-many-doubts') from the seventh of one address in an hour; as keepGuardedImage
 */
export async function reportDoubt(wanted: WantedDoubt, sender: string, at: Date): Promise<void> {
  await admitOne(sender, hourly, at, (when) => tooMany('too-many-doubts', when));
  const { code, serial, batch } = await doubted(wanted);
  const photo = wanted.photo ? await keepGuardedImage(wanted.photo) : null;
  await DoubtModel.create({
    _id: new Types.ObjectId(),
    ...saidIn(wanted),
    code,
    serial,
    sellerId: batch?.sellerId ?? null,
    photoId: photo?.id ?? null,
    createdAt: at,
  });
}

/** Which goods are meant: read from whatever the label shows, else kept as it was typed. */
async function doubted({ code: typed = '', serial = '' }: WantedDoubt) {
  const found = await lookUp(serial ? `${typed} ${serial}` : typed);
  const scanned = readScanned(found && 'path' in found ? found.path : typed);
  if (scanned.is !== 'batch') return { code: typed.slice(0, 40), serial: serial || null, batch: null };
  const batch = await findPublicBatch(scanned.code);
  return { code: scanned.code, serial: scanned.serial ?? (serial || null), batch };
}

const saidIn = ({ message, place, contact }: WantedDoubt) => ({
  message,
  place: place ?? null,
  contact: contact ?? null,
});

/** The key under which an address's reports are counted. */
export const senderKey = (address: string, secret: string): string => `doubt ${addressKey(address, secret)}`;

export interface DoubtsWanted extends Days {
  state?: 'open' | 'closed';
  after?: string | undefined;
  limit?: number;
  /** words of what was written, of where it was bought or of the seller's name, or a code */
  words?: string;
}

/** So many are looked through at a time for what was written. */
const aPiece = 500;

/** Newest first: a household's own, a cooperative's and its members', all for the officer, who alone sees unknown codes. */
export async function listDoubts(actor: Actor, wanted: DoubtsWanted = {}): Promise<Doubt[]> {
  const { after, limit = 50, words = '' } = wanted;
  const where = { $and: [await whereSeen(actor), ...inState(wanted), ...within<DoubtRecord>('createdAt', wanted)] };
  const last = after !== undefined && isObjectIdOrHexString(after) ? new Types.ObjectId(after) : null;
  if (words === '') return (await piece(where, last, limit)).map(present);
  return (await lookedThrough({ where, last, limit }, await namedBy(words))).map(present);
}

const piece = (where: Branch<DoubtRecord>, last: Types.ObjectId | null, limit: number): Promise<DoubtRecord[]> =>
  DoubtModel.find({ ...where, ...(last && { _id: { $lt: last } }) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean()
    .exec();

async function lookedThrough(
  { where, last, limit }: { where: Branch<DoubtRecord>; last: Types.ObjectId | null; limit: number },
  isNamed: (record: DoubtRecord) => boolean,
): Promise<DoubtRecord[]> {
  const found: DoubtRecord[] = [];
  for (let from = last; found.length < limit; ) {
    const records = await piece(where, from, aPiece);
    found.push(...records.filter(isNamed));
    from = records.at(-1)?._id ?? null;
    if (records.length < aPiece) break;
  }
  return found.slice(0, limit);
}

const inState = ({ state }: DoubtsWanted): Branch<DoubtRecord>[] =>
  state === undefined ? [] : [{ closedAt: state === 'open' ? null : { $ne: null } }];

async function namedBy(words: string): Promise<(record: DoubtRecord) => boolean> {
  const sellers = new Map((await listSellers()).map(({ id, name }) => [id, name]));
  return ({ code, serial, message, place, answer, sellerId }) =>
    holdsWords([code, serial, message, place, answer, sellers.get(sellerId ?? '')].join(' '), words);
}

/** How many still wait for somebody to look into them. */
export async function countOpenDoubts(actor: Actor): Promise<number> {
  return DoubtModel.countDocuments({ ...(await whereSeen(actor)), closedAt: null });
}

/**
 * The photo that came with a doubt, for the cooperative and the officer who look into it: a household never sees it.
 * @throws missing('doubt-not-found')
 */
export async function photoOfDoubt(actor: Actor, id: string, width: number): Promise<{ bytes: Buffer; type: string }> {
  const maySee = actor.role !== 'household' && isObjectIdOrHexString(id);
  const record = maySee ? await DoubtModel.findOne({ ...(await whereSeen(actor)), _id: id }).lean() : null;
  const image = record?.photoId ? await readGuardedImage(record.photoId, width) : null;
  if (image === null) throw await absentDoubt(id);
  return image;
}

/**
 * Marks a doubt as looked into, with what was found or done; closing it twice is as good as once: the first answer stays.
 * Nobody closes a doubt about their own goods: a household none, a cooperative only those about its members.
 * @throws missing('doubt-not-found'), forbidden('doubt-about-you')
 */
export async function closeDoubt(actor: Actor, id: string, answer: string, at: Date): Promise<void> {
  const filter = isObjectIdOrHexString(id) ? { ...(await whereSeen(actor)), _id: id } : null;
  const doubt = filter && (await DoubtModel.findOne(filter).lean());
  if (!filter || !doubt) throw await absentDoubt(id);
  if (isAbout(actor, doubt)) throw forbidden('doubt-about-you');
  await DoubtModel.updateOne({ ...filter, closedAt: null }, { $set: { closedAt: at, closedBy: actor.name, answer } });
}

const absentDoubt = (id: string): Promise<DomainError> => absent(DoubtModel, { _id: id }, 'doubt-not-found');

/** Whether a doubt is about the actor's own goods, so that somebody else has to look into it. */
export const isAbout = (actor: Actor, { sellerId }: Pick<Doubt, 'sellerId'>): boolean =>
  sellerId !== null && sellerId === actor.sellerId;

const present = ({ _id, code, sellerId, serial, message, place, contact, createdAt, ...rest }: DoubtRecord): Doubt => ({
  id: _id.toHexString(),
  code,
  sellerId,
  serial,
  message,
  scans: rest.scans ?? null,
  place,
  contact,
  hasPhoto: typeof rest.photoId === 'string',
  createdAt,
  closedAt: rest.closedAt,
  closedBy: rest.closedBy,
  answer: rest.answer ?? null,
});
