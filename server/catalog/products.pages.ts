import { Router } from 'express';
import { missing, ofAnother } from '../errors.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { mayActFor, sellersActedFor } from '../identity/sellers.ts';
import { inAll, type Language, pick } from '../language.ts';
import { imageUrl, keepImages } from '../media/images.ts';
import { AddProductForm, ChangeProductForm } from './forms.schemas.ts';
import { ownProduct } from './owned.ts';
import { kindCards, packDefaults, packRowsOf } from './product-form.ts';
import { addProduct, changeProduct, listProducts } from './products.ts';
import { getProfile } from './profiles.ts';

/** `/hang-cua-toi…`: what somebody sells, and how it is changed. */
export const productsPages = (): Router => Router().use(listPage()).use(addPage()).use(changePage());

const listPage = (): Router =>
  Router().get('/hang-cua-toi', requireRole(...sellers), async (request, response) => {
    const owners = new Map((await sellersActedFor(actorOf(request))).map((one) => [one.id, one.name]));
    const products = await listProducts({ sellerIds: [...owners.keys()], limit: 200 });
    const rows = products.map(({ id, name, sellerId, photoId, packs }) => ({
      url: `/hang-cua-toi/${id}`,
      title: name,
      seller: owners.get(sellerId) ?? '',
      photo: photoId ? imageUrl(photoId, 320) : null,
      packs: packs.map((pack) => ({ name: pack.name, priceVnd: pack.priceVnd })),
    }));
    const title = sentence(localsOf(response).language, 'catalog.products.title');
    render(response, 'catalog/products', { products: rows }, { title });
  });

const addPage = () =>
  formPage({
    path: '/hang-cua-toi/moi',
    who: sellers,
    photos: { photo: 1 },
    view: 'catalog/add-product',
    schema: AddProductForm,
    shown: async ({ actor, language }) => {
      const owners = await sellersActedFor(actor);
      return {
        kinds: kindCards(language),
        sellers: owners.map(({ id, name }) => ({ value: id, title: name })),
        manySellers: owners.length > 1,
        rows: packRowsOf(3, null),
        inspection: inspectionOptions(language),
        defaults: { sellerId: actor.sellerId, ...packDefaults([], 3) },
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.add.title') }),
    submit: async ({ actor, body, files, at, requestId }) => {
      const { story, sellerId, inspection, ...rest } = body;
      const owner = sellerId ?? actor.sellerId ?? '';
      // Asked before the photo is kept: it would else belong to a stranger.
      if (!(await mayActFor(actor, owner))) throw ofAnother(missing('seller-not-found'), 'seller');
      const [photoId = null] = await keepImages(files.photo, owner, at);
      const description = storyOf(story);
      const wanted = { ...rest, sellerId: owner, photoId, description, needsInspection: inspection, requestId };
      return `/hang-cua-toi/${(await addProduct(actor, wanted, at)).id}`;
    },
  });

const changePage = () =>
  formPage({
    path: '/hang-cua-toi/:id/sua',
    who: sellers,
    photos: { photo: 1 },
    view: 'catalog/change-product',
    schema: ChangeProductForm,
    load: async ({ actor, params, language }) => {
      const product = await ownProduct(actor, params.id ?? '');
      const count = Math.min(20, product.packs.length + 1);
      return {
        product: { id: product.id, name: product.name, kind: pick(getProfile(product.kind).name, language) },
        owner: product,
        photo: product.photoId ? imageUrl(product.photoId, 320) : null,
        rows: packRowsOf(count, product.kind),
        inspection: inspectionOptions(language),
        defaults: {
          name: product.name,
          gtin: product.gtin ?? '',
          story: product.description?.vi ?? '',
          inspection: product.needsInspection ? 'yes' : 'no',
          ...packDefaults(product.packs, count),
        },
      };
    },
    render: ({ product }) => ({ title: product.name }),
    submit: async ({ actor, body, files, at }, { owner }) => {
      const { story, gtin, inspection: needsInspection, ...rest } = body;
      const [photoId] = await keepImages(files.photo, owner.sellerId, at);
      const description = story === owner.description?.vi ? owner.description : storyOf(story);
      const wanted = { ...rest, gtin: gtin ?? null, description, needsInspection, ...(photoId ? { photoId } : {}) };
      await changeProduct(actor, owner.id, wanted, at);
      const isSwitchedOn = needsInspection && !owner.needsInspection;
      return `/hang-cua-toi/${owner.id}${isSwitchedOn ? '/kiem-nghiem' : ''}`;
    },
  });

const inspectionOptions = (language: Language) =>
  ['no', 'yes'].map((value) => ({ value, title: sentence(language, `catalog.inspection.${value}`) }));

const storyOf = (story: string | undefined) => (story === undefined ? null : inAll(story));
