import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { conflict } from '../errors.ts';
import { cameFrom } from '../http/came-from.ts';
import { lines, nameText, text, wholeNumber } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { localsOf } from '../http/locals.ts';
import { sentFields } from '../http/sent-fields.ts';
import { termsFor, versionsIn } from '../legal/terms.pages.ts';
import { networkKey } from '../network.ts';
import { cashHoldDays, getOrderByKey, getRetention, type WantedOrder } from '../orders/orders.ts';
import { listProvinces, readProvince } from '../places.ts';
import type { Services } from '../services.ts';
import { type Basket, basketsOf } from './basket.ts';
import { cartOf, keepCart } from './cart.pages.ts';
import { without } from './cart.ts';
import { checkOut, orderPath, readOrderPath, takesTransfers } from './checkout.ts';
import { keepOwnOrder } from './own-orders.pages.ts';
import { feesOf, sendingOf } from './sending.ts';
import { phone } from './storefront.schemas.ts';
import { readTold, writeTold } from './told.ts';

const everyOrder = {
  name: nameText(80),
  phone,
  payBy: z.enum(['vietqr', 'cash']),
  note: lines(500).optional(),
  /** the fee that stood on the page: nobody orders at a higher one than was shown */
  toldVnd: wholeNumber.pipe(z.number().min(0)).default(0),
  /** the lines that stood on the page (told.ts): packs and prices are concluded as they were shown, or not at all */
  told: z.string().max(4000).default('').transform(readTold),
  /** the versions of the terms that stood on the page */
  terms: z.string().max(200).default(''),
};
const [province, commune, line] = [text(60), text(60), text(200)];

// Two shapes rather than one with conditions, so that every mistake is named at once.
const CheckoutForm = z.discriminatedUnion('method', [
  z.strictObject({ ...everyOrder, method: z.literal('ship'), province, commune, line }),
  z.strictObject({
    ...everyOrder,
    method: z.literal('pickup'),
    province: province.optional(),
    commune: commune.optional(),
    line: line.optional(),
  }),
]);

/** Name, phone, where to and how to pay: one page, one order, one seller. */
export function checkoutPages(services: Services): Router {
  const router = Router();
  router.get('/thanh-toan', backWhenEmpty(services));
  router.use(
    formPage({
      path: '/thanh-toan',
      who: 'anyone',
      schema: CheckoutForm,
      view: 'storefront/checkout',
      load,
      shown,
      submit: async ({ body, request, at, requestId }, { basket }) => {
        const sender = networkKey('order', request.ip ?? '', services.config.sessionSecret);
        const wanted = { ...wantedOf(body, basket), sender, cameFrom: cameFrom(request) };
        const { order, key } = await checkOut(wanted, at, requestId);
        return orderPath(order.number, key);
      },
      answer: goOn,
    }),
  );
  return router;
}

/** To the order, which this browser keeps and whose packs leave its cart: also when a second tap threw the first answer away. */
async function goOn(url: string, { request, response }: PageContext<'anyone'>): Promise<void> {
  const own = readOrderPath(url);
  const { items } = await getOrderByKey(own.number, own.key);
  keepCart(response, without(cartOf(request), new Set(items.map(({ packId }) => packId))));
  keepOwnOrder(request, response, localsOf(response).services.config, own);
  response.redirect(303, url);
}

const backWhenEmpty =
  ({ now }: Services): RequestHandler =>
  async (request, response, next) => {
    const baskets = await basketsOf(cartOf(request), now());
    if (baskets.length === 0) response.redirect(303, '/gio-hang');
    else next();
  };

async function load({ request, query, at }: PageContext<'anyone'>) {
  const baskets = await basketsOf(cartOf(request), at);
  const basket = baskets.find(({ seller }) => seller.slug === query['nguoi-ban']) ?? baskets[0];
  if (!basket) throw conflict('cart-empty');
  return { basket };
}

async function shown({ request, response, language, at }: PageContext<'anyone'>, { basket }: { basket: Basket }) {
  const byTransfer = await takesTransfers(basket.seller.id, at);
  const defaults = { method: 'ship', payBy: byTransfer ? 'vietqr' : 'cash', province: 'Lai Châu', commune: '' };
  const to = Destination.parse({ ...defaults, ...sentFields(request) });
  const { publicUrl } = localsOf(response).services.config;
  const parts = await termsFor({ publicUrl, sellerId: basket.seller.id, language, at });
  return {
    seller: { name: basket.seller.name, village: basket.seller.village },
    address: basket.seller.address,
    told: writeTold(basket.lines, basket.seller.address),
    terms: versionsIn(parts),
    // What this seller says stands open: the rest is the same at every seller's.
    parts: parts.map((part) => ({ ...part, isOpen: part.id === 'seller' })),
    byTransfer,
    holdDays: cashHoldDays,
    retentionMonths: (await getRetention()).months,
    rates: await feesOf(basket.seller.id),
    sending: await sendingOf(basket, to),
    places: {
      provinces: listProvinces().map(({ name }) => name),
      communes: readProvince(to.province)?.communes ?? [],
    },
    defaults,
  };
}

/** Where to, as far as the form was filled in: also of a form that still has mistakes. */
const Destination = z.object({
  method: z.string().catch('ship'),
  province: z.string().catch(''),
  commune: z.string().catch(''),
});

const wantedOf = (form: z.output<typeof CheckoutForm>, basket: Basket): WantedOrder => ({
  items: basket.lines.map(({ packId, quantity }) => ({ packId, quantity })),
  buyer: {
    name: form.name,
    phone: form.phone,
    address: form.method === 'ship' ? { province: form.province, commune: form.commune, line: form.line } : null,
  },
  delivery: { method: form.method, payBy: form.payBy },
  note: form.note ?? null,
  terms: form.terms,
  shown: { ...form.told, shippingVnd: form.toldVnd },
});
