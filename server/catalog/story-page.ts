import type { Actor, Role } from '../actor.ts';
import { formatPhone } from '../identity/phone.ts';
import type { Language } from '../language.ts';
import { fieldsFor } from '../localized.ts';
import type { Owned } from './owned.ts';
import { getProduct } from './products.ts';
import { getProfile } from './profiles.ts';
import { isStanding, type ShelfOwner, type ShelfRecord } from './shelves.ts';
import { type OwnStory, ownStory } from './stories.ts';
import { storyPhotoUrl } from './story-photos.ts';

export type OwnedBy = (actor: Actor, id: string) => Promise<Owned>;

interface Asked {
  actor: Actor;
  params: Record<string, string>;
}

/** A page that has photos and people below it: a story's, or one of another room. */
export interface ShelfPage<D extends ShelfPlace = ShelfPlace> {
  who: readonly Role[];
  /** Of the page that both buttons beside a photo or a person come back to. */
  view: string;
  /** Whether people may let visitors call them there. */
  takesPhones: boolean;
  load: (asked: Asked) => Promise<D>;
  /** `story.photos`, `.people` and `.faces` as `shelfView` makes them. */
  shown: (asked: Asked & { language: Language }, data: D) => Promise<object>;
}

/** Whose shelf it is, and where the page stands. */
export interface ShelfPlace {
  owned: { owner: ShelfOwner };
  url: string;
}

/** What a story's page and those of its photos and people are made of. */
export const storyOf = (path: string, ownedBy: OwnedBy) => ({
  load: async ({ actor, params }: Asked) => {
    const owned = await ownedBy(actor, params.id ?? '');
    const backUrl = path.replace(':id', owned.id);
    return { owned, backUrl, url: `${backUrl}/chuyen` };
  },
  shown: async ({ actor }: Asked, { owned, url }: { owned: Owned; url: string }) => {
    const story = await ownStory(actor, owned.owner);
    return {
      story: viewOf(story),
      isCraft: await isCraft(owned),
      draft: { accountId: actor.accountId, form: url, savedAt: null, photos: [] },
      defaults: fieldsOf(story),
    };
  },
});

const viewOf = (story: OwnStory) => ({
  isShown: story.shown !== null && story.publicly !== null,
  isHeldBack: story.shown !== null && story.publicly === null,
  wasShown: story.shown !== null,
  hasNewerDraft: story.shown !== null && story.draft !== null,
  shownAt: story.shownAt,
  ...shelfView(story, story.publicly?.photos ?? [], storyPhotoUrl),
});

/**
 * Photos and people as who keeps them works on them.
 * @param shown the photos that everybody sees now
 */
export const shelfView = (
  { photos, consents }: ShelfRecord,
  shown: readonly { id: string }[],
  urlOf: (id: string, width: 320) => string,
) => ({
  photos: photos.map(({ imageId, caption, faces }, index) => ({
    number: index + 1,
    id: imageId,
    url: urlOf(imageId, 320),
    caption: caption?.vi ?? null,
    isShown: shown.some(({ id }) => id === imageId),
    faces: consents
      .filter(({ id }) => faces.includes(id))
      .map(({ person }) => person)
      .join(', '),
  })),
  people: consents.map(({ phone, ...one }) => ({ ...one, phone: phone === undefined ? null : formatPhone(phone) })),
  faces: consents
    .filter((one) => one.showsFace && isStanding(one))
    .map(({ id, person }) => ({ field: `face.${id}`, person })),
});

function fieldsOf({ draft, shown, version }: OwnStory) {
  const text = draft ?? shown;
  if (text === null) return { version };
  const { told, craftVillage, motif, clipUrl } = text;
  return { version, ...fieldsFor(told, 'told'), craftVillage, ...fieldsFor(motif, 'motif'), clipUrl };
}

async function isCraft({ owner }: Owned): Promise<boolean> {
  if (!('productId' in owner)) return false;
  return getProfile((await getProduct(owner.productId)).kind).handicraft ?? false;
}
