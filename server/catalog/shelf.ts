import { localized } from '../database/localized.ts';
import { foldText } from '../fold.ts';
import { type Localized, plainWords } from '../language.ts';
import { refusesSensitive } from '../platform.ts';
import { type ConsentRecord, consentSchema } from './consent.ts';

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

/** Photos and who agreed to be named or seen: in one document, so that taking a consent back is one stroke (decision 0017). */
export interface ShelfRecord {
  photos: StoryPhotoRecord[];
  consents: ConsentRecord[];
}

/** What everybody may see of a shelf. */
export interface PublicShelf {
  photos: { id: string; width: number; height: number; caption: Localized | null }[];
  people: { name: string; task: string | null; people: string | null }[];
}

/** The fields of a shelf in the schema of the document that has one. */
export const shelfShape = {
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
};

/** No name and no face without a standing consent, and no caption that names somebody who took the consent back. */
export function publicShelf({ photos, consents }: ShelfRecord): PublicShelf {
  const standing = consents.filter(isStanding);
  const faces = new Set(standing.filter(({ showsFace }) => showsFace).map(({ id }) => id));
  return {
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

export const isStanding = ({ withdrawnAt }: ConsentRecord): boolean => withdrawnAt === null;

const captionOf = ({ caption }: StoryPhotoRecord): string =>
  caption ? Object.values(plainWords(caption)).join('\n') : '';

// With a space on both sides of every word, so that a name is found as a whole and never inside another word.
const asWords = (words: string): string =>
  ` ${foldText(words)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
