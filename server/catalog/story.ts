import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';
import { type Clip, readClip } from './clip.ts';
import { namesWithdrawn, type PublicShelf, publicShelf, type ShelfRecord, shelfShape } from './shelf.ts';

/** What a story tells; '' in a language in which nobody has written it. */
export interface StoryText {
  told: Localized;
  /** Of handicraft: the village whose craft it is. */
  craftVillage: string | null;
  /** Of handicraft: what its pattern means. */
  motif: Localized | null;
  clipUrl: string | null;
}

/** The story of a seller or of one of its products, with its photos and the consents of its people. */
export interface StoryRecord extends ShelfRecord {
  _id: mongoose.Types.ObjectId;
  sellerId: string;
  /** Null for the seller's own. */
  productId: string | null;
  draft: StoryText | null;
  shown: StoryText | null;
  shownAt: Date | null;
  /** Who said that every name in it is that of somebody who agreed. */
  shownBy: string | null;
  /** Counts the changes of the text: a change is written only over the version it was thought out on. */
  version: number;
  createdAt: Date;
}

/** A story as everybody may see it. */
export interface PublicStory extends Omit<StoryText, 'clipUrl'>, PublicShelf {
  clip: Clip | null;
}

const text = new mongoose.Schema<StoryText>(
  {
    told: localized,
    craftVillage: { type: String, default: null },
    motif: { type: localized, default: null },
    clipUrl: { type: String, default: null },
  },
  { _id: false },
);
const schema = new mongoose.Schema<StoryRecord>(
  {
    sellerId: { type: String, required: true },
    productId: { type: String, default: null },
    draft: { type: text, default: null },
    shown: { type: text, default: null },
    shownAt: { type: Date, default: null },
    shownBy: { type: String, default: null },
    ...shelfShape,
    version: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, productId: 1 }, { unique: true });
schema.index({ 'photos.imageId': 1 });

export const StoryModel = mongoose.model<StoryRecord>('Story', schema);

/**
 * What everybody may see of a story now: nothing unless it is shown, no name and no face without a standing consent, and no
 * text or caption that names somebody who took the consent back.
 */
export function publicStory({ shown, photos, consents }: StoryRecord): PublicStory | null {
  if (shown === null || namesWithdrawn(wordsOf(shown), consents)) return null;
  return {
    told: plainWords(shown.told),
    craftVillage: shown.craftVillage,
    motif: shown.motif && plainWords(shown.motif),
    clip: shown.clipUrl === null ? null : readClip(shown.clipUrl),
    ...publicShelf({ photos, consents }),
  };
}

/** All that is written in a story. */
export const wordsOf = ({ told, craftVillage, motif }: StoryText): string =>
  [...Object.values(plainWords(told)), craftVillage, ...Object.values(motif ? plainWords(motif) : {})].join('\n');
