import type { z } from 'zod';
import { pointedBy } from '../errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nothing } from '../http/fields.ts';
import { sellers } from '../http/guard.ts';
import { inAll, languages, plainWords } from '../language.ts';
import { fieldIn } from '../localized.ts';
import { OwnerParams } from './catalog.schemas.ts';
import { recordConsent, withdrawConsent } from './consents.ts';
import type { LinkOwner } from './shop-links.ts';
import { hideStory, type OwnStory, ownStory, saveStory, showStory } from './stories.ts';
import { ChangeStory, ConsentMade, ConsentParams, RecordConsent, ShowStory, StoryView } from './story.schemas.ts';
import type { StoryText } from './story.ts';
import { storyPhotoUrl } from './story-photos.ts';

/** `/{products,sellers}/{id}/story…`: its story as the owner works on it, and who agreed to be named or seen there. */
export const storyEndpoints = (): Endpoint[] => [
  ...endpointsUnder('products', 'product', (id) => ({ productId: id })),
  ...endpointsUnder('sellers', 'seller', (id) => ({ sellerId: id })),
];

function endpointsUnder(owners: string, noun: string, ownerOf: (id: string) => LinkOwner): Endpoint[] {
  const under = { path: `/${owners}/{id}/story`, noun, ownerOf, refusals: [`${noun}-not-found`, 'not-yours'] };
  return [...textEndpoints(under), ...showingEndpoints(under), ...consentEndpoints(under)];
}

interface Under {
  path: string;
  noun: string;
  ownerOf: (id: string) => LinkOwner;
  refusals: readonly string[];
}

const shared = { tag: 'stories', who: sellers } as const;

const textEndpoints = ({ path, noun, ownerOf, refusals }: Under): Endpoint[] => [
  endpoint({
    ...shared,
    method: 'get',
    path,
    summary: `The story of a ${noun}: draft, what is shown, photos and consents`,
    params: OwnerParams,
    answer: StoryView,
    problems: refusals,
    handle: async ({ actor, params }) => presentStory(await ownStory(actor, ownerOf(params.id))),
  }),
  endpoint({
    ...shared,
    method: 'patch',
    path,
    summary: `Write on the draft of a story of a ${noun}; what is shown stays as it is`,
    params: OwnerParams,
    body: ChangeStory,
    answer: StoryView,
    problems: [...refusals, 'story-mistaken', 'story-changed'],
    handle: async ({ actor, params, body, at }) => {
      const owner = ownerOf(params.id);
      const text = changed(textOf(await ownStory(actor, owner)), body);
      await saveStory(actor, owner, { text, version: body.version }, at);
      return presentStory(await ownStory(actor, owner));
    },
  }),
];

const showingEndpoints = ({ path, noun, ownerOf, refusals }: Under): Endpoint[] => [
  endpoint({
    ...shared,
    method: 'post',
    path: `${path}/showing`,
    summary: `Show what is written of a ${noun} to everybody; everybody who is named has agreed`,
    params: OwnerParams,
    body: ShowStory,
    status: 201,
    answer: StoryView,
    problems: [...refusals, 'story-mistaken', 'story-changed'],
    handle: async ({ actor, params, body: { version }, at }) => {
      const owner = ownerOf(params.id);
      const text = textOf(await ownStory(actor, owner));
      await pointedBy(inTheDraft, showStory(actor, owner, { text, version }, at));
      return presentStory(await ownStory(actor, owner));
    },
  }),
  endpoint({
    ...shared,
    method: 'delete',
    path: `${path}/showing`,
    summary: `Take the story of a ${noun} off every page; it stays as a draft`,
    params: OwnerParams,
    answer: null,
    problems: [...refusals, 'story-changed'],
    handle: ({ actor, params }) => hideStory(actor, ownerOf(params.id)),
  }),
];

const consentEndpoints = ({ path, noun, ownerOf, refusals }: Under): Endpoint[] => [
  endpoint({
    ...shared,
    method: 'post',
    path: `${path}/consents`,
    summary: `Write down who agreed to be named or seen in the story of a ${noun}`,
    params: OwnerParams,
    body: RecordConsent,
    status: 201,
    answer: ConsentMade,
    problems: [...refusals, 'consent-mistaken', 'too-many-consents'],
    handle: async ({ actor, params, body, at, requestId }) => ({
      id: await recordConsent(actor, ownerOf(params.id), body, { at, requestId }),
    }),
  }),
  endpoint({
    ...shared,
    method: 'post',
    path: `${path}/consents/{consentId}/withdrawal`,
    summary: `Somebody takes the consent back: the name and every photo with the face leave the story of a ${noun}`,
    params: ConsentParams,
    body: nothing,
    status: 201,
    answer: StoryView,
    problems: [...refusals, 'consent-not-found'],
    handle: async ({ actor, params, at }) => {
      const owner = ownerOf(params.id);
      await withdrawConsent(actor, owner, params.consentId, at);
      return presentStory(await ownStory(actor, owner));
    },
  }),
];

const blank: StoryText = { told: inAll(''), craftVillage: null, motif: null, clipUrl: null };

/** What is written so far: the version that comes with it sees to it that nobody's later words are lost. */
const textOf = ({ draft, shown }: OwnStory): StoryText => draft ?? shown ?? blank;

const changed = (text: StoryText, { told, craftVillage, motif, clipUrl }: z.output<typeof ChangeStory>): StoryText => ({
  told: told === undefined ? text.told : plainWords(told),
  craftVillage: craftVillage === undefined ? text.craftVillage : craftVillage,
  motif: motif === undefined ? text.motif : motif && plainWords(motif),
  clipUrl: clipUrl === undefined ? text.clipUrl : clipUrl,
});

// The page's form is flat, the draft that machines write is not.
const places: Readonly<Record<string, string>> = Object.fromEntries(
  languages.flatMap((language) =>
    ['told', 'motif'].map((text) => [`/${fieldIn(text, language)}`, `/${text}/${language}`]),
  ),
);

const inTheDraft = (pointer: string): string => places[pointer] ?? pointer;

const presentStory = (story: OwnStory): z.input<typeof StoryView> => ({
  state: story.shown === null ? 'draft' : story.publicly === null ? 'held-back' : 'shown',
  version: story.version,
  draft: story.draft,
  shown: story.shown,
  shownAt: story.shownAt && story.shownAt.toISOString(),
  shownBy: story.shownBy,
  photos: story.photos.map(({ imageId, caption, faces }) => ({
    id: imageId,
    url: storyPhotoUrl(imageId, 1280),
    caption,
    consentIds: faces,
  })),
  consents: story.consents.map((consent) => ({
    ...consent,
    recordedAt: consent.recordedAt.toISOString(),
    withdrawnAt: consent.withdrawnAt && consent.withdrawnAt.toISOString(),
  })),
});
