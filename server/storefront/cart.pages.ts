import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { afterCookie, isCookieless, readCookie, writeCookie } from '../http/cookies.ts';
import { wholeNumber } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { imageUrl } from '../media/images.ts';
import { type BasketLine, basketsOf } from './basket.ts';
import { type CartLine, mostOfAPack, putIn, readCart, setTo, writeCart } from './cart.ts';
import { feesOf } from './sending.ts';

const PutIn = z.strictObject({
  packId: z.string().max(60),
  quantity: wholeNumber.pipe(z.number().min(1).max(mostOfAPack)),
});

const SetTo = PutIn.extend({ quantity: wholeNumber.pipe(z.number().min(0).max(mostOfAPack)) });

/** The cart: works for everybody, without script, and is forgotten by the browser after a month. */
export function cartPages(): Router {
  const router = Router();
  const page = { who: 'anyone' as const, view: 'storefront/cart', shown: showCart };
  router.use(
    formPage({
      ...page,
      path: '/gio-hang',
      schema: PutIn,
      submit: async ({ request, response, body }) => changeCart(request, response, (cart) => putIn(cart, body)),
    }),
  );
  router.use(
    formPage({
      ...page,
      path: '/gio-hang/so-luong',
      schema: SetTo,
      get: false,
      submit: async ({ request, response, body }) => changeCart(request, response, (cart) => setTo(cart, body)),
    }),
  );
  return router;
}

/** The cart this browser carries. */
export const cartOf = (request: Request): CartLine[] => readCart(readCookie(request, 'cart'));

export function keepCart(response: Response, cart: readonly CartLine[]): void {
  writeCookie(response, 'cart', writeCart(cart), { maxAgeSeconds: cart.length > 0 ? 30 * 86_400 : 0 });
}

function changeCart(request: Request, response: Response, change: (cart: CartLine[]) => CartLine[]): string {
  keepCart(response, change(cartOf(request)));
  return afterCookie(request, '/gio-hang');
}

async function showCart({ request, at }: { request: Request; at: Date }) {
  const baskets = await basketsOf(cartOf(request), at);
  const rates = await Promise.all(baskets.map(({ seller }) => feesOf(seller.id)));
  return {
    baskets: baskets.map(({ seller, lines, goodsVnd, short }, index) => ({
      seller: { name: seller.name, village: seller.village, url: `/ho/${seller.slug}` },
      lines: lines.map(presentLine),
      goodsVnd,
      short,
      rates: rates[index],
      checkoutUrl: `/thanh-toan?nguoi-ban=${seller.slug}`,
    })),
    several: baskets.length > 1,
    cookieless: isCookieless(request),
  };
}

const presentLine = (line: BasketLine) => ({
  ...line,
  url: `/san-pham/${line.slug}`,
  photo: line.photoId ? imageUrl(line.photoId, 320) : null,
});
