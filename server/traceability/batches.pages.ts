import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { findProducts } from '../catalog/products.ts';
import { toList } from '../http/endpoint.ts';
import { newFormKey } from '../http/form-key.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { findSellers } from '../identity/sellers.ts';
import { imageUrl } from '../media/images.ts';
import type { Services } from '../services.ts';
import { type Batch, listBatches } from './batches.ts';
import { listDrafts } from './drafts.ts';

const aPage = 20;

/** `/lo`: the batches somebody may see, newest first, under the forms that the person set aside. */
export const batchesPage = ({ now }: Services): Router =>
  Router().get('/lo', requireRole(...everybody), async (request, response) => {
    const { sau } = request.query;
    const data = await batchesOf(actorOf(request), now(), typeof sau === 'string' ? sau : undefined);
    const form = { values: {}, mistakes: [], summary: null, key: newFormKey(response) };
    const title = sentence(localsOf(response).language, 'traceability.batches.title');
    render(response, 'traceability/batches', { ...data, form }, { title });
  });

/** @param after code of the last batch of the page before */
export async function batchesOf(actor: Actor, at: Date, after?: string) {
  const { data, hasMore } = toList(await listBatches(actor, { limit: aPage + 1, after }), aPage);
  const last = data.at(-1);
  return {
    accountId: actor.accountId,
    batches: await rowsOf(data),
    drafts: after === undefined ? await listDrafts(actor, at) : [],
    mayRegister: actor.role !== 'officer',
    mayTakeIn: actor.role === 'cooperative',
    nextUrl: hasMore && last ? `/lo?sau=${last.code}` : null,
    previousUrl: null,
  };
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
