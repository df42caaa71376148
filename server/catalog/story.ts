import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import { foldText } from '../fold.ts';
import { type Localized, plainWords } from '../language.ts';
import { refusesSensitive } from '../platform.ts';
import { type Clip, readClip } from './clip.ts';
import { type ConsentRecord, consentSchema } from './consent.ts';

/** What a story tells; '' in a language in which nobody has written it. */
export interface StoryText {
  told: Localized;
  /** Of handicraft: the village whose craft it is. */
  craftVillage: string | null;
  /** Of handicraft: what its pattern means. */
  motif: Localized | null;
  clipUrl: string | null;
}

export interface StoryPhotoRecord {
  imageId: string;
  width: number;
  height: number;
  caption: Localized | null;
  /** The consents of everybody whose face is in it; empty when nobody can be recognised. */
  faces: string[];
  addedBy: string;
  addedAt: Date;
}

/** The story of a seller or of one of its products, with its photos and the consents of its people. */
export interface StoryRecord {
  _id: mongoose.Types.ObjectId;
  sellerId: string;
  /** Null for the seller's own. */
  productId: string | null;
  draft: StoryText | null;
  shown: StoryText | null;
  shownAt: Date | null;
  /** Who said that every name in it is that of somebody who agreed. */
  shownBy: string | null;
  photos: StoryPhotoRecord[];
  consents: ConsentRecord[];
  /** Counts the changes of the text: a change is written only over the version it was thought out on. */
  version: number;
  createdAt: Date;
}

/** A story as everybody may see it. */
export interface PublicStory extends Omit<StoryText, 'clipUrl'> {
  clip: Clip | null;
  photos: { id: string; width: number; height: number; caption: Localized | null }[];
  people: { name: string; task: string | null; people: string | null }[];
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
    photos: [
      {
        _id: false,
        imageId: String,
        width: Number,
        height: Number,
        caption: { type: localized, default: null },
        faces: [String],
        addedBy: String,
        addedAt: Date,
      },
    ],
    consents: [consentSchema],
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
  const standing = consents.filter(isStanding);
  const faces = new Set(standing.filter(({ showsFace }) => showsFace).map(({ id }) => id));
  return {
    told: plainWords(shown.told),
    craftVillage: shown.craftVillage,
    motif: shown.motif && plainWords(shown.motif),
    clip: shown.clipUrl === null ? null : readClip(shown.clipUrl),
    photos: photos
      .filter(({ faces: seen }) => !refusesSensitive() || seen.length === 0)
      .filter((photo) => photo.faces.every((id) => faces.has(id)) && !namesWithdrawn(captionOf(photo), consents))
      .map(({ imageId, width, height, caption }) => ({
        id: imageId,
        width,
        height,
        caption: caption && plainWords(caption),
      })),
    people: standing
      .filter(({ showsName }) => showsName)
      .map(({ person, task, people }) => ({ name: person, task, people: refusesSensitive() ? null : people })),
  };
}

/** Whether a text names somebody who took the consent back and did not give it again. */
export function namesWithdrawn(words: string, consents: readonly ConsentRecord[]): boolean {
  const standing = new Set(consents.filter(isStanding).map(({ person }) => foldText(person)));
  const said = asWords(words);
  return consents.some(
    (one) => !isStanding(one) && !standing.has(foldText(one.person)) && said.includes(asWords(one.person)),
  );
}

/** All that is written in a story. */
export const wordsOf = ({ told, craftVillage, motif }: StoryText): string =>
  [...Object.values(plainWords(told)), craftVillage, ...Object.values(motif ? plainWords(motif) : {})].join('\n');

const captionOf = ({ caption }: StoryPhotoRecord): string =>
  caption ? Object.values(plainWords(caption)).join('\n') : '';

// With a space on both sides of every word, so that a name is found as a whole and never inside another word.
const asWords = (words: string): string =>
  ` ${foldText(words)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const isStanding = ({ withdrawnAt }: ConsentRecord): boolean => withdrawnAt === null;
