import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { ownProduct } from '../catalog/owned.ts';
import { absent } from '../database/absent.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict, invalid, missing } from '../errors.ts';
import { mayActFor, requireActFor, sellersSeenBy, whereOf } from '../identity/sellers.ts';
import { criteriaOf, findCriteriaSet } from './criteria.ts';
import { DossierModel, type DossierRecord, type Note } from './dossier.ts';

export interface Dossier extends Omit<DossierRecord, '_id'> {
  id: string;
}

export interface WantedDossier {
  productId: string;
  registration: 'new' | 'existing';
  setId: string;
  productSet: string | null;
}

const mostShown = 200;

/**
 * Begins a dossier; a submission that comes again is the same one.
 * @throws missing('product-not-found'), forbidden('not-yours'), invalid('mistakes') for a set that there is none of
 */
export async function beginDossier(
  actor: Actor,
  wanted: WantedDossier,
  { requestId, at }: { requestId: string | null; at: Date },
): Promise<string> {
  const { sellerId } = await ownProduct(actor, wanted.productId);
  requireSet(wanted.setId);
  const empty = { notes: [], files: [], points: [], after: null };
  return insert({ ...wanted, ...empty, sellerId }, { actor, requestId, at });
}

/**
 * Goes on from a dossier that was handed in: a new draft with its notes and papers; the one handed in stays as it is.
 * @throws as ownDossier; conflict('dossier-not-handed-in')
 */
export async function goOnFrom(
  actor: Actor,
  id: string,
  { requestId, at }: { requestId: string | null; at: Date },
): Promise<string> {
  const dossier = await ownDossier(actor, id);
  if (dossier.frozen === null) throw conflict('dossier-not-handed-in');
  const { sellerId, productId, registration, setId, productSet, notes, files, points } = dossier;
  const wanted = { sellerId, productId, registration, setId, productSet, notes, files, points, after: id };
  return insert(wanted, { actor, requestId, at });
}

type Begun = Pick<
  DossierRecord,
  'sellerId' | 'productId' | 'registration' | 'setId' | 'productSet' | 'notes' | 'files' | 'points' | 'after'
>;

async function insert(
  begun: Begun,
  { actor, requestId, at }: { actor: Actor; requestId: string | null; at: Date },
): Promise<string> {
  const _id = new Types.ObjectId();
  const facts = { state: 'draft' as const, version: 0, begun: [], frozen: null, createdAt: at, createdBy: actor.name };
  try {
    await DossierModel.create({ _id, ...begun, ...facts, ...(requestId !== null && { requestId }) });
    return _id.toHexString();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await DossierModel.findOne({ requestId: requestId ?? '' }, { _id: 1 })
      .lean()
      .orFail();
    return first._id.toHexString();
  }
}

/** Dossiers of whom the actor sees (an officer: everybody's), the newest first. */
export async function dossiersSeenBy(actor: Actor): Promise<Dossier[]> {
  const records = await DossierModel.find({ ...whereOf(await sellersSeenBy(actor)) })
    .sort({ _id: -1 })
    .limit(mostShown)
    .lean<DossierRecord[]>();
  return records.map(read);
}

/** A dossier that the actor may look at: its seller, who acts for it, the officer. @throws missing('dossier-not-found') */
export async function seenDossier(actor: Actor, id: string): Promise<Dossier> {
  const record = await find(id);
  if (record !== null && (actor.role === 'officer' || (await mayActFor(actor, record.sellerId)))) return read(record);
  throw await absent(DossierModel, { _id: isObjectIdOrHexString(id) ? id : null }, 'dossier-not-found');
}

/** A dossier that the actor may work on. @throws missing('dossier-not-found'), forbidden('not-yours') */
export async function ownDossier(actor: Actor, id: string): Promise<Dossier> {
  const dossier = await seenDossier(actor, id);
  await requireActFor(actor, dossier.sellerId, 'dossier-not-found');
  return dossier;
}

/**
 * Says anew what kind of dossier it is.
 * @throws as ownDossier; invalid('mistakes'), conflict('dossier-handed-in')
 */
export async function changeDossier(actor: Actor, id: string, wanted: Omit<WantedDossier, 'productId'>): Promise<void> {
  await ownDossier(actor, id);
  requireSet(wanted.setId);
  await changeDraft(id, { $set: { ...wanted } });
}

/** Writes, or with '' takes away, the note beside a criterion. @throws as changeDossier; missing('criterion-not-found') */
export async function writeNote(actor: Actor, id: string, { criterion, text }: Note): Promise<void> {
  const { setId, notes } = await ownDossier(actor, id);
  requireCriterion(setId, criterion);
  const others = notes.filter((note) => note.criterion !== criterion);
  // Two people at two criteria at once: the list is written over the one that was read.
  const { matchedCount } = await DossierModel.updateOne(
    { _id: id, state: 'draft', notes },
    { $set: { notes: text === '' ? others : [...others, { criterion, text }] }, $inc: { version: 1 } },
  );
  if (matchedCount === 0) throw await refusal(id);
}

/** The points that the maker gives itself, by part. @throws as changeDossier; invalid('mistakes') above a part's sum */
export async function setPoints(actor: Actor, id: string, points: DossierRecord['points']): Promise<void> {
  const { setId } = await ownDossier(actor, id);
  const most = new Map(requireSet(setId).parts.map((part) => [part.id, part.points]));
  const mistakes = points.flatMap(({ part, points: given }) => {
    const facts = { most: most.get(part) ?? 0 };
    return given > facts.most ? [{ pointer: `/points/${part}`, code: 'too-many-points', facts }] : [];
  });
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  await changeDraft(id, { $set: { points } });
}

/** Changes a draft, and counts the change. @throws conflict('dossier-handed-in') */
export async function changeDraft(id: string, update: object): Promise<void> {
  const { matchedCount } = await DossierModel.updateOne(
    { _id: id, state: 'draft' },
    { ...update, $inc: { version: 1 } },
  );
  if (matchedCount === 0) throw await refusal(id);
}

/** Why a draft could not be changed. */
export async function refusal(id: string) {
  const isDraft = await DossierModel.exists({ _id: id, state: 'draft' });
  return isDraft ? conflict('dossier-changed') : conflict('dossier-handed-in');
}

const find = async (id: string): Promise<DossierRecord | null> =>
  isObjectIdOrHexString(id) ? await DossierModel.findById(id).lean<DossierRecord>() : null;

function requireSet(setId: string) {
  const set = findCriteriaSet(setId);
  if (!set) throw invalid('mistakes', {}, [{ pointer: '/setId', code: 'required' }]);
  return set;
}

function requireCriterion(setId: string, id: string): void {
  if (!criteriaOf(requireSet(setId)).some((criterion) => criterion.id === id)) throw missing('criterion-not-found');
}

const read = ({ _id, ...rest }: DossierRecord): Dossier => ({ ...rest, id: _id.toHexString() });
