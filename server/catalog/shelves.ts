import type { Model } from 'mongoose';
import type { Actor } from '../actor.ts';
import type { ShelfRecord } from './shelf.ts';
import { type LinkOwner, ownPlace } from './shop-links.ts';
import { ensureStory } from './stories.ts';
import { StoryModel } from './story.ts';

export type { PublicShelf, ShelfRecord } from './shelf.ts';
export { isStanding, namesWithdrawn, publicShelf, shelfShape } from './shelf.ts';

/** Where photos and consents are kept: the one document that `place` picks. */
export interface Shelf {
  model: Model<ShelfRecord>;
  place: object;
  mostPhotos: number;
}

/** Whose shelf: a story's of goods or a seller, or one of another room, which has asked already who may change it. */
export type ShelfOwner = LinkOwner | { shelf: Shelf };

/** A shelf in a document of another room. */
export const shelfIn = <R extends ShelfRecord>(model: Model<R>, place: object, mostPhotos: number): Shelf => ({
  // What is done to a shelf touches its own two fields only, which every such document has.
  model: model as unknown as Model<ShelfRecord>,
  place,
  mostPhotos,
});

const mostOfStory = 6;
const ofStory = (place: object): Shelf => shelfIn(StoryModel, place, mostOfStory);

/** A shelf that is surely there. @throws missing('product-not-found' | 'seller-not-found'), forbidden('not-yours') */
export const shelfOf = async (actor: Actor, owner: ShelfOwner, at: Date): Promise<Shelf> =>
  'shelf' in owner ? owner.shelf : ofStory(await ensureStory(actor, owner, at));

/** A shelf as it is, or is not. @throws as shelfOf */
export const shelfThere = async (actor: Actor, owner: ShelfOwner): Promise<Shelf> =>
  'shelf' in owner ? owner.shelf : ofStory(await ownPlace(actor, owner));
