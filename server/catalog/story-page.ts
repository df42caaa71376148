import type { Actor } from '../actor.ts';
import { fieldsFor } from '../localized.ts';
import type { Owned } from './owned.ts';
import { getProduct } from './products.ts';
import { getProfile } from './profiles.ts';
import { type OwnStory, ownStory } from './stories.ts';
import { storyPhotoUrl } from './story-photos.ts';

export type OwnedBy = (actor: Actor, id: string) => Promise<Owned>;

interface Asked {
  actor: Actor;
  params: Record<string, string>;
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
  photos: story.photos.map(({ imageId, caption, faces }, index) => ({
    number: index + 1,
    id: imageId,
    url: storyPhotoUrl(imageId, 320),
    caption: caption?.vi ?? null,
    isShown: story.publicly?.photos.some(({ id }) => id === imageId) ?? false,
    faces: story.consents
      .filter(({ id }) => faces.includes(id))
      .map(({ person }) => person)
      .join(', '),
  })),
  people: story.consents,
  faces: story.consents
    .filter(({ showsFace, withdrawnAt }) => showsFace && withdrawnAt === null)
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
