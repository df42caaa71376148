import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { readCookie, writeCookie } from '../http/cookies.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { localsOf } from '../http/locals.ts';
import { findSellers } from '../identity/sellers.ts';
import { getOrderByKey, type Order, orderBadge } from '../orders/orders.ts';
import { seal, unseal } from '../seal.ts';
import { orderPath } from './checkout.ts';

// A guest has no account: the way back to an order is its secret link. The browser that ordered keeps the last of them in a cookie
// that only this house can read or write, so that nobody plants an order in it and a copy of it tells nothing.

/** What opens an order's page. */
interface OwnOrder {
  number: string;
  key: string;
}

const most = 10;
const maxAgeSeconds = 90 * 86_400;
const Kept = z.array(z.strictObject({ number: z.string().max(30), key: z.string().max(100) })).max(most);

/** The orders that this browser keeps, the newest first; none where the cookie is not ours. */
function ownOrdersOf(request: Request, config: Config): OwnOrder[] {
  const cookie = readCookie(request, nameOf(config));
  if (!cookie) return [];
  const sealed = Buffer.from(cookie, 'base64url');
  for (const secret of [config.sessionSecret, ...config.formerSessionSecrets]) {
    try {
      return Kept.parse(unseal(sealed, purpose, secret));
    } catch {
      // Of another key, or not ours.
    }
  }
  return [];
}

/** Keeps one more, as the newest; the eleventh is forgotten. */
export function keepOwnOrder(request: Request, response: Response, config: Config, order: OwnOrder): void {
  const earlier = ownOrdersOf(request, config).filter(({ number }) => number !== order.number);
  const kept = [order, ...earlier].slice(0, most);
  const value = seal(kept, purpose, config.sessionSecret).toString('base64url');
  writeCookie(response, nameOf(config), value, { maxAgeSeconds, secure: isSecure(config) });
}

function forgetOwnOrders(response: Response, config: Config): void {
  writeCookie(response, nameOf(config), '', { maxAgeSeconds: 0, secure: isSecure(config) });
}

const purpose = 'own-orders';
const isSecure = (config: Config): boolean => config.publicUrl.startsWith('https:');
const nameOf = (config: Config): string => (isSecure(config) ? '__Host-orders' : 'orders');

/** A guest's way back to the orders of this browser; nothing of the buyer stands in the list. */
export function ownOrderPages(): Router {
  const page = { who: 'anyone' as const, schema: nothing, view: 'storefront/own-orders', shown: load };
  return Router()
    .get('/don-cua-toi', (_request, response, next) => {
      response.setHeader('X-Robots-Tag', 'noindex');
      response.setHeader('Cache-Control', 'private, no-store');
      next();
    })
    .use(formPage({ ...page, path: '/don-cua-toi', submit: () => Promise.resolve('/don-cua-toi') }))
    .use(
      formPage({
        ...page,
        path: '/don-cua-toi/xoa',
        get: false,
        submit: () => Promise.resolve('/don-cua-toi'),
        // Also when it is sent twice: the browser may have lost the first answer.
        answer: (url, { response }) => {
          forgetOwnOrders(response, localsOf(response).services.config);
          response.redirect(303, url);
        },
      }),
    );
}

async function load({ request, response }: PageContext<'anyone'>) {
  const kept = ownOrdersOf(request, localsOf(response).services.config);
  const found = await Promise.all(kept.map(lookUp));
  const known = found.flatMap((one) => (one === null ? [] : [one]));
  const sellers = await findSellers([...new Set(known.map(({ order }) => order.sellerId))]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return { orders: known.map(({ order, key }) => present(order, key, names.get(order.sellerId) ?? null)) };
}

// Whose link was made anew, or who was never placed, is left out.
async function lookUp({ number, key }: OwnOrder): Promise<{ order: Order; key: string } | null> {
  const order = await getOrderByKey(number, key).catch(unlessMissing);
  return order && { order, key };
}

function unlessMissing(error: unknown): null {
  if ((error as { kind?: unknown }).kind === 'missing') return null;
  throw error;
}

const present = (order: Order, key: string, seller: string | null) => ({
  number: order.number,
  url: orderPath(order.number, key),
  badge: orderBadge(order),
  placedAt: order.placedAt,
  seller,
  totalVnd: order.totalVnd,
});
