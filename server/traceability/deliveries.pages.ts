import { type RequestHandler, Router } from 'express';
import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { getProfile, unitOptions } from '../catalog/profiles.ts';
import { missing, pointedBy } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { pick } from '../language.ts';
import { writeNumber } from '../reading/numbers.ts';
import { DeliveriesForm } from './deliveries.schemas.ts';
import { deliverers, lastDeliveries, takeIn } from './deliveries.ts';

const who = ['cooperative'] as const;
const path = '/lo/nhan';

/** `/lo/nhan`: a cooperative writes down what its households deliver on one day, each a lot of its own. */
export const deliveriesPages = (): Router =>
  Router()
    .get(path, requireRole(...who), chooseProduct)
    .use(takeInPage());

// With one product there is nothing to choose.
const chooseProduct: RequestHandler = async (request, response, next) => {
  if (typeof request.query.hang === 'string') return next();
  const products = await ownProducts(actorOf(request).sellerId);
  const [only] = products;
  if (only && products.length === 1) return response.redirect(303, `${path}?hang=${only.id}`);
  const { language } = localsOf(response);
  const data = {
    products: products.map(({ id, name, kind }) => ({
      url: `${path}?hang=${id}`,
      title: name,
      kind: pick(getProfile(kind).name, language),
      photo: null,
    })),
  };
  render(response, 'traceability/choose-product', data, { title: sentence(language, 'genealogy.take-in.title') });
};

const takeInPage = () =>
  formPage({
    path,
    who,
    schema: DeliveriesForm,
    view: 'traceability/take-in',
    load: async ({ actor, query }: PageContext<typeof who>) => {
      const product = (await ownProducts(actor.sellerId)).find(({ id }) => id === query.hang);
      if (!product) throw missing('product-not-found');
      return { product };
    },
    shown: async ({ actor, at, language, query }, { product }) => ({
      likeLastUrl: query.nhu === 'truoc' ? null : `${path}?hang=${product.id}&nhu=truoc`,
      households: (await deliverers(actor)).map(({ id, name, village }) => ({ field: `amounts.${id}`, name, village })),
      units: unitOptions(getProfile(product.kind).units, language),
      defaults: { producedOn: dayOf(at), ...(query.nhu === 'truoc' && (await asLast(actor, product.id))) },
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'genealogy.take-in.title') }),
    submit: async ({ actor, body, at, requestId }, { product }) => {
      const { amounts, unit, producedOn, note, again } = body;
      const deliveries = Object.entries(amounts).flatMap(([sellerId, value]) =>
        value === undefined ? [] : [{ sellerId, value }],
      );
      const wanted = { productId: product.id, producedOn, unit, note, deliveries, again: again === 'yes', requestId };
      await pointedBy((pointer) => pointer.replace('/quantity', ''), takeIn(actor, wanted, at));
      return `/lo/moi?hang=${product.id}&gop=1&tu=${product.id}&ngay=${producedOn}`;
    },
  });

const asLast = async (actor: Actor, productId: string): Promise<Record<string, string>> => {
  const last = await lastDeliveries(actor, productId);
  const [first] = last.values();
  return {
    ...(first && { unit: first.unit }),
    ...Object.fromEntries([...last].map(([id, { value }]) => [`amounts.${id}`, writeNumber(value)])),
  };
};

const ownProducts = async (sellerId: string | null): Promise<Product[]> =>
  sellerId === null ? [] : listProducts({ sellerIds: [sellerId], limit: 200 });
