import { type Request, Router } from 'express';
import { z } from 'zod';
import { nothing, text } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { formatPhone } from '../identity/phone.ts';
import { networkKey } from '../network.ts';
import { askForLink, getOrder, makeLink, type Order } from '../orders/orders.ts';
import type { Services } from '../services.ts';
import { orderPath, readOrderPath } from './checkout.ts';
import { loadOrderPage } from './order-page.ts';
import { phone } from './storefront.schemas.ts';

const Lost = z.strictObject({ orderNumber: text(1000), phone });

const path = '/don-cua-toi/hoi-lai';

/** A buyer who lost an order's link asks the seller for another, and the seller makes it. */
export function lostLinkPages({ config }: Services): Router {
  const senderOf = (request: Request) => networkKey('order-link', request.ip ?? '', config.sessionSecret);
  return Router().use(
    formPage({
      path,
      who: 'anyone',
      schema: Lost,
      view: 'storefront/lost-link',
      shown: ({ query }) => Promise.resolve({ isAsked: query.xong !== undefined }),
      submit: async ({ body, request, at }) => {
        await askForLink({ number: body.orderNumber, phone: body.phone }, senderOf(request), at);
        return `${path}?xong=1`;
      },
    }),
    formPage({
      path: '/don/:number/duong-dan',
      who: sellers,
      get: false,
      schema: nothing,
      view: 'storefront/order',
      load: ({ actor, params, language, at }) =>
        loadOrderPage({ actor, number: params.number ?? '', key: null, language, at }),
      render: ({ order }) => ({ title: order.number }),
      submit: async ({ actor }, { order }) => {
        const { number, key } = await makeLink(actor, order.number);
        return orderPath(number, key);
      },
      // Only here does the link stand: what is kept of it is a hash.
      answer: async (made, { actor, response }) => {
        const order = await getOrder(actor, readOrderPath(made).number);
        const { language } = localsOf(response);
        const title = sentence(language, 'storefront.new-link.title');
        response.setHeader('Cache-Control', 'private, no-store');
        response.setHeader('X-Robots-Tag', 'noindex');
        render(response, 'storefront/new-link', { ...presentLink(order), url: config.publicUrl + made }, { title });
      },
    }),
  );
}

const presentLink = ({ number, buyer }: Order) => ({
  order: { number },
  buyer: buyer && { name: buyer.name, phone: buyer.phone, phoneText: formatPhone(buyer.phone) },
});
