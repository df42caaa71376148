import { withoutWords } from '../database/forget.ts';
import { foldText } from '../fold.ts';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { type VisitConsent, VisitModel, type VisitRecord } from './visit.ts';

/** By what somebody is known, as `forgetWords` wants it. */
interface Known {
  everywhere: readonly string[];
  within: readonly string[];
  ids: readonly string[];
}

/**
 * Erases somebody from the pages people visit: the phone that visitors call, the photos with the face, the consent itself, and the
 * name in what is written there: once the consent is gone nothing says any more that the page is about this person. Safe to repeat.
 */
export async function forgetVisited(known: Known): Promise<void> {
  const records = VisitModel.find({ 'consents.0': { $exists: true } }, { _id: 1 }).lean();
  for (const { _id } of await records) {
    // A page that changes meanwhile is read again.
    for (let attempt = 0; !(await forgetOn(_id, known)); attempt += 1)
      if (attempt > 10) throw new Error('a page changes too often to forget anything in it');
  }
}

/** @returns false when the page was changed meanwhile and is still to be done */
async function forgetOn(_id: VisitRecord['_id'], known: Known): Promise<boolean> {
  const record = await VisitModel.findById(_id).lean<VisitRecord | null>();
  const gone = record ? consentsOf(record, known) : [];
  if (!record || gone.length === 0) return true;
  const words = [...known.everywhere, ...known.within];
  // The photos first: a crash in between leaves the consent, by which all is found again.
  for (const { imageId, faces } of record.photos) {
    if (faces.some((face) => gone.includes(face))) await removeGuardedImage(imageId);
    else await forgetCaption(record, imageId, words);
  }
  const { matchedCount } = await VisitModel.updateOne(
    { _id, version: record.version },
    {
      $set: { draft: without(record.draft, words), shown: without(record.shown, words) },
      $pull: { photos: { faces: { $in: gone } }, consents: { id: { $in: gone } } },
      $inc: { version: 1 },
    },
  );
  return matchedCount === 1;
}

async function forgetCaption({ _id, photos }: VisitRecord, imageId: string, words: readonly string[]): Promise<void> {
  const caption = photos.find((photo) => photo.imageId === imageId)?.caption ?? null;
  const left = without(caption, words);
  if (JSON.stringify(left) !== JSON.stringify(caption))
    await VisitModel.updateOne({ _id, 'photos.imageId': imageId }, { $set: { 'photos.$.caption': left } });
}

/** The consents of this person. Others may bear the name: it means this one where the page is about what is this person's. */
function consentsOf(record: VisitRecord, { everywhere, within, ids }: Known): string[] {
  const said = JSON.stringify(record);
  const isAbout = ids.some((id) => said.includes(id));
  const named = new Set([...everywhere, ...(isAbout ? within : [])].map(foldText));
  return record.consents.filter((one) => isOf(one, everywhere, named)).map(({ id }) => id);
}

const isOf = ({ phone, person }: VisitConsent, everywhere: readonly string[], named: ReadonlySet<string>): boolean =>
  (phone !== undefined && everywhere.includes(phone)) || named.has(foldText(person));

/** The same with every text in it freed of these words. */
function without<T>(value: T, words: readonly string[]): T {
  if (typeof value === 'string') return withoutWords(value, words) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, words)) as T;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, without(inner, words)])) as T;
}
