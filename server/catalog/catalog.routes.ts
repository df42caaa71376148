import type { z } from 'zod';
import { type Endpoint, endpoint, listAnswer } from '../http/endpoint.ts';
import { sellers } from '../http/guard.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import { AddShopLink, LinkParams, OwnerParams, ProfileView, ShopLinkView } from './catalog.schemas.ts';
import { limitOn, limitsInForce, listProfiles, type Profile, type Stage, type StageLimit } from './profiles.ts';
import { addShopLink, type LinkOwner, removeShopLink, type ShopLink } from './shop-links.ts';
import { storyEndpoints } from './stories.routes.ts';

/** Product profiles, and the outside shops and stories of products and sellers. */
export const catalogEndpoints = (_services: Services): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/profiles',
    summary: 'Kinds of products with their stages, measurements and limits',
    tag: 'profiles',
    who: 'anyone',
    answer: listAnswer(ProfileView),
    problems: [],
    handle: async ({ language }) => ({
      data: await Promise.all(
        listProfiles().map(async (profile) => presentProfile(profile, await limitsInForce(profile), language)),
      ),
      hasMore: false,
    }),
  }),
  ...shopLinkEndpoints('products', 'product', (id) => ({ productId: id })),
  ...shopLinkEndpoints('sellers', 'seller', (id) => ({ sellerId: id })),
  ...storyEndpoints(),
];

function shopLinkEndpoints(path: string, noun: string, ownerOf: (id: string) => LinkOwner): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: `/${path}/{id}/shop-links`,
      summary: `Keep the address of an outside shop of a ${noun}`,
      tag: 'shop links',
      who: sellers,
      params: OwnerParams,
      body: AddShopLink,
      status: 201,
      answer: ShopLinkView,
      problems: [`${noun}-not-found`, 'not-yours', 'shop-link-refused', 'shop-link-there', 'too-many-shop-links'],
      handle: async ({ actor, params, body, at }) =>
        presentLink(await addShopLink(actor, ownerOf(params.id), body, at)),
    }),
    endpoint({
      method: 'delete',
      path: `/${path}/{id}/shop-links/{linkId}`,
      summary: `Take away an outside shop of a ${noun}`,
      tag: 'shop links',
      who: sellers,
      params: LinkParams,
      answer: null,
      problems: [`${noun}-not-found`, 'not-yours', 'shop-link-not-found'],
      handle: ({ actor, params }) => removeShopLink(actor, ownerOf(params.id), params.linkId),
    }),
  ];
}

const presentLink = ({ id, channel, url }: ShopLink): z.input<typeof ShopLinkView> => ({
  id,
  channel,
  url,
  waiting: channel === 'website',
});

function presentProfile(profile: Profile, limits: StageLimit[], language: Language): z.input<typeof ProfileView> {
  return {
    kind: profile.kind,
    name: pick(profile.name, language),
    names: profile.name,
    season: profile.season,
    shelfLifeDays: profile.shelfLifeDays,
    units: profile.units,
    standards: profile.standards,
    stages: profile.stages.map((stage) => presentStage(stage, limits, language)),
  };
}

const presentStage = (stage: Stage, limits: StageLimit[], language: Language) => ({
  id: stage.id,
  name: pick(stage.name, language),
  names: stage.name,
  makesStock: stage.makesStock,
  measurements: stage.measurements.map(({ key, name, unit, limitUnsourced }) => ({
    key,
    name: pick(name, language),
    unit,
    limit: limitOn(limits, stage.id, key) ?? undefined,
    limitUnsourced,
  })),
  keyData: stage.keyData.map(({ key, name }) => ({ key, name: pick(name, language) })),
});
