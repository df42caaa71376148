import { Router } from 'express';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { lines, nothing, text, wholeNumber } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { findSellers, getSeller } from '../identity/sellers.ts';
import { pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { rulesNow } from '../platform.ts';
import {
  getListing,
  type ListingState,
  listingStates,
  listListings,
  putBack,
  screenListing,
  stateOf,
  takeDown,
} from './listings.ts';
import { inPeoplesUnit } from './profiles.ts';

const path = '/duyet-hang';
const who = ['officer'] as const;

const ScreeningForm = z.strictObject({
  result: z.enum(['passed', 'refused'], 'required'),
  reason: lines(1000).optional(),
  version: wholeNumber,
});

const TakingDownForm = z.strictObject({ reason: lines(1000), authority: text(200).optional() });

/** `/duyet-hang…`: the officer looks at what goods' pages say before they show, and takes goods off the market. */
export const listingsPages = (): Router =>
  Router().use(listPage()).use(screeningPage()).use(takingDownPage()).use(puttingBackPage());

const listPage = (): Router =>
  Router().get(path, requireRole(...who), async (request, response) => {
    const { language } = localsOf(response);
    const { xem, q } = request.query;
    const state = listingStates.find((one) => one === xem) ?? 'waiting';
    const search = typeof q === 'string' ? q.slice(0, 100) : '';
    const products = await listListings(actorOf(request), state, search);
    const sellers = await findSellers([...new Set(products.map(({ sellerId }) => sellerId))]);
    const names = new Map(sellers.map(({ id, name }) => [id, name]));
    const rows = products.map(({ id, name, sellerId, photoId }) => ({
      url: `${path}/${id}`,
      title: name,
      seller: names.get(sellerId) ?? '',
      photo: photoId ? imageUrl(photoId, 320) : null,
    }));
    const states = listingStates.map((one) => ({
      url: urlOf(one),
      name: sentence(language, `listings.state.${one}`),
      chosen: one === state,
    }));
    const title = sentence(language, 'listings.title');
    render(response, 'catalog/listings', { rows, states, state, search, screens: rulesNow().screens }, { title });
  });

const urlOf = (state: ListingState): string => `${path}?xem=${state}`;

async function load({ actor, params, language }: PageContext<typeof who>) {
  const listing = await getListing(actor, params.id ?? '');
  const { product } = listing;
  const seller = await getSeller(product.sellerId);
  return {
    id: product.id,
    name: product.name,
    seller: { name: seller.name, url: `/nguoi-ban/${seller.id}` },
    photo: product.photoId ? imageUrl(product.photoId, 640) : null,
    description: product.description ? pick(product.description, language) : null,
    packs: product.packs.map((pack) => ({ ...pack, amount: inPeoplesUnit(pack.netQuantity, language) })),
    url: `/san-pham/${product.slug}`,
    state: sentence(language, `listings.state.${stateOf(product)}`),
    isTakenDown: product.isTakenDown,
    version: listing.version,
    looks: listing.looks,
    takenDown: listing.takenDown,
  };
}

const screeningPage = () =>
  formPage({
    path: `${path}/:id`,
    who,
    schema: ScreeningForm,
    view: 'catalog/listing',
    load,
    shown: async ({ language }, { version }) => ({
      results: ['passed', 'refused'].map((value) => ({ value, title: sentence(language, `listings.result.${value}`) })),
      defaults: { version },
    }),
    submit: async ({ actor, body, at }, { id }) => {
      const { result, reason = null, version } = body;
      const passed = result === 'passed';
      if (!passed && reason === null) throw invalid('mistakes', {}, [{ pointer: '/reason', code: 'required' }]);
      await screenListing(actor, id, { version, passed, reason }, at);
      return path;
    },
    render: ({ name }) => ({ title: name }),
  });

const takingDownPage = () =>
  formPage({
    path: `${path}/:id/go`,
    who,
    schema: TakingDownForm,
    pinAgain,
    view: 'catalog/take-down',
    load,
    submit: async ({ actor, body, at }, { id }) => {
      await takeDown(actor, id, { reason: body.reason, authority: body.authority ?? null }, at);
      return `${path}/${id}`;
    },
    render: ({ name }, { language }) => ({ title: sentence(language, 'listings.take-down.title', { name }) }),
  });

const puttingBackPage = () =>
  formPage({
    path: `${path}/:id/dua-lai`,
    who,
    schema: nothing,
    pinAgain,
    view: 'catalog/put-back',
    load,
    submit: async ({ actor, at }, { id }) => {
      await putBack(actor, id, at);
      return `${path}/${id}`;
    },
    render: ({ name }, { language }) => ({ title: sentence(language, 'listings.put-back.title', { name }) }),
  });
