import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, invalid, type Mistake } from '../errors.ts';
import { fieldsFor } from '../localized.ts';
import { readClip } from './clip.ts';
import { namesWithdrawn } from './shelf.ts';
import { type LinkOwner, ownPlace } from './shop-links.ts';
import { type PublicStory, publicStory, StoryModel, type StoryRecord, type StoryText } from './story.ts';

export type { PublicStory } from './story.ts';

/** A story as its owner works on it. */
export interface OwnStory extends Omit<StoryRecord, '_id'> {
  /** What everybody sees of it now; null while nothing is shown. */
  publicly: PublicStory | null;
}

/** What somebody wrote, and the version of the story that it was written over. */
interface WrittenStory {
  text: StoryText;
  version: number;
}

/** @throws missing('product-not-found' | 'seller-not-found'), forbidden('not-yours') */
export async function ownStory(actor: Actor, owner: LinkOwner): Promise<OwnStory> {
  const place = await ownPlace(actor, owner);
  const record = await StoryModel.findOne(place).lean();
  const { _id, ...story } = record ?? blank(place, new Date(0));
  return { ...story, publicly: record && publicStory(record) };
}

/**
 * Keeps what is written so far; what is shown stays as it is.
 * @throws as ownStory; conflict('story-changed') when somebody else changed it meanwhile
 */
export async function saveStory(
  actor: Actor,
  owner: LinkOwner,
  { text, version }: WrittenStory,
  at: Date,
): Promise<void> {
  const place = await ensureStory(actor, owner, at);
  await change(place, version, { draft: readText(text) });
}

/**
 * Shows the story to everybody. The actor has said that everybody who is named agreed.
 * @throws as saveStory; invalid('story-mistaken')
 */
export async function showStory(
  actor: Actor,
  owner: LinkOwner,
  { text, version }: WrittenStory,
  at: Date,
): Promise<void> {
  const place = await ensureStory(actor, owner, at);
  const shown = readText(text);
  const { consents } = await StoryModel.findOne(place).lean().orFail();
  const mistakes = mistakesIn(shown, (words) => namesWithdrawn(words, consents));
  if (mistakes.length > 0) throw invalid('story-mistaken', {}, mistakes);
  await change(place, version, { draft: null, shown, shownAt: at, shownBy: actor.name });
}

/** Takes the story off every page; it stays as a draft. @throws as ownStory */
export async function hideStory(actor: Actor, owner: LinkOwner): Promise<void> {
  const place = await ownPlace(actor, owner);
  const record = await StoryModel.findOne({ ...place, shown: { $ne: null } }).lean();
  if (record === null) return;
  const draft = record.draft ?? record.shown;
  await change(place, record.version, { draft, shown: null, shownAt: null, shownBy: null });
}

/** What everybody may read: the story of a product and that of its seller. */
export async function storiesFor({
  productId,
  sellerId,
}: {
  productId?: string;
  sellerId: string;
}): Promise<{ product: PublicStory | null; seller: PublicStory | null }> {
  const places = productId ? [productId, null] : [null];
  const records = await StoryModel.find({ sellerId, productId: { $in: places }, shown: { $ne: null } }).lean();
  const of = (place: string | null | undefined) => {
    const record = records.find((one) => one.productId === place);
    return record ? publicStory(record) : null;
  };
  return { product: of(productId), seller: of(null) };
}

/** The place of a story that is surely there. @throws as ownStory */
export async function ensureStory(actor: Actor, owner: LinkOwner, at: Date) {
  const place = await ownPlace(actor, owner);
  await upsert(() => StoryModel.updateOne(place, { $setOnInsert: blank(place, at) }, { upsert: true }));
  return place;
}

async function change(place: object, version: number, set: Partial<StoryRecord>): Promise<void> {
  const { matchedCount } = await StoryModel.updateOne({ ...place, version }, { $set: set, $inc: { version: 1 } });
  if (matchedCount === 0) throw conflict('story-changed');
}

// A clip's address is kept in its one spelling.
function readText(text: StoryText): StoryText {
  if (text.clipUrl === null) return text;
  const clip = readClip(text.clipUrl);
  if (clip === null) throw invalid('story-mistaken', {}, [{ pointer: '/clipUrl', code: 'clip-host' }]);
  return { ...text, clipUrl: clip.url };
}

function mistakesIn({ told, craftVillage, motif }: StoryText, isNamed: (words: string) => boolean): Mistake[] {
  const named = Object.entries({ ...fieldsFor(told, 'told'), craftVillage, ...fieldsFor(motif, 'motif') });
  return [
    ...(told.vi === '' ? [{ pointer: '/told', code: 'required' }] : []),
    ...named.flatMap(([field, words]) =>
      words && isNamed(words) ? [{ pointer: `/${field}`, code: 'names-withdrawn' }] : [],
    ),
  ];
}

const blank = (place: { sellerId: string; productId: string | null }, at: Date): StoryRecord => ({
  _id: new Types.ObjectId(),
  ...place,
  draft: null,
  shown: null,
  shownAt: null,
  shownBy: null,
  photos: [],
  consents: [],
  version: 0,
  createdAt: at,
});
