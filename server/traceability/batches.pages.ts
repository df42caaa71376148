import { Router } from 'express';
import { findProducts } from '../catalog/products.ts';
import { toList } from '../http/endpoint.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { findSellers } from '../identity/sellers.ts';
import { imageUrl } from '../media/images.ts';
import { type Batch, listBatches } from './batches.ts';

const aPage = 20;

/** `/lo`: the batches somebody may see, newest first. */
export const batchesPage = (): Router =>
  Router().get('/lo', requireRole('household', 'cooperative', 'officer'), async (request, response) => {
    const actor = actorOf(request);
    const { sau } = request.query;
    const after = typeof sau === 'string' ? sau : undefined;
    const { data, hasMore } = toList(await listBatches(actor, { limit: aPage + 1, after }), aPage);
    const last = data.at(-1);
    render(
      response,
      'traceability/batches',
      {
        batches: await rowsOf(data),
        mayRegister: actor.role !== 'officer',
        nextUrl: hasMore && last ? `/lo?sau=${last.code}` : null,
        previousUrl: null,
      },
      { title: sentence(localsOf(response).language, 'traceability.batches.title') },
    );
  });

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
