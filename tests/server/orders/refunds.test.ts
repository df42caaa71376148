import { beforeAll, describe, expect, it } from 'vitest';
import { readGuardedImage } from '../../../server/media/guarded-images.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import {
  deliverOrder,
  findOrder,
  getOrder,
  packOrder,
  placeOrder,
  readRefundPhoto,
  refundOrder,
  returnOrder,
  setRetention,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { findPublicBatch } from '../../../server/traceability/batches.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, daysAfter } from '../identity/makers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aPlacedOrder, inCash, markPaid, onSale, stockOf, wanted } from './makers.ts';

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
    await setRetention(officer.actor, 12, noon);
    await sweepOrders(daysAfter(noon, 367));
    expect(await findOrder(number)).toMatchObject({ buyer: null, refundPhotoId: null, refundNote: 'FT3' });
    expect(await readGuardedImage(refundPhotoId ?? '', 1280)).toBeNull();
    expect((await findOrder(kept))?.buyer?.name).toBe('Nguyễn Thị Lan');
  });
});

describe('goods that come back', () => {
  const packed = async (make = wanted) => {
    const { actor } = commune.household;
    const { number, batch } = await aPlacedOrder(actor, make);
    if (make === wanted) await markPaid(number, `FT ${number}`, noon);
    await packOrder(actor, number, noon);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    return { actor, number, code: batch.code };
  };
  const lastOf = async (code: string) => (await findPublicBatch(code))?.events.at(-1);

  it('are stock of their batch again, and its history says so without anybody’s name', async () => {
    const { actor, number, code } = await packed(inCash);
    const returned = await returnOrder(actor, number, { goods: 'back' }, noon);
    expect(returned).toMatchObject({ state: 'returned', returnedGoods: 'back' });
    expect(await stockOf(code)).toEqual({ onHand: 10, held: 0, sold: 0 });
    expect(await lastOf(code)).toMatchObject({
      stage: 'returned-order',
      orderNumber: number,
      by: '',
      measurements: [],
    });
    await expect(refundOrder(actor, number, { note: 'x' }, noon)).rejects.toMatchObject({ code: 'order-not-possible' });
  });

  it.each(['spoilt', 'lost', 'own-use'] as const)('are gone for a reason when %s, and sold no more', async (goods) => {
    const { actor, number, code } = await packed(inCash);
    await returnOrder(actor, number, { goods }, noon);
    expect(await stockOf(code)).toEqual({ onHand: 8, held: 0, sold: 0 });
    expect(await lastOf(code)).toMatchObject({ measurements: [{ key: 'reason', value: goods }] });
  });

  it('come back once, however often it is said, and the money of a paid order is given back after it', async () => {
    const { actor, number, code } = await packed();
    await Promise.allSettled([1, 2, 3].map(() => returnOrder(actor, number, { goods: 'back' }, noon)));
    const again = await returnOrder(actor, number, { goods: 'back' }, noon).catch(
      (error: { code: string }) => error.code,
    );
    expect(again).toBe('order-not-possible');
    await refundOrder(actor, number, { note: 'FT9', goods: 'back' }, noon);
    await sweepOrders(daysAfter(noon, 1));
    expect(await stockOf(code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('come back with the refund of an order that was never packed', async () => {
    const { actor } = commune.household;
    const { number, batch } = await aPlacedOrder(actor);
    await markPaid(number, `FT ${number}`, noon);
    await refundOrder(actor, number, { note: 'FT9', goods: 'back' }, noon);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('are taken by the sweep where a crash cut that off, before or after the stock', async () => {
    const { number, code } = await packed(inCash);
    const back = { state: 'returned', returnedGoods: 'back', changedAt: noon };
    for (const days of [1, 2]) {
      await OrderModel.updateOne({ number }, { $set: back, $push: { due: 'return back' } });
      await sweepOrders(daysAfter(noon, days));
    }
    expect(await stockOf(code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });
});
