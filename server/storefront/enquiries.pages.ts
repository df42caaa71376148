import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { requireShown } from '../catalog/listings.ts';
import { findProductBySlug, findProducts } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { emptyForm } from '../http/empty-form.ts';
import { lines, nameText, nothing, text } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { formatPhone } from '../identity/phone.ts';
import { findSellers, getSeller } from '../identity/sellers.ts';
import { requireSelling } from '../identity/selling.ts';
import { networkKey } from '../network.ts';
import { answerEnquiry, enquire, enquiryDays, listEnquiries } from '../orders/enquiries.ts';
import type { Services } from '../services.ts';
import { phone } from './storefront.schemas.ts';

const Wish = z.strictObject({
  howMuch: text(100),
  name: nameText(80),
  phone,
  note: lines(500).optional(),
  consent: z.literal('yes'),
});

/** Who would buy much of something asks its seller, who calls back: `/san-pham/{slug}/mua-si` and `/mua-si`. */
export const enquiryPages = ({ config }: Services): Router =>
  Router()
    .get('/mua-si', requireRole(...sellers), showEnquiries)
    .use(
      asking((request) => networkKey('enquiry', request.ip ?? '', config.sessionSecret)),
      answering(),
    );

const asking = (senderOf: (request: Request) => string): Router =>
  formPage({
    path: '/san-pham/:slug/mua-si',
    who: 'anyone',
    schema: Wish,
    view: 'storefront/enquire',
    load,
    shown: ({ query, response }, { product, seller }) => {
      response.setHeader('X-Robots-Tag', 'noindex');
      const goods = { slug: product.slug, title: product.name };
      const { name, village, cooperativeId } = seller;
      return Promise.resolve({
        isAsked: query.xong !== undefined,
        goods,
        seller: { name, village },
        // Who belongs to no cooperative, or is one, calls alone.
        agrees: cooperativeId === null ? 'consent-seller' : 'consent',
        days: enquiryDays,
      });
    },
    submit: async ({ body, request, at }, { product }) => {
      const { howMuch: amount, name, note = null } = body;
      await enquire(product, { amount, name, phone: body.phone, note }, senderOf(request), at);
      return `/san-pham/${product.slug}/mua-si?xong=1`;
    },
  });

const answering = (): Router =>
  formPage({
    path: '/mua-si/:id/xong',
    who: sellers,
    get: false,
    schema: nothing,
    view,
    shown: ({ actor }) => enquiriesOf(actor),
    submit: async ({ actor, params, at }) => {
      await answerEnquiry(actor, params.id ?? '', at);
      return '/mua-si';
    },
  });

const view = 'storefront/enquiries';

/** Where nobody may order, nobody is asked for a phone either. */
async function load({ params, actor, at }: PageContext<'anyone'>) {
  const product = await findProductBySlug(params.slug ?? '');
  if (!product) throw missing('product-not-found');
  const seller = await getSeller(product.sellerId);
  await requireShown({ product, seller }, actor, at);
  requireSelling(seller, at);
  return { product, seller };
}

const showEnquiries: RequestHandler = async (request, response) => {
  const actor = actorOf(request);
  const form = emptyForm(response);
  render(response, view, { ...(await enquiriesOf(actor)), form });
};

async function enquiriesOf(actor: Actor) {
  const enquiries = await listEnquiries(actor);
  const [products, owners] = await Promise.all([
    findProducts([...new Set(enquiries.map(({ productId }) => productId))]),
    findSellers([...new Set(enquiries.map(({ sellerId }) => sellerId))]),
  ]);
  const goods = new Map(products.map(({ id, name, slug }) => [id, { name, url: `/san-pham/${slug}` }]));
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  return {
    days: enquiryDays,
    enquiries: enquiries.map(({ productId, sellerId, ...one }) => ({
      ...one,
      phoneText: formatPhone(one.phone),
      goods: goods.get(productId) ?? null,
      seller: names.get(sellerId) ?? '',
    })),
  };
}
