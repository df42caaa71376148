import { type Request, type Response, Router } from 'express';
import { dayOf } from '../format.ts';
import { visitor } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { mayActFor } from '../identity/sellers.ts';
import { imageUrl } from '../media/images.ts';
import type { Services } from '../services.ts';
import { listPublicBatches } from '../traceability/batches.ts';
import { goodsAt, type OnCounter } from './counter.ts';
import { getStall, type Stall } from './stalls.ts';

/** A stall's own page `/quay/{slug}`: what lies on it, from which batches, where it stands and on which days. */
export const stallPages = ({ now, config }: Services): Router =>
  Router().get('/quay/:slug', (request, response) =>
    showStall(request, response, { at: now(), publicUrl: config.publicUrl }),
  );

async function showStall(
  request: Request,
  response: Response,
  { at, publicUrl }: { at: Date; publicUrl: string },
): Promise<void> {
  const stall = await getStall({ slug: String(request.params.slug) });
  const actor = visitor(request);
  const goods = (await goodsAt(stall, dayOf(at))).filter(({ left }) => left > 0);
  const data = {
    stall: { slug: stall.slug, name: stall.name, village: stall.seller.village, sellerUrl: `/ho/${stall.slug}` },
    places: stall.places,
    merchant: stall.merchant && { name: stall.merchant.name },
    goods: await Promise.all(goods.map((one) => presentGoods(one, stall))),
    isOwn: actor !== null && (await mayActFor(actor, stall.id)),
    isOfficer: actor?.role === 'officer',
  };
  const head = { url: `${publicUrl}/quay/${stall.slug}` };
  render(response, 'stalls/stall', data, { title: stall.name, head });
}

const mostBatches = 3;

async function presentGoods({ product, pack, seller }: OnCounter, stall: Stall) {
  const batches = await listPublicBatches(product.id, mostBatches);
  return {
    url: `/san-pham/${product.slug}`,
    name: product.name,
    packName: pack.name,
    priceVnd: pack.priceVnd,
    seller: seller.id === stall.id ? null : seller.name,
    photo: product.photoId ? imageUrl(product.photoId, 320) : null,
    lots: batches.map(({ lot }) => lot),
  };
}
