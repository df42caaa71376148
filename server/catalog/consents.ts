import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import type { Agreed } from '../agreed.ts';
import { absent } from '../database/absent.ts';
import { conflict, invalid, type Mistake, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { refusesSensitive } from '../platform.ts';
import type { ConsentRecord, ConsentWay } from './consent.ts';
import { type LinkOwner, ownPlace } from './shop-links.ts';
import { ensureStory } from './stories.ts';
import { StoryModel } from './story.ts';

export type { ConsentWay } from './consent.ts';
export { consentWays } from './consent.ts';

export interface WantedConsent {
  person: string;
  task?: string | undefined;
  people?: string | undefined;
  showsName: boolean;
  showsFace: boolean;
  way: ConsentWay;
  /** YYYY-MM-DD */
  givenOn: string;
  agreed?: Agreed | undefined;
}

const mostConsents = 100;

/**
 * Writes down that somebody agreed to be named or seen in a story.
 * @param requestId of the submission: the same one sent twice is one consent
 * @throws as ownStory; invalid('consent-mistaken'), conflict('too-many-consents')
 */
export async function recordConsent(
  actor: Actor,
  owner: LinkOwner,
  wanted: WantedConsent,
  { at, requestId = null }: { at: Date; requestId?: string | null },
): Promise<string> {
  const mistakes = [...mistakesIn(wanted, dayOf(at)), ...sensitiveIn(wanted)];
  if (mistakes.length > 0) throw invalid('consent-mistaken', {}, mistakes);
  const place = await ensureStory(actor, owner, at);
  const id = requestId ?? new Types.ObjectId().toHexString();
  const consent: ConsentRecord = {
    id,
    person: wanted.person,
    task: wanted.task ?? null,
    people: wanted.people ?? null,
    showsName: wanted.showsName,
    showsFace: wanted.showsFace,
    way: wanted.way,
    givenOn: wanted.givenOn,
    ...(wanted.agreed && { agreed: wanted.agreed }),
    recordedBy: actor.name,
    recordedAt: at,
    withdrawnAt: null,
    withdrawnBy: null,
  };
  const isNew = { ...place, 'consents.id': { $ne: id }, [`consents.${mostConsents - 1}`]: { $exists: false } };
  const { matchedCount } = await StoryModel.updateOne(isNew, { $push: { consents: consent } });
  if (matchedCount === 0 && (await StoryModel.exists({ ...place, 'consents.id': id })) === null) {
    throw conflict('too-many-consents', { most: mostConsents });
  }
  return id;
}

/**
 * Somebody takes the consent back: in one stroke the name is shown no more and every photo with the face leaves the story;
 * then the photos themselves are erased. That it was given and taken back stays written. Twice is as good as once.
 * @throws as ownStory; missing('consent-not-found')
 */
export async function withdrawConsent(actor: Actor, owner: LinkOwner, id: string, at: Date): Promise<void> {
  const place = await ownPlace(actor, owner);
  const before = await StoryModel.findOne({ ...place, 'consents.id': id }).lean();
  if (before === null) throw await absent(StoryModel, { 'consents.id': id }, 'consent-not-found');
  const standing = { ...place, consents: { $elemMatch: { id, withdrawnAt: null } } };
  await StoryModel.updateOne(standing, {
    $set: { 'consents.$.withdrawnAt': at, 'consents.$.withdrawnBy': actor.name },
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

function mistakesIn({ showsName, showsFace, givenOn }: WantedConsent, today: string): Mistake[] {
  return mistakesMade([
    [!showsName && !showsFace, '/showsName', 'consent-for-nothing'],
    [givenOn > today, '/givenOn', 'in-the-future'],
  ]);
}
