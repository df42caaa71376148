import { type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { missing } from '../errors.ts';
import { lines, moneyVnd, nothing } from '../http/fields.ts';
import { newFormKey } from '../http/form-key.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers, visitor } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { pinQuestion } from '../http/pin-question.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { render } from '../http/views.ts';
import { pinAgain } from '../identity/pin-again.ts';
import {
  agreeToOrder,
  deliverOrder,
  denyClaim,
  failedDeliveries,
  noteFailedDelivery,
  type Order,
  packOrder,
  readRefundPhoto,
  returnedGoods,
  returnOrder,
  shipOrder,
} from '../orders/orders.ts';
import { letOrderGo } from '../payments/cancellations.ts';
import { giveBack } from '../payments/giving-back.ts';
import { takeWordBack } from '../payments/word-taken-back.ts';
import type { Services } from '../services.ts';
import { orderPath } from './checkout.ts';
import { goodsAsked, loadOrderPage, lookAt } from './order-page.ts';

/** `next`: the page the button stood on, when it was not the order's own. */
const Press = z.strictObject({ next: z.enum(['/don-hang']).optional() });
const Return = z.strictObject({ goods: z.enum(returnedGoods) });
const packs = z.enum([...returnedGoods, 'kept']);
/** `amountVnd`: nothing is all that is left. `packs`: what became of them; asked unless it was said before. */
function refundOf(order: Pick<Order, 'state'>) {
  const isAsked = goodsAsked(order) !== null;
  return (
    z
      .strictObject({ note: lines(500), amountVnd: moneyVnd.optional(), packs: isAsked ? packs : packs.optional() })
      // Packs that were never packed are with nobody else.
      .refine((form) => order.state !== 'paid' || form.packs !== 'kept' || form.amountVnd !== undefined, {
        path: ['packs'],
        message: 'goods-are-here',
      })
  );
}
const Failure = z.strictObject({ why: z.enum(failedDeliveries) });

type Step = (actor: Actor, number: string, at: Date, requestId: string | null) => Promise<Order>;

/** An order's own page, the buyer's by the secret link and the seller's by session, with its buttons. */
export function orderPages(services: Services): Router {
  const router = Router();
  router.get('/don/:number', async (request, response) => {
    const { key } = request.query;
    const data = await loadOrderPage({
      actor: visitor(request),
      number: request.params.number,
      key: typeof key === 'string' ? key : null,
      language: localsOf(response).language,
      at: services.now(),
    });
    keepOutOfSearch(response);
    const form = {
      values: {},
      mistakes: [],
      summary: null,
      key: newFormKey(response),
      pin: await pinQuestion(pinAgain, response),
    };
    render(response, 'storefront/order', { ...data, form }, { title: data.order.number });
  });
  router.get('/don/:number/hoan-tien/anh', refundPhoto);
  router.use(cancelling(), takingBack(), failing(), takingWordBack(), refunding());
  router.use(pressing('dong-goi', packOrder));
  router.use(pressing('gui-di', shipOrder));
  router.use(pressing('da-giao', deliverOrder));
  router.use(pressing('chua-thay-tien', denyClaim));
  router.use(pressing('dong-y', agreeToOrder));
  return router;
}

const shown = {
  view: 'storefront/order',
  get: false,
  load: (context: PageContext<'anyone'> | PageContext<typeof sellers>) => {
    keepOutOfSearch(context.response);
    const { actor, params, query, language, at } = context;
    return loadOrderPage({ actor, number: params.number ?? '', key: query.key ?? null, language, at });
  },
  render: (data: { order: Pick<Order, 'number' | 'state'> }) => ({ title: data.order.number }),
};

const cancelling = (): Router =>
  formPage({
    ...shown,
    path: '/don/:number/huy',
    who: 'anyone',
    schema: nothing,
    submit: async ({ actor, query, at, requestId }, { order, key }) => {
      const asker = key === null ? actor : { key };
      if (asker !== null) await letOrderGo(asker, order.number, at, requestId);
      return query.key ? orderPath(order.number, query.key) : `/don/${order.number}`;
    },
  });

const takingBack = (): Router =>
  formPage({
    ...shown,
    path: '/don/:number/quay-ve',
    who: sellers,
    schema: Return,
    submit: async ({ actor, body, at, requestId }, { order }) => {
      await returnOrder(actor, order.number, { ...body, requestId }, at);
      return `/don/${order.number}`;
    },
  });

const failing = (): Router =>
  formPage({
    ...shown,
    path: '/don/:number/giao-khong-duoc',
    who: sellers,
    schema: Failure,
    submit: async ({ actor, body, at, requestId }, { order }) => {
      await noteFailedDelivery(actor, order.number, { ...body, requestId }, at);
      return `/don/${order.number}`;
    },
  });

const takingWordBack = (): Router =>
  formPage({
    ...shown,
    path: '/don/:number/chua-nhan-tien',
    pinAgain,
    who: sellers,
    schema: nothing,
    submit: async ({ actor, at }, { order }) => {
      await takeWordBack(actor, order.number, at);
      return `/don/${order.number}`;
    },
  });

const refunding = (): Router =>
  formPage({
    ...shown,
    path: '/don/:number/hoan-tien',
    pinAgain,
    who: sellers,
    schema: ({ order }) => refundOf(order),
    photos: { photo: 1 },
    submit: async ({ actor, body, files, at, requestId }, { order }) => {
      const photo = files.photo?.[0]?.bytes ?? null;
      const goods = body.packs === 'kept' ? null : body.packs;
      const { note, amountVnd } = body;
      await giveBack(actor, order.number, { note, amountVnd, goods, photo, requestId }, at);
      return `/don/${order.number}`;
    },
  });

const pressing = (path: string, step: Step): Router =>
  formPage({
    ...shown,
    path: `/don/:number/${path}`,
    who: sellers,
    schema: Press,
    submit: async ({ actor, body, at, requestId }, { order }) => {
      await step(actor, order.number, at, requestId);
      return body.next ?? `/don/${order.number}`;
    },
  });

/** The proof of a refund, for who sees the order with its buyer: `?key=` as on the order's page. */
const refundPhoto: RequestHandler<{ number: string }> = async (request, response) => {
  const { key, rong, lan } = request.query;
  const order = await lookAt(visitor(request), request.params.number, typeof key === 'string' ? key : null);
  const image = await readRefundPhoto(order, Number(rong ?? 1280), typeof lan === 'string' ? Number(lan) : undefined);
  if (!image) throw missing('image-not-found');
  keepOutOfSearch(response);
  sendPrivately(response, image);
};

const keepOutOfSearch = (response: Response): void => {
  response.setHeader('X-Robots-Tag', 'noindex');
};
