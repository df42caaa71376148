import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import type { Agreed } from '../agreed.ts';
import { absent } from '../database/absent.ts';
import { conflict, invalid, type Mistake, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { refusesSensitive } from '../platform.ts';
import type { ConsentRecord, ConsentWay } from './consent.ts';
import type { ShelfRecord } from './shelf.ts';
import { type ShelfOwner, shelfOf, shelfThere } from './shelves.ts';
import { StoryModel } from './story.ts';

export type { ConsentWay } from './consent.ts';
export { consentWays } from './consent.ts';

export interface WantedConsent {
  person: string;
  task?: string | undefined;
  people?: string | undefined;
  showsName: boolean;
  showsFace: boolean;
  /** E.164 */
  phone?: string | undefined;
  way: ConsentWay;
  /** YYYY-MM-DD */
  givenOn: string;
  agreed?: Agreed | undefined;
}

const mostConsents = 100;

/**
 * Writes down that somebody agreed to be named, seen or called.
 * @param requestId of the submission: the same one sent twice is one consent
 * @throws as ownStory; invalid('consent-mistaken'), conflict('too-many-consents')
 */
export async function recordConsent(
  actor: Actor,
  owner: ShelfOwner,
  wanted: WantedConsent,
  { at, requestId = null }: { at: Date; requestId?: string | null },
): Promise<string> {
  const mistakes = [...mistakesIn(wanted, dayOf(at)), ...sensitiveIn(wanted)];
  if (mistakes.length > 0) throw invalid('consent-mistaken', {}, mistakes);
  const { model, place } = await shelfOf(actor, owner, at);
  const id = requestId ?? new Types.ObjectId().toHexString();
  const consent: ConsentRecord = {
    id,
    person: wanted.person,
    task: wanted.task ?? null,
    people: wanted.people ?? null,
    showsName: wanted.showsName,
    showsFace: wanted.showsFace,
    ...(wanted.phone !== undefined && { phone: wanted.phone }),
    way: wanted.way,
    givenOn: wanted.givenOn,
    ...(wanted.agreed && { agreed: wanted.agreed }),
    recordedBy: actor.name,
    recordedAt: at,
    withdrawnAt: null,
    withdrawnBy: null,
  };
  const isNew = { ...place, 'consents.id': { $ne: id }, [`consents.${mostConsents - 1}`]: { $exists: false } };
  const { matchedCount } = await model.updateOne(isNew, { $push: { consents: consent } });
  if (matchedCount === 0 && (await model.exists({ ...place, 'consents.id': id })) === null) {
    throw conflict('too-many-consents', { most: mostConsents });
  }
  return id;
}

/**
 * Somebody takes the consent back: in one stroke name and phone are shown no more and every photo with the face leaves the page;
 * then the photos themselves are erased. That it was given and taken back stays written. Twice is as good as once.
 * @throws as ownStory; missing('consent-not-found')
 */
export async function withdrawConsent(actor: Actor, owner: ShelfOwner, id: string, at: Date): Promise<void> {
  const { model, place } = await shelfThere(actor, owner);
  const before = await model.findOne({ ...place, 'consents.id': id }).lean<ShelfRecord>();
  if (before === null) throw await absent(model, { 'consents.id': id }, 'consent-not-found');
  const standing = { ...place, consents: { $elemMatch: { id, withdrawnAt: null } } };
  await model.updateOne(standing, {
    $set: { 'consents.$.withdrawnAt': at, 'consents.$.withdrawnBy': actor.name },
    $unset: { 'consents.$.phone': '' },
    $pull: { photos: { faces: id } },
  });
  // Read before the stroke: a photo added in between names a consent that no longer stands, so nobody sees it either.
  const seen = before.photos.filter(({ faces }) => faces.includes(id));
  for (const { imageId } of seen) await removeGuardedImage(imageId);
}

/** Everybody who agreed to be named or seen in a seller's stories, or took it back, the earliest first. */
export async function consentsOfSeller(sellerId: string): Promise<ConsentRecord[]> {
  const stories = await StoryModel.find({ sellerId }, { consents: 1 }).sort({ _id: 1 }).lean();
  return stories.flatMap(({ consents }) => consents);
}

const sensitiveIn = ({ showsFace, people }: WantedConsent): Mistake[] =>
  !refusesSensitive()
    ? []
    : mistakesMade([
        [showsFace, '/showsFace', 'no-sensitive-data'],
        [people !== undefined && people !== '', '/people', 'no-sensitive-data'],
      ]);

function mistakesIn({ showsName, showsFace, phone, givenOn }: WantedConsent, today: string): Mistake[] {
  return mistakesMade([
    [!showsName && !showsFace && phone === undefined, '/showsName', 'consent-for-nothing'],
    [givenOn > today, '/givenOn', 'in-the-future'],
  ]);
}
