import { type Request, type RequestHandler, Router } from 'express';
import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { getProfile, unitName } from '../catalog/profiles.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { imageUrl, keepImage } from '../media/images.ts';
import type { Services } from '../services.ts';
import { type Batch, listBatches, registerBatch } from './batches.ts';
import { daysAfter, daysBetween } from './days.ts';
import { RegisterBatchForm } from './forms.schemas.ts';

const sellers = ['household', 'cooperative'] as const;

/** `/lo/moi`: choose the product, then say how much, from which day, with a photo. */
export const registerPages = (services: Services): Router =>
  Router().get('/lo/moi', chooseProduct).use(registerPage(services));

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

const registerPage = (services: Services) =>
  formPage(services, {
    path: '/lo/moi',
    who: sellers,
    schema: RegisterBatchForm,
    photos: { photo: 1 },
    view: 'traceability/register-batch',
    load: async ({ actor, query, at, language }) => {
      const product = (await ownProducts(actor)).find(({ id }) => id === query.hang);
      if (!product) throw missing('product-not-found');
      const [last] = await listBatches(actor, { productId: product.id, limit: 1 });
      return formOf(product, last ?? null, { today: dayOf(at), language });
    },
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.register.title') }),
    submit: async ({ actor, body, files, at, requestId }, { product }) => {
      const [photo] = files.photo ?? [];
      const photoId = photo ? (await keepImage(photo.bytes, product.sellerId, at)).id : null;
      return `/lo/${(await registerBatch(actor, { ...body, photoId, requestId }, at)).code}`;
    },
  });

// What the last batch was like is offered, so that one like it needs a tap only.
function formOf(product: Product, last: Batch | null, { today, language }: { today: string; language: Language }) {
  const profile = getProfile(product.kind);
  const units = [...new Set([last?.quantity.unit, ...profile.units].filter((unit) => unit !== undefined))];
  const keeps = last?.expiresOn ? daysBetween(last.producedOn, last.expiresOn) : profile.shelfLifeDays;
  return {
    product: { ...cardOf(product, language), sellerId: product.sellerId },
    units: units.map((unit) => ({ value: unit, title: pick(unitName(unit), language) })),
    asksExpiry: profile.shelfLifeUnsourced || profile.shelfLifeDays !== null,
    last: last && { code: last.code, producedOn: last.producedOn },
    defaults: {
      productId: product.id,
      'quantity.value': last ? String(last.quantity.value).replace('.', ',') : '',
      'quantity.unit': units[0],
      producedOn: today,
      expiresOn: daysAfter(today, keeps) ?? '',
    },
  };
}

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
