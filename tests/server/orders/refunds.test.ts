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
    expect(again.refunds).toEqual(first.refunds);
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
    const { number, refunds } = await refundOrder(household.actor, await aPaid(), { note: 'FT3', photo }, noon);
    const photoId = refunds[0]?.photoId ?? '';
    const kept = await aPaid();
    await packOrder(household.actor, kept, noon);
    await deliverOrder(household.actor, kept, daysAfter(noon, 20));
    await setRetention(officer.actor, { months: 12, allSmall: true }, noon);
    await sweepOrders(daysAfter(noon, 367));
    expect(await findOrder(number)).toMatchObject({ buyer: null, refunds: [{ note: 'FT3', photoId: null }] });
    expect(await readGuardedImage(photoId, 1280)).toBeNull();
    expect((await findOrder(kept))?.buyer?.name).toBe('Nguyễn Thị Lan');
  });
});

describe('a part of the money', () => {
  const leftAfter = async (number: string) => (await findOrder(number))?.refunds.map(({ amountVnd }) => amountVnd);

  it('goes back as often as something is left, and only with the last of it is the order refunded', async () => {
    const { actor } = commune.household;
    const number = await aPaid();
    const { totalVnd } = await refundOrder(actor, number, { note: 'FT1', amountVnd: 20_000 }, noon);
    expect(await findOrder(number)).toMatchObject({ state: 'paid', refunds: [{ amountVnd: 20_000, note: 'FT1' }] });
    const tooMuch = refundOrder(actor, number, { note: 'FT2', amountVnd: totalVnd - 19_999 }, noon);
    await expect(tooMuch).rejects.toMatchObject({ code: 'refund-too-much' });
    const part = refundOrder(actor, number, { note: 'FT2', amountVnd: 1000, goods: 'back' }, noon);
    await expect(part).rejects.toMatchObject({ code: 'refund-part-goods' });
    const all = await refundOrder(actor, number, { note: 'FT3', goods: 'back' }, noon);
    expect(all).toMatchObject({ state: 'refunded', returnedGoods: 'back' });
    expect(await leftAfter(number)).toEqual([20_000, totalVnd - 20_000]);
    expect(all.refunds.map(({ offPriceVnd }) => offPriceVnd)).toEqual([20_000, totalVnd - 20_000]);
  });

  it('is what was paid too much first, then what the goods cost', async () => {
    const { actor } = commune.household;
    const number = await aPaid();
    const { totalVnd } = (await findOrder(number)) ?? { totalVnd: 0 };
    const receivedVnd = totalVnd + 5000;
    for (const amountVnd of [3000, 4000, null])
      await refundOrder(actor, number, { note: 'FT', amountVnd, receivedVnd }, noon);
    const refunds = (await findOrder(number))?.refunds ?? [];
    expect(refunds.map(({ amountVnd }) => amountVnd)).toEqual([3000, 4000, totalVnd - 2000]);
    expect(refunds.map(({ offPriceVnd }) => offPriceVnd)).toEqual([0, 2000, totalVnd - 2000]);
  });

  it.each([2, 5])('goes back once, when the same request comes %i times at one moment', async (times) => {
    const { actor } = commune.household;
    const number = await aPaid();
    const give = () => refundOrder(actor, number, { note: 'FT1', amountVnd: 20_000, photo, requestId: 'one' }, noon);
    const made = await Promise.all(Array.from({ length: times }, give));
    expect(await leftAfter(number)).toEqual([20_000]);
    expect(new Set(made.map(({ refunds }) => refunds[0]?.photoId)).size).toBe(1);
  });

  it('is never more than was received, however many people give it back at once', async () => {
    const { actor } = commune.household;
    const number = await aPaid();
    const { totalVnd } = (await findOrder(number)) ?? { totalVnd: 0 };
    const give = (amountVnd: number | null) => refundOrder(actor, number, { note: 'FT', amountVnd }, noon);
    const told = await Promise.allSettled([50_000, 50_000, null, 30_000, totalVnd].map(give));
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(((await leftAfter(number)) ?? []).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(totalVnd);
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
