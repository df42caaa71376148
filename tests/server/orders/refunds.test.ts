import { beforeAll, describe, expect, it } from 'vitest';
import { readGuardedImage } from '../../../server/media/guarded-images.ts';
import {
  deliverOrder,
  findOrder,
  getOrder,
  markPaid,
  packOrder,
  placeOrder,
  readRefundPhoto,
  refundOrder,
  setRetention,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, daysAfter } from '../identity/makers.ts';
import { aPhoto } from '../media/pictures.ts';
import { onSale, wanted } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let photo: Buffer;
beforeAll(async () => {
  commune = await aCommune();
  photo = await aPhoto();
});

async function aPaid() {
  const { packId } = await onSale(commune.household.actor, 10);
  const { order } = await placeOrder(wanted(packId), noon);
  await markPaid(order.number, `FT ${order.number}`, noon);
  return order.number;
}

describe('refundOrder with a photo', () => {
  it('keeps the proof for who sees the buyer, and for nobody else', async () => {
    const { household, officer } = commune;
    const refunded = await refundOrder(household.actor, await aPaid(), { note: 'FT26320123', photo }, noon);
    expect(await readRefundPhoto(refunded, 1280)).toMatchObject({ type: 'image/webp' });
    expect(await readRefundPhoto(await getOrder(officer.actor, refunded.number), 1280)).toBeNull();
  });

  it('keeps none for an order that cannot be refunded, nor a second one when asked twice', async () => {
    const { actor } = commune.household;
    const number = await aPaid();
    const first = await refundOrder(actor, number, { note: 'FT1', photo, requestId: 'r1' }, noon);
    const again = await refundOrder(actor, number, { note: 'FT1', photo, requestId: 'r1' }, noon);
    expect(again.refundPhotoId).toBe(first.refundPhotoId);
    await expect(refundOrder(actor, number, { note: 'FT2', photo }, noon)).rejects.toMatchObject({
      code: 'order-not-possible',
    });
    expect(await readRefundPhoto(first, 320)).not.toBeNull();
    await expect(
      refundOrder(actor, await aPaid(), { note: 'x', photo: Buffer.from('no photo') }, noon),
    ).rejects.toMatchObject({ code: 'image-not-supported' });
  });

  it('loses it with the buyer’s name, when the officer’s months are over', async () => {
    const { household, officer } = commune;
    const { number, refundPhotoId } = await refundOrder(household.actor, await aPaid(), { note: 'FT3', photo }, noon);
    const kept = await aPaid();
    await packOrder(household.actor, kept, noon);
    await deliverOrder(household.actor, kept, daysAfter(noon, 20));
    await setRetention(officer.actor, 1, noon);
    await sweepOrders(daysAfter(noon, 32));
    expect(await findOrder(number)).toMatchObject({ buyer: null, refundPhotoId: null, refundNote: 'FT3' });
    expect(await readGuardedImage(refundPhotoId ?? '', 1280)).toBeNull();
    expect((await findOrder(kept))?.buyer?.name).toBe('Nguyễn Thị Lan');
  });
});
