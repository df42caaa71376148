import type { Actor } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { conflict, type DomainError, invalid } from '../errors.ts';
import { mayActFor } from '../identity/sellers.ts';
import type { Localized } from '../language.ts';
import { type GuardedImage, keepGuardedImage, readGuardedImage, removeGuardedImage } from '../media/guarded-images.ts';
import { refusesSensitive } from '../platform.ts';
import type { ShelfRecord, StoryPhotoRecord } from './shelf.ts';
import { type ShelfOwner, shelfOf, shelfThere } from './shelves.ts';
import { publicStory, StoryModel } from './story.ts';

export interface WantedPhoto {
  bytes: Buffer;
  caption: Localized | null;
  /** The consents of everybody whose face is in it. */
  faces: readonly string[];
}

/**
 * Adds a photo to a shelf: a story's, or that of a page.
 * @throws as ownStory and keepGuardedImage; invalid('photo-without-consent'), conflict('too-many-story-photos')
 */
export async function addStoryPhoto(actor: Actor, owner: ShelfOwner, wanted: WantedPhoto, at: Date): Promise<void> {
  const { model, place, mostPhotos } = await shelfOf(actor, owner, at);
  const { photos, consents } = await model.findOne(place).lean<ShelfRecord>().orFail();
  if (photos.length >= mostPhotos) throw conflict('too-many-story-photos', { most: mostPhotos });
  const agreed = consents.filter(({ showsFace, withdrawnAt }) => showsFace && withdrawnAt === null);
  if (!wanted.faces.every((face) => agreed.some(({ id }) => id === face))) {
    throw invalid('photo-without-consent', {}, [{ pointer: '/who', code: 'photo-without-consent' }]);
  }
  if (refusesSensitive() && wanted.faces.length > 0) {
    throw invalid('no-sensitive-data', {}, [{ pointer: '/who', code: 'no-sensitive-data' }]);
  }
  const image = await keepGuardedImage(wanted.bytes);
  const photo = photoOf(image, wanted, actor, at);
  const hasRoom = { ...place, [`photos.${mostPhotos - 1}`]: { $exists: false } };
  const { matchedCount } = await model.updateOne(hasRoom, { $push: { photos: photo } });
  if (matchedCount > 0) return;
  await removeGuardedImage(image.id);
  throw conflict('too-many-story-photos', { most: mostPhotos });
}

/** Takes a photo off a shelf and erases it. @throws as ownStory; missing('image-not-found') */
export async function removeStoryPhoto(actor: Actor, owner: ShelfOwner, imageId: string): Promise<void> {
  const { model, place } = await shelfThere(actor, owner);
  const taken = await model.updateOne({ ...place, 'photos.imageId': imageId }, { $pull: { photos: { imageId } } });
  if (taken.matchedCount === 0) throw await absent(model, { 'photos.imageId': imageId }, 'image-not-found');
  await removeGuardedImage(imageId);
}

/** A photo that is in no story of theirs. */
export const absentPhoto = (imageId: string): Promise<DomainError> =>
  absent(StoryModel, { 'photos.imageId': imageId }, 'image-not-found');

/** Who may see a photo of a story at this moment: everybody, only who acts for the seller, or nobody. */
export async function sightOfPhoto(imageId: string, actor: Actor | null): Promise<'everybody' | 'owner' | 'nobody'> {
  const record = await StoryModel.findOne({ 'photos.imageId': imageId }).lean();
  if (record === null) return 'nobody';
  if (publicStory(record)?.photos.some(({ id }) => id === imageId)) return 'everybody';
  return actor !== null && (await mayActFor(actor, record.sellerId)) ? 'owner' : 'nobody';
}

/** The bytes of a story's photo; the caller has asked `sightOfPhoto`. */
export const readStoryPhoto = readGuardedImage;

/** Where a browser finds a story's photo in one width: 320, 640 or 1280 px. */
export const storyPhotoUrl = (id: string, width: 320 | 640 | 1280): string => `/anh-chuyen/${id}-${width}.webp`;

const photoOf = (
  image: GuardedImage,
  { caption, faces }: WantedPhoto,
  { name }: Actor,
  at: Date,
): StoryPhotoRecord => ({
  imageId: image.id,
  width: image.width,
  height: image.height,
  caption,
  faces: [...faces],
  addedBy: name,
  addedAt: at,
});
