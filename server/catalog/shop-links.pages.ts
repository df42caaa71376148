import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { channelFacts } from '../channels.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { findSellers, getSeller, sellersActedFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import { AddShopLinkForm, LinkButtonForm } from './forms.schemas.ts';
import { isShown, ownListing, stateOf } from './listings.ts';
import { type Owned, ownProduct, productOwner, sellerOwner } from './owned.ts';
import { getProfile, inPeoplesUnit } from './profiles.ts';
import { shortUrl } from './shop-link.ts';
import { addShopLink, type LinkOwner, ownShopLinks, removeShopLink, shopLinkCounts } from './shop-links.ts';
import { approveWebsite, waitingWebsites } from './websites.ts';

/** `/hang-cua-toi/{id}` and `/gian-hang…`: a product and a seller with their outside shops. */
export const shopLinksPages = (): Router =>
  Router()
    .use(chooseSellerPage())
    .use(websitesPage())
    .use(productPage())
    .use(sellerPage())
    .use(addPage('/hang-cua-toi/:id', productOwner))
    .use(addPage('/gian-hang/:id', sellerOwner));

const chooseSellerPage = (): Router =>
  Router().get('/gian-hang', requireRole(...sellers), async (request, response) => {
    const own = await sellersActedFor(actorOf(request));
    const [only] = own;
    if (only && own.length === 1) return response.redirect(303, `/gian-hang/${only.id}`);
    const rows = own.map(({ id, name, village }) => ({ url: `/gian-hang/${id}`, title: name, village }));
    const title = sentence(localsOf(response).language, 'catalog.shops.title');
    render(response, 'catalog/choose-seller', { sellers: rows }, { title });
  });

const productPage = () =>
  formPage({
    path: '/hang-cua-toi/:id',
    who: sellers,
    view: 'catalog/product',
    schema: LinkButtonForm,
    load: async ({ actor, params, language }) => {
      const product = await ownProduct(actor, params.id ?? '');
      return {
        product: {
          id: product.id,
          kind: product.kind,
          name: product.name,
          gtin: product.gtin,
          slug: product.slug,
          needsInspection: product.needsInspection,
        },
        kind: pick(getProfile(product.kind).name, language),
        notes: getProfile(product.kind).notes,
        photo: product.photoId ? imageUrl(product.photoId, 640) : null,
        packs: product.packs.map((pack) => ({ ...pack, amount: inPeoplesUnit(pack.netQuantity, language) })),
        sellerId: product.sellerId,
        addUrl: `/hang-cua-toi/${product.id}/kenh`,
      };
    },
    shown: async ({ actor, language, at }, { product: { id }, sellerId }) => ({
      ...(await ownStateOf(id, language, at)),
      links: await linkRows(actor, { productId: id }),
      counts: await shopLinkCounts(sellerId, id),
    }),
    render: ({ product }) => ({ title: product.name }),
    submit: async ({ actor, body }, { product }) => {
      await removeShopLink(actor, { productId: product.id }, body.link);
      return `/hang-cua-toi/${product.id}`;
    },
  });

/** Whether everybody sees one's own goods; where they do not, why, and what was said about them. */
async function ownStateOf(id: string, language: Language, at: Date) {
  const { product, looks, takenDown } = await ownListing(id);
  const isSeen = isShown(product, await getSeller(product.sellerId), at);
  const hidden = isSeen ? null : sentence(language, `listings.hidden.${stateOf(product)}`);
  return { hidden, looks, takenDown };
}

const sellerPage = () =>
  formPage({
    path: '/gian-hang/:id',
    who: sellers,
    view: 'catalog/seller',
    schema: LinkButtonForm,
    load: async ({ actor, params }) => {
      const { title, id } = await sellerOwner(actor, params.id ?? '');
      return { id, title, addUrl: `/gian-hang/${id}/kenh` };
    },
    shown: async ({ actor }, { id, title }) => {
      const [links, counts, { slug }] = await Promise.all([
        linkRows(actor, { sellerId: id }),
        shopLinkCounts(id),
        getSeller(id),
      ]);
      return { seller: { id, name: title, slug }, links, counts };
    },
    render: ({ title }) => ({ title }),
    submit: async ({ actor, body }, { id }) => {
      await removeShopLink(actor, { sellerId: id }, body.link);
      return `/gian-hang/${id}`;
    },
  });

const addPage = (path: string, ownedBy: (actor: Actor, id: string) => Promise<Owned>) =>
  formPage({
    path: `${path}/kenh`,
    who: sellers,
    view: 'catalog/add-shop-link',
    schema: AddShopLinkForm,
    load: async ({ actor, params, language }) => {
      const owned = await ownedBy(actor, params.id ?? '');
      const options = channelFacts.map(({ name, title }) => ({ value: name, title: pick(title, language) }));
      return { owned, options, backUrl: path.replace(':id', owned.id) };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.shops.add') }),
    submit: async ({ actor, body, at }, { owned, backUrl }) => {
      await addShopLink(actor, owned.owner, body, at);
      return backUrl;
    },
  });

/** `/trang-web-cho-duyet`: the officer looks at sellers' own websites before anybody is sent there. */
const websitesPage = () =>
  formPage({
    path: '/trang-web-cho-duyet',
    who: ['officer'],
    view: 'catalog/websites',
    schema: LinkButtonForm,
    shown: async ({ actor }) => {
      const waiting = await waitingWebsites(actor);
      const names = new Map((await findSellers(waiting.map((one) => one.sellerId))).map((one) => [one.id, one.name]));
      return {
        websites: waiting.map(({ id, url, sellerId }) => ({
          id,
          url,
          short: shortUrl(url),
          seller: names.get(sellerId) ?? '',
        })),
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.websites.title') }),
    submit: async ({ actor, body, at }) => {
      await approveWebsite(actor, body.link, at);
      return '/trang-web-cho-duyet';
    },
  });

const linkRows = async (actor: Actor, owner: LinkOwner) =>
  (await ownShopLinks(actor, owner)).map((link) => ({ ...link, short: shortUrl(link.url) }));
