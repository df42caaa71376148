import { type Request, type Response, Router } from 'express';
import { requireShown, stateOf } from '../catalog/listings.ts';
import { findProductBySlug } from '../catalog/products.ts';
import { findProfile } from '../catalog/profiles.ts';
import { shopLinksFor } from '../catalog/shop-links.ts';
import { storiesFor } from '../catalog/stories.ts';
import { storyView } from '../catalog/story-view.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { emptyForm } from '../http/empty-form.ts';
import { localsOf } from '../http/locals.ts';
import { render } from '../http/views.ts';
import { whyNotSelling } from '../identity/selling.ts';
import { type Language, pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { returnRulesOn } from '../orders/return-rules.ts';
import { returnWordsOf } from '../orders/return-words.pages.ts';
import { lotUnknown } from '../provenance/digital-link.ts';
import { verdictOnBatch } from '../provenance/verdicts.ts';
import type { Services } from '../services.ts';
import { type Batch, listPublicBatches } from '../traceability/batches.ts';
import { visitsAbout } from '../visits/visits.ts';
import { presentOffer } from './offer-view.ts';
import { getOffer, type Offer } from './offers.ts';
import { productData } from './product-data.ts';

/** What is offered, with its batches, the shops that have it and what is told of it. */
export const productPages = ({ now, config }: Services): Router =>
  Router().get('/san-pham/:slug', (request, response) =>
    showProduct(request, response, { at: now(), publicUrl: config.publicUrl }),
  );

/** Everybody's page of one product; its seller and the officer see it also while nobody else does. */
async function showProduct(
  request: Request<{ slug: string }>,
  response: Response,
  { at, publicUrl }: { at: Date; publicUrl: string },
): Promise<void> {
  const product = await findProductBySlug(request.params.slug);
  if (!product) throw missing('product-not-found');
  const { language, actor } = localsOf(response);
  const offer = await getOffer(product, dayOf(at));
  const isShown = await requireShown(offer, actor, at);
  const data = await productPageOf(offer, language, at);
  if (!isShown) response.setHeader('X-Robots-Tag', 'noindex');
  const head = {
    url: `${publicUrl}/san-pham/${product.slug}`,
    ...(data.description && { description: data.description.slice(0, 200) }),
    image: `${publicUrl}/san-pham/${product.slug}/anh-chia-se.jpg`,
    jsonLd: productData(offer, publicUrl),
  };
  render(
    response,
    'storefront/product',
    {
      ...data,
      isShown,
      state: stateOf(product),
      lotUnknown: request.query[lotUnknown.name] === lotUnknown.value,
      form: emptyForm(response),
    },
    { title: product.name, head },
  );
}

async function productPageOf(offer: Offer, language: Language, at: Date) {
  const { product } = offer;
  const today = dayOf(at);
  const closed = whyNotSelling(offer.seller, at);
  const [links, stories, batches, visits] = await Promise.all([
    shopLinksFor({ productId: product.id, sellerId: product.sellerId }),
    storiesFor({ productId: product.id, sellerId: product.sellerId }),
    listPublicBatches(product.id, 10),
    visitsAbout({ sellerId: product.sellerId, village: offer.seller.village, productId: product.id }),
  ]);
  return {
    ...presentOffer(offer),
    closed,
    returns: closed === null ? returnWordsOf(await returnRulesOn(product.sellerId, at), language) : null,
    photo: product.photoId ? imageUrl(product.photoId, 640) : null,
    photoLarge: product.photoId ? imageUrl(product.photoId, 1280) : null,
    description: product.description ? pick(product.description, language) : null,
    packs: offer.packs,
    profileName: findProfile(product.kind)?.name ?? null,
    links,
    told: stories.product && storyView(stories.product),
    visits,
    batches: batches.map((batch) => presentBatch(batch, product.photoId, today)),
  };
}

const presentBatch = (batch: Batch, photoId: string | null, today: string) => ({
  code: batch.code,
  lot: batch.lot,
  producedOn: batch.producedOn,
  expiresOn: batch.expiresOn,
  url: `/t/${batch.code}`,
  verdict: verdictOnBatch(batch, photoId, today),
});
