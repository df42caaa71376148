import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { endingCertificates } from '../catalog/ending-certificates.ts';
import { findProducts, listProducts } from '../catalog/products.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, everybody, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { findSellers, sellersActedFor, sellersSeenBy } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import { criterionPages } from './criterion.pages.ts';
import { dossierPages } from './dossier.pages.ts';
import { ocopPath as path } from './dossier-view.pages.ts';
import { beginDossier, dossiersSeenBy } from './dossiers.ts';
import { BeginForm } from './ocop.schemas.ts';
import { choicesOf } from './set-choices.pages.ts';

/** `/ho-so-ocop`: dossiers for OCOP, put together from what we hold, frozen once they are handed in. */
export const ocopPages = (services: Services): Router =>
  Router().use(listPage(services), beginPage(), dossierPages(services), criterionPages(services));

const listPage = ({ now }: Services): Router =>
  Router().get(path, requireRole(...everybody), async (request, response) => {
    const actor = actorOf(request);
    const { language } = localsOf(response);
    const data = { mayWrite: actor.role !== 'officer', ...(await listed(actor)), ending: await endingOf(actor, now()) };
    render(response, 'ocop/dossiers', data, { title: sentence(language, 'ocop.title') });
  });

async function listed(actor: Actor) {
  const dossiers = await dossiersSeenBy(actor);
  const [products, makers] = await Promise.all([
    findProducts(dossiers.map(({ productId }) => productId)),
    findSellers(dossiers.map(({ sellerId }) => sellerId)),
  ]);
  const names = new Map([...products, ...makers].map(({ id, name }) => [id, name]));
  return {
    several: actor.role !== 'household',
    dossiers: dossiers.map(({ id, productId, sellerId, frozen, createdAt }) => ({
      url: `${path}/${id}`,
      product: frozen?.productName ?? names.get(productId) ?? productId,
      seller: names.get(sellerId) ?? '',
      at: frozen?.at ?? createdAt,
      isFrozen: frozen !== null,
    })),
  };
}

/** OCOP certificates that end within six months: of these the dossier is due anew. */
async function endingOf(actor: Actor, at: Date) {
  const today = dayOf(at);
  const ending = await endingCertificates(await sellersSeenBy(actor), today, 'ocop');
  const products = new Map(
    (await findProducts(ending.flatMap(({ productId }) => productId ?? []))).map((one) => [one.id, one.name]),
  );
  return ending.map(({ number, stars, validUntil, productId }) => ({
    number,
    stars,
    until: validUntil,
    hasEnded: validUntil < today,
    product: products.get(productId ?? '') ?? null,
    url: productId === null || actor.role === 'officer' ? null : `${path}/moi?hang=${productId}`,
  }));
}

const beginPage = (): Router =>
  formPage({
    path: `${path}/moi`,
    who: sellers,
    schema: BeginForm,
    view: 'ocop/begin',
    shown: async ({ actor, language, query }) => ({
      ...choicesOf(language),
      products: await productChoices(actor),
      defaults: { productId: query.hang ?? '' },
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'ocop.begin') }),
    submit: async ({ actor, body, at, requestId }) => {
      const { productSet = null, ...wanted } = body;
      return `${path}/${await beginDossier(actor, { ...wanted, productSet }, { requestId, at })}`;
    },
  });

async function productChoices(actor: Actor) {
  const own = await sellersActedFor(actor);
  const names = new Map(own.map(({ id, name }) => [id, name]));
  const goods = await listProducts({ sellerIds: own.map(({ id }) => id), limit: 500 });
  return goods.map(({ id, name, sellerId }) => ({
    value: id,
    title: own.length > 1 ? `${name} (${names.get(sellerId) ?? ''})` : name,
  }));
}
