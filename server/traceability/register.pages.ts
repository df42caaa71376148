import { Router } from 'express';
import type { Actor } from '../actor.ts';
import type { Product } from '../catalog/products.ts';
import { amountText, getProfile, unitOptions } from '../catalog/profiles.ts';
import { daysAfter } from '../days.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { inAll, type Language } from '../language.ts';
import { keepImages } from '../media/images.ts';
import { writeNumber } from '../reading/numbers.ts';
import { askInputs, readInputRows, withOutsidePhotos } from './asked-inputs.pages.ts';
import { type Batch, getBatch, listBatches, registerBatch } from './batches.ts';
import {
  besideAsked,
  besideIn,
  cardOf,
  chooseProduct,
  deliveredIn,
  mergeAsked,
  ownProducts,
  titleOf,
} from './choose-product.pages.ts';
import { countTakenIn } from './deliveries.ts';
import { draftView } from './draft-view.ts';
import { type DraftForm, dropDraft, findDraft, keepDraft, photosOf } from './drafts.ts';
import { expiryAskedOf, keepsDaysOf } from './expiry-asked.ts';
import { HalfForm, registerBatchForm } from './forms.schemas.ts';
import { onInputRows, outsidePhotos } from './inputs-form.ts';

/** `/lo/moi`: choose the product, then say how much, from which day, with a photo. */
export const registerPages = (): Router =>
  Router().get('/lo/moi', chooseProduct).use(registerPage()).use(setAsidePage());

const photos = { photo: 1, ...outsidePhotos };

const registerPage = () =>
  formPage({
    path: '/lo/moi',
    who: sellers,
    schema: ({ expiry }) => registerBatchForm(expiry),
    photos,
    view: 'traceability/register-batch',
    load: loadPlace,
    shown,
    render: (_place, { query, language }) => ({ title: sentence(language, titleOf(query)) }),
    submit: async ({ actor, body, files, at, requestId }, { product, place, beside }) => {
      const { sellerId } = product;
      const kept = await keepImages(files.photo, sellerId, at);
      const [photoId = null] = photosOf(await findDraft(actor, place.form, at), kept, place.mostPhotos);
      const { used, more, outside, moreInputs, ...facts } = body;
      const rows = await readInputRows({ used, more, outside }, files, { sellerId, at });
      const wanted = {
        ...facts,
        inputs: rows.map((row) => row.wanted),
        moreInputs,
        besideOf: beside?.code,
        photoId,
        requestId,
      };
      const { code } = await onInputRows(rows, registerBatch(actor, wanted, at));
      await dropDraft(actor, place.form);
      return `/lo/${code}`;
    },
  });

/** `/lo/moi/nhap`: sets the half-filled form aside. */
const setAsidePage = () =>
  formPage({
    path: '/lo/moi/nhap',
    who: sellers,
    get: false,
    schema: HalfForm,
    photos,
    view: 'traceability/register-batch',
    load: loadPlace,
    shown,
    submit: async ({ actor, request, files, at }, { place }) => {
      const fields = await withOutsidePhotos(request.body, files, { sellerId: place.sellerId, at });
      await keepDraft(actor, place, { fields, photos: files.photo ?? [] }, at);
      return '/lo';
    },
  });

async function loadPlace({ actor, query, at }: PageContext<typeof sellers>) {
  const product = (await ownProducts(actor)).find(({ id }) => id === query.hang);
  if (!product) throw missing('product-not-found');
  const place: DraftForm = {
    form: `/lo/moi?hang=${product.id}${mergeAsked(query)}${besideAsked(query)}`,
    title: inAll(product.name),
    sellerId: product.sellerId,
    mostPhotos: 1,
  };
  const [expiry, beside] = await Promise.all([expiryAskedOf(product), mainIn(actor, besideIn(query))]);
  const day = beside?.producedOn ?? dayOf(at);
  return { product, place, expiry, beside, day, merges: query.gop === '1', delivered: deliveredIn(query) };
}

const mainIn = async (actor: Actor, code: string | undefined): Promise<Batch | null> =>
  code === undefined ? null : getBatch(actor, code);

async function shown(
  context: PageContext<typeof sellers>,
  { product, place, expiry, day, merges, delivered }: Place,
  typed: Readonly<Record<string, string>>,
) {
  const { actor, at, language } = context;
  const [latest = null] = await listBatches(actor, { productId: product.id, limit: 1 });
  const last = merges ? null : latest;
  const draft = await findDraft(actor, place.form, at);
  const told = { today: day, language, keepsDays: await keepsDaysOf(product) };
  const { defaults, ...form } = formOf(product, last, told);
  const isOpen = merges || (latest?.inputs ?? []).length > 0;
  const asking = { sellerId: product.sellerId, usedOn: told.today, delivered, isOpen };
  const asked = await askInputs(context, asking, { ...draft?.fields, ...typed });
  return {
    ...form,
    isToday: day === dayOf(at),
    // One without the last day that the law asks for is no example.
    ...againOf(expiry === 'day' && defaults.expiresOn === '' ? null : last, defaults),
    inputs: asked.rows,
    takenIn: await takenIn(actor, delivered),
    defaults: { ...defaults, ...asked.defaults, ...draft?.fields },
    draft: draftView(actor, place, draft),
  };
}

type Place = Awaited<ReturnType<typeof loadPlace>>;

const againOf = (last: Batch | null, defaults: Record<string, unknown>) => ({
  again: last && defaults,
  againFields: Object.entries(last ? defaults : {}).map(([name, value]) => ({ name, value })),
});

const takenIn = async (actor: Actor, delivered: Place['delivered']) =>
  delivered ? { ...delivered, count: await countTakenIn(actor, delivered.productId, delivered.day) } : null;

interface Told {
  today: string;
  language: Language;
  /** How long the last batch keeps, or goods of this kind usually; null when nobody has said. */
  keepsDays: number | null;
}

// What the last batch was like is offered, so that one like it needs a tap only.
function formOf(product: Product, last: Batch | null, { today, language, keepsDays }: Told) {
  const profile = getProfile(product.kind);
  const units = [...new Set([last?.quantity.unit, ...profile.units].filter((unit) => unit !== undefined))];
  return {
    product: { ...cardOf(product, language), sellerId: product.sellerId },
    units: unitOptions(units, language),
    last: last && { producedOn: last.producedOn, amount: amountText(last.quantity, language) },
    defaults: {
      productId: product.id,
      'quantity.value': last ? writeNumber(last.quantity.value) : '',
      'quantity.unit': units[0],
      producedOn: today,
      expiresOn: keepsDays === null ? '' : daysAfter(today, keepsDays),
    },
  };
}
