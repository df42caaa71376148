import { type Request, type RequestHandler, Router } from 'express';
import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { getProfile, unitName } from '../catalog/profiles.ts';
import { shelfLifeOf } from '../catalog/shelf-life.ts';
import { missing } from '../errors.ts';
import { dayOf, formatQuantity } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { inBoth, type Language, pick } from '../language.ts';
import { imageUrl, keepImages } from '../media/images.ts';
import { writeNumber } from '../reading/numbers.ts';
import { type Batch, listBatches, registerBatch } from './batches.ts';
import { daysAfter, daysBetween } from './days.ts';
import { draftView } from './draft-view.ts';
import { type DraftForm, dropDraft, findDraft, keepDraft, photosOf } from './drafts.ts';
import { HalfForm, RegisterBatchForm } from './forms.schemas.ts';

/** `/lo/moi`: choose the product, then say how much, from which day, with a photo. */
export const registerPages = (): Router =>
  Router().get('/lo/moi', chooseProduct).use(registerPage()).use(setAsidePage());

// With one product there is nothing to choose.
const chooseProduct: RequestHandler = async (request, response, next) => {
  const actor = actorOf(request);
  if (typeof request.query.hang === 'string' || actor.role === 'officer') return next();
  const products = await ownProducts(actor);
  const [only] = products;
  if (only && products.length === 1) return response.redirect(303, `/lo/moi?hang=${only.id}${languageAsked(request)}`);
  const { language } = localsOf(response);
  const data = { products: products.map((product) => cardOf(product, language)) };
  render(response, 'traceability/choose-product', data, { title: sentence(language, 'traceability.register.title') });
};

// A language asked for in the address is asked for on the next page, too.
const languageAsked = ({ query }: Request): string =>
  query.lang === 'en' || query.lang === 'vi' ? `&lang=${query.lang}` : '';

const registerPage = () =>
  formPage({
    path: '/lo/moi',
    who: sellers,
    schema: RegisterBatchForm,
    photos: { photo: 1 },
    view: 'traceability/register-batch',
    load: loadPlace,
    shown,
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.register.title') }),
    submit: async ({ actor, body, files, at, requestId }, { product, place }) => {
      const kept = await keepImages(files.photo, product.sellerId, at);
      const [photoId = null] = photosOf(await findDraft(actor, place.form, at), kept, place.mostPhotos);
      const { code } = await registerBatch(actor, { ...body, photoId, requestId }, at);
      await dropDraft(actor, place.form);
      return `/lo/${code}`;
    },
  });

/** `/lo/moi/nhap`: sets the half-filled form aside. */
const setAsidePage = () =>
  formPage({
    path: '/lo/moi/nhap',
    who: sellers,
    get: false,
    schema: HalfForm,
    photos: { photo: 1 },
    view: 'traceability/register-batch',
    load: loadPlace,
    shown,
    submit: async ({ actor, request, files, at }, { place }) => {
      await keepDraft(actor, place, { fields: request.body, photos: files.photo ?? [] }, at);
      return '/lo';
    },
  });

async function loadPlace({ actor, query }: PageContext<typeof sellers>) {
  const product = (await ownProducts(actor)).find(({ id }) => id === query.hang);
  if (!product) throw missing('product-not-found');
  const place: DraftForm = {
    form: `/lo/moi?hang=${product.id}`,
    title: inBoth(product.name),
    sellerId: product.sellerId,
    mostPhotos: 1,
  };
  return { product, place };
}

async function shown(
  { actor, at, language }: PageContext<typeof sellers>,
  { product, place }: Awaited<ReturnType<typeof loadPlace>>,
) {
  const [last] = await listBatches(actor, { productId: product.id, limit: 1 });
  const draft = await findDraft(actor, place.form, at);
  const shelfLife = await shelfLifeOf(getProfile(product.kind));
  const told = { today: dayOf(at), language, keepsDays: shelfLife?.days ?? null };
  const { defaults, ...form } = formOf(product, last ?? null, told);
  const offered = { ...defaults, ...draft?.fields };
  const again = last ? defaults : null;
  const againFields = Object.entries(again ?? {}).map(([name, value]) => ({ name, value }));
  return { ...form, again, againFields, defaults: offered, draft: draftView(actor, place, draft) };
}

interface Told {
  today: string;
  language: Language;
  /** How long goods of this kind usually keep; null when nobody has said. */
  keepsDays: number | null;
}

// What the last batch was like is offered, so that one like it needs a tap only.
function formOf(product: Product, last: Batch | null, { today, language, keepsDays }: Told) {
  const profile = getProfile(product.kind);
  const units = [...new Set([last?.quantity.unit, ...profile.units].filter((unit) => unit !== undefined))];
  const keeps = last?.expiresOn ? daysBetween(last.producedOn, last.expiresOn) : keepsDays;
  return {
    product: { ...cardOf(product, language), sellerId: product.sellerId },
    units: units.map((unit) => ({ value: unit, title: pick(unitName(unit), language) })),
    asksExpiry: profile.shelfLifeUnsourced || keepsDays !== null,
    last: last && { producedOn: last.producedOn, amount: amountOf(last, language) },
    defaults: {
      productId: product.id,
      'quantity.value': last ? writeNumber(last.quantity.value) : '',
      'quantity.unit': units[0],
      producedOn: today,
      expiresOn: daysAfter(today, keeps) ?? '',
    },
  };
}

const amountOf = ({ quantity: { value, unit } }: Batch, language: Language): string =>
  formatQuantity({ value, unit: pick(unitName(unit), language) }, language);

async function ownProducts(actor: Actor): Promise<Product[]> {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  return listProducts({ sellerIds, limit: 200 });
}

const cardOf = (product: Product, language: Language) => ({
  id: product.id,
  title: product.name,
  kind: pick(getProfile(product.kind).name, language),
  photo: product.photoId ? imageUrl(product.photoId, 320) : null,
});
