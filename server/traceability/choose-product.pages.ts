import type { Request, RequestHandler } from 'express';
import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { amountText, getProfile } from '../catalog/profiles.ts';
import { actorOf } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import { isLanguage, type Language, pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { codeIn } from '../scanned-text.ts';
import { type DeliveryDay, deliveryDays } from './deliveries.ts';

/** Which product a new batch is of; where batches are put together, also what was delivered and waits. */
export const chooseProduct: RequestHandler = async (request, response, next) => {
  const actor = actorOf(request);
  if (typeof request.query.hang === 'string' || actor.role === 'officer') return next();
  const products = await ownProducts(actor);
  const [only] = products;
  const days = request.query.gop === '1' && request.query.tu === undefined ? await deliveryDays(actor) : [];
  const rest = `${mergeAsked(request.query)}${besideAsked(request.query)}${languageAsked(request)}`;
  const beside = besideIn(request.query);
  if (only && products.length === 1 && days.length === 0)
    return response.redirect(303, `/lo/moi?hang=${only.id}${rest}`);
  const { language } = localsOf(response);
  const cards = products.map((product) => cardOf(product, language));
  const data = {
    products: cards.map((card) => ({ ...card, url: `/lo/moi?hang=${card.id}${rest}` })),
    days: days.map((one) => dayCard(one, cards, language)),
    beside: beside ?? null,
  };
  const title = titleOf(request.query);
  render(response, 'traceability/choose-product', data, { title: sentence(language, title) });
};

// A language asked for in the address is asked for on the next page, too.
const languageAsked = ({ query }: Request): string => (isLanguage(query.lang) ? `&lang=${query.lang}` : '');

// `gop=1`: a batch that others are put together into; with `tu` and `ngay` those that were delivered of a product on a day.
export function mergeAsked({ gop, tu, ngay }: Request['query']): string {
  if (gop !== '1') return '';
  const delivered = deliveredIn({ tu, ngay });
  return delivered ? `&gop=1&tu=${delivered.productId}&ngay=${delivered.day}` : '&gop=1';
}

/** The title of the form for a batch that others are put together into, that came out beside another, or neither. */
export function titleOf(query: Request['query']): string {
  if (besideIn(query)) return 'genealogy.beside.title';
  return query.gop === '1' ? 'genealogy.merge.title' : 'traceability.register.title';
}

/** `ben`: the batch that a new one came out beside, as an address says it. */
export const besideIn = ({ ben }: Request['query']): string | undefined =>
  typeof ben === 'string' ? (codeIn(ben) ?? undefined) : undefined;

/** The same for the next address. */
export const besideAsked = (query: Request['query']): string => {
  const code = besideIn(query);
  return code === undefined ? '' : `&ben=${code}`;
};

/** What was delivered of which product on which day, as an address says it. */
export const deliveredIn = ({ tu, ngay }: Request['query']) =>
  typeof tu === 'string' && typeof ngay === 'string' && /^[0-9a-f]{24}$/.test(tu) && /^\d{4}-\d\d-\d\d$/.test(ngay)
    ? { productId: tu, day: ngay }
    : undefined;

/** The products of everybody the actor acts for. */
export async function ownProducts(actor: Actor): Promise<Product[]> {
  const sellerIds = (await sellersActedFor(actor)).map(({ id }) => id);
  return listProducts({ sellerIds, limit: 200 });
}

const dayCard = (
  { productId, day, lots, left }: DeliveryDay,
  cards: readonly ReturnType<typeof cardOf>[],
  language: Language,
) => ({
  url: `/lo/moi?hang=${productId}&gop=1&tu=${productId}&ngay=${day}`,
  title: cards.find(({ id }) => id === productId)?.title ?? '',
  day,
  lots,
  left: amountText(left, language),
});

/** A product as a place to go to. */
export const cardOf = (product: Product, language: Language) => ({
  id: product.id,
  title: product.name,
  kind: pick(getProfile(product.kind).name, language),
  photo: product.photoId ? imageUrl(product.photoId, 320) : null,
});
