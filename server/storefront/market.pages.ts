import { type Request, type Response, Router } from 'express';
import type { Actor } from '../actor.ts';
import { kindsOnOffer, listProducts, type Product, productOrders } from '../catalog/products.ts';
import { listProfiles } from '../catalog/profiles.ts';
import { shopLinksFor } from '../catalog/shop-links.ts';
import { storiesFor } from '../catalog/stories.ts';
import { storyView } from '../catalog/story-view.ts';
import { gone, missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { contactOf } from '../identity/phone.ts';
import { findSellerBySlug, getSeller, mayLookAt, type Seller } from '../identity/sellers.ts';
import { isSuspended, whyNotSelling } from '../identity/selling.ts';
import { type Language, pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { returnRulesOn } from '../orders/return-rules.ts';
import { returnWordsOf } from '../orders/return-words.pages.ts';
import { ordersNow } from '../platform.ts';
import { readScanned } from '../scanned-text.ts';
import type { Services } from '../services.ts';
import { visitsAbout } from '../visits/visits.ts';
import { inSeason, newsOfVillages } from './front.ts';
import { lookAround, type Search } from './market.ts';
import { presentOffer, presentSeller } from './offer-view.ts';
import { type Offer, offersOf } from './offers.ts';
import { noticesAt } from './recall-notices.ts';

/** What everybody sees without asking: the market and a seller. */
export function marketPages({ now, config }: Services): Router {
  const router = Router();
  router.get('/', (request, response) => showMarket(request, response, { at: now(), publicUrl: config.publicUrl }));
  router.get('/ho/:slug', async (request, response) => {
    const seller = await findSellerBySlug(request.params.slug);
    if (!seller) throw missing('seller-not-found');
    await requireOpen(seller, localsOf(response).actor, now());
    const data = await sellerPageOf(seller, localsOf(response).language, now());
    const url = `${config.publicUrl}/ho/${seller.slug}`;
    // Not the told story: other sites keep what they read here, and a consent taken back would not reach them.
    const head = { url, image: `${url}/anh-chia-se.jpg`, ...(data.story && { description: data.story.slice(0, 200) }) };
    render(response, 'storefront/seller', data, { title: seller.name, head });
  });
  return router;
}

/** A suspended stall has no page but for its people and the officer; what its goods are made of stays where labels lead to. */
async function requireOpen(seller: Seller, actor: Actor | null, at: Date): Promise<void> {
  if (isSuspended(seller, at) && !(await mayLookAt(actor, seller.id))) throw gone('stall-suspended');
}

async function showMarket(
  request: Request,
  response: Response,
  { at, publicUrl }: { at: Date; publicUrl: string },
): Promise<void> {
  const search = readSearch(request);
  const market = await marketOf(search, at);
  // Who pastes what stands on a label into this box wants the page of that label.
  if (market.tiles.length === 0 && readScanned(search.search ?? '').is !== 'words')
    return response.redirect(303, `/t?${new URLSearchParams({ code: search.search ?? '' }).toString()}`);
  const { language } = localsOf(response);
  const notices = await noticesAt(at, language);
  const image = `${publicUrl}/anh-chia-se.jpg`;
  const lead = sentence(language, `storefront.market.lead.${ordersNow()}`);
  const head = { url: `${publicUrl}/`, image, description: lead };
  render(response, 'storefront/market', { ...market, lead, notices }, { head });
}

/** A repeated or strange part of the address counts as left out: a search never fails. */
function readSearch({ query }: Request): Search {
  const order = productOrders.find((one) => one === query.xep);
  const said = {
    search: wordIn(query.q, 1000),
    kind: wordIn(query.loai, 40),
    village: wordIn(query.ban, 200),
    after: wordIn(query.after, 40),
  };
  const kept = Object.fromEntries(Object.entries(said).filter(([, word]) => word !== undefined));
  return { ...kept, ...(order && { order }), ...(query.con === 'co' && { onlyLeft: true }) };
}

const wordIn = (part: unknown, most: number): string | undefined =>
  typeof part === 'string' && part.trim() !== '' ? part.trim().slice(0, most) : undefined;

/** The market with what was asked for, in the words of its address. */
function addressOf({ search, kind, village, order, onlyLeft, after }: Search): string {
  const parts = { q: search, loai: kind, ban: village, xep: order, con: onlyLeft ? 'co' : undefined, after };
  const said = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined);
  return said.length === 0 ? '/' : `/?${new URLSearchParams(said).toString()}`;
}

async function marketOf(asked: Search, at: Date) {
  const { after, kind, ...rest } = asked;
  const { offers, next, sellers, villages } = await lookAround(asked, at);
  // A kind that nobody offers yet would lead to an empty page.
  const onOffer = new Set(await kindsOnOffer(at));
  const isFront = Object.keys(asked).length === 0;
  return {
    ...(isFront ? await stripsOf(onOffer, sellers, at) : { seasons: [], news: [] }),
    tiles: offers.map(tileOf),
    // Nothing was asked for that could be left out again.
    hasNothing: offers.length === 0 && isFront,
    search: asked.search ?? null,
    kind: kind ?? null,
    kinds: listProfiles()
      .filter((profile) => onOffer.has(profile.kind))
      .map((one) => ({ url: addressOf({ ...rest, kind: one.kind }), name: one.name, chosen: one.kind === kind })),
    anyKind: kind === undefined,
    anyKindUrl: addressOf(rest),
    villages: villages.map((village) => ({ village, chosen: village === asked.village })),
    orders: productOrders.map((order) => ({ order, chosen: order === (asked.order ?? 'newest') })),
    onlyLeft: asked.onlyLeft ?? false,
    isNarrowed: asked.village !== undefined || asked.order !== undefined || asked.onlyLeft === true,
    sellers: after === undefined ? sellers.map(presentSeller) : [],
    nextUrl: next === null ? null : addressOf({ ...asked, after: next }),
  };
}

/** What stands above the goods as long as nothing was asked for. */
const stripsOf = async (onOffer: ReadonlySet<string>, sellers: readonly Seller[], at: Date) => ({
  seasons: inSeason(onOffer, at).map(({ kind, name, season }) => ({ url: addressOf({ kind }), name, season })),
  news: await newsOfVillages(sellers, at),
});

async function sellerPageOf(seller: Seller, language: Language, at: Date) {
  const [products, stories, visits] = await Promise.all([
    listProducts({ sellerIds: [seller.id], limit: 100, shownAt: at }),
    storiesFor({ sellerId: seller.id }),
    visitsAbout({ sellerId: seller.id, village: seller.village }),
  ]);
  return {
    seller: presentSeller(seller),
    identifiedOn: seller.identifiedOn,
    address: seller.address,
    people: seller.people,
    story: seller.story ? pick(seller.story, language) : null,
    told: stories.seller && storyView(stories.seller),
    contact: contactOf(seller.publicPhone),
    cooperative: seller.cooperativeId ? presentSeller(await getSeller(seller.cooperativeId)) : null,
    tiles: await tilesOf(products, at),
    links: await shopLinksFor({ sellerId: seller.id }),
    returns: whyNotSelling(seller, at) === null ? returnWordsOf(await returnRulesOn(seller.id, at), language) : null,
    visits,
  };
}

const tilesOf = async (products: readonly Product[], at: Date) => (await offersOf(products, dayOf(at))).map(tileOf);

const tileOf = (offer: Offer) => ({
  ...presentOffer(offer),
  photo: offer.product.photoId ? imageUrl(offer.product.photoId, 320) : null,
});
