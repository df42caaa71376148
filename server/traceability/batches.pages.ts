import type { Router } from 'express';
import { findProducts } from '../catalog/products.ts';
import { formatQuantity } from '../format.ts';
import { everybody } from '../http/guard.ts';
import { firstPage, type ListContext, type ListPage, type ListPart, listPage } from '../http/list-page.ts';
import { choiceUrl, type Listing, spanOf } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { findSellers } from '../identity/sellers.ts';
import { imageUrl } from '../media/images.ts';
import type { Cell } from '../tables.ts';
import { type Batch, listBatches } from './batches.ts';
import { listDrafts } from './drafts.ts';

const states = ['', 'open', 'recalled'] as const;

const listing: Listing = { path: '/lo', file: 'lo', search: true, days: true, choices: { loai: states } };

const page = (): ListPage<Batch> => ({
  listing,
  who: everybody,
  view: 'traceability/batches',
  find,
  nameOf: ({ code }) => code,
  shown,
  columns: ['code', 'lot', 'goods', 'seller', 'produced', 'expires', 'amount', 'state'].map(
    (column) => `traceability.batches.column.${column}`,
  ),
  lines,
  render: ({ language }) => ({ title: sentence(language, 'traceability.batches.title') }),
});

/** `/lo`: the batches somebody may see, newest first, under the forms that the person set aside. */
export const batchesPage = (): Router => listPage(page());

/** What the list is shown with again, for a form on it. */
export const batchesOf = (context: Omit<ListContext, 'asked'>): Promise<object> => firstPage(page(), context);

function find({ actor, asked }: ListContext, { limit, after }: ListPart): Promise<Batch[]> {
  const state = states.find((one) => one !== '' && one === asked.chosen.loai) as Batch['state'] | undefined;
  return listBatches(actor, { limit, after: after ?? undefined, state, words: asked.words, ...spanOf(asked) });
}

const shown = async ({ actor, asked, at }: ListContext, batches: Batch[]) => ({
  accountId: actor.accountId,
  batches: await rowsOf(batches),
  drafts: asked.after === null ? await listDrafts(actor, at) : [],
  mayRegister: actor.role !== 'officer',
  mayTakeIn: actor.role === 'cooperative',
  states: states.map((state) => ({
    key: state === '' ? 'all' : state,
    url: choiceUrl(listing, asked, { loai: state }),
    chosen: state === asked.chosen.loai,
  })),
});

async function lines({ language }: ListContext, batches: Batch[]): Promise<Cell[][]> {
  const rows = await rowsOf(batches);
  return batches.map(({ code, lot, producedOn, expiresOn, quantity, state }, place) => [
    code,
    lot,
    rows[place]?.title ?? '',
    rows[place]?.seller ?? '',
    { day: producedOn },
    expiresOn && { day: expiresOn },
    formatQuantity(quantity, language),
    state === 'recalled' ? sentence(language, 'traceability.state.recalled') : '',
  ]);
}

async function rowsOf(batches: readonly Batch[]) {
  const products = new Map((await findProducts(batches.map((one) => one.productId))).map((one) => [one.id, one]));
  const sellers = new Map((await findSellers(batches.map((one) => one.sellerId))).map((one) => [one.id, one]));
  return batches.map(({ code, productId, sellerId, producedOn, state, photoId }) => {
    const product = products.get(productId);
    const photo = photoId ?? product?.photoId;
    return {
      code,
      producedOn,
      state,
      title: product?.name ?? code,
      seller: sellers.get(sellerId)?.name ?? '',
      photo: photo ? imageUrl(photo, 320) : null,
    };
  });
}
