import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { dayMs } from '../days.ts';
import { conflict } from '../errors.ts';
import { type Localized, plainWords } from '../language.ts';
import { keepImages } from '../media/images.ts';
import { DraftModel, type DraftRecord, draftDays } from './draft.ts';

/** A half-filled form that was set aside. */
export interface Draft {
  form: string;
  title: Localized;
  fields: Record<string, string>;
  photoIds: string[];
  savedAt: Date;
}

/** The form that a draft belongs to. */
export interface DraftForm {
  /** Its address. */
  form: string;
  title: Localized;
  /** Whose photos come with it. */
  sellerId: string;
  mostPhotos: number;
}

const mostDrafts = 50;
// As many as a form may have (form-data.ts).
const mostFields = 500;
const longestField = 2000;

/**
 * Keeps what a form holds so far, nothing of it checked: it is checked when it is sent in earnest. Photos that came before
 * stay unless newer ones take their room.
 * @param sent fields by name, as they were typed, and photos as they arrived
 * @throws conflict('too-many-drafts'), and as keepImage
 */
export async function keepDraft(
  actor: Actor,
  { form, title, sellerId, mostPhotos }: DraftForm,
  sent: { fields: unknown; photos: readonly { bytes: Buffer }[] },
  at: Date,
): Promise<void> {
  const before = await findDraft(actor, form, at);
  if (before === null && (await DraftModel.countDocuments({ accountId: actor.accountId })) >= mostDrafts) {
    throw conflict('too-many-drafts', { most: mostDrafts });
  }
  const kept = await keepImages(sent.photos, sellerId, at);
  const photoIds = photosOf(before, kept, mostPhotos);
  const draft = { accountId: actor.accountId, form, title, fields: fieldsIn(sent.fields), photoIds, savedAt: at };
  await upsert(() => DraftModel.updateOne({ _id: idOf(actor, form) }, { $set: draft }, { upsert: true }));
}

/** What this account set aside of a form; null when there is nothing, or it is older than 30 days. */
export async function findDraft(actor: Actor, form: string, at: Date): Promise<Draft | null> {
  const record = await DraftModel.findOne({ _id: idOf(actor, form), savedAt: { $gt: oldest(at) } }).lean();
  return record && present(record);
}

/** All that this account set aside, the latest first. */
export async function listDrafts(actor: Actor, at: Date): Promise<Draft[]> {
  const wanted = { accountId: actor.accountId, savedAt: { $gt: oldest(at) } };
  const records = await DraftModel.find(wanted).sort({ savedAt: -1 }).limit(mostDrafts).lean();
  return records.map(present);
}

/** Forgets a draft that was used or thrown away; one that is not there is forgotten already. */
export async function dropDraft(actor: Actor, form: string): Promise<void> {
  await DraftModel.deleteOne({ _id: idOf(actor, form) });
}

/** The photos of a form that is sent now: those that come with it, and of a draft's those that still have room. */
export function photosOf(draft: Draft | null, kept: readonly string[], most: number): string[] {
  const earlier = (draft?.photoIds ?? []).filter((id) => !kept.includes(id));
  return [...kept, ...earlier].slice(0, most);
}

const idOf = ({ accountId }: Actor, form: string): string => `${accountId} ${form}`;

const oldest = (at: Date): Date => new Date(at.getTime() - draftDays * dayMs);

function fieldsIn(typed: unknown): DraftRecord['fields'] {
  return Object.entries((typed ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== '_key' && name.length <= 100)
    .flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value: value.slice(0, longestField) }] : []))
    .slice(0, mostFields);
}

const present = ({ form, title, fields, photoIds, savedAt }: DraftRecord): Draft => ({
  form,
  title: plainWords(title),
  fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  photoIds: [...photoIds],
  savedAt,
});
