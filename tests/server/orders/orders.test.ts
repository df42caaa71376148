import { beforeAll, describe, expect, it } from 'vitest';
import { orderStates, statesAfter, statesBefore } from '../../../server/orders/order.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import {
  actionsFor,
  cancelOrder,
  deliverOrder,
  expireOrder,
  getOrder,
  type Order,
  packOrder,
  refundOrder,
  returnOrder,
  shipOrder,
} from '../../../server/orders/orders.ts';
import { findPublicBatch, recallBatch } from '../../../server/traceability/batches.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aPlacedOrder, inCash, later, markPaid, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const household = () => commune.household.actor;

const aPlaced = (make = wanted) => aPlacedOrder(household(), make);

describe('the life of an order', () => {
  it('goes from transfer to delivery, and the stock and the batch tell the same story', async () => {
    const { number, batch } = await aPlaced();
    expect(await markPaid(number, 'FT1', later(noon, 3))).toBe(true);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    await packOrder(household(), number, later(noon, 10));
    await shipOrder(household(), number, later(noon, 20));
    const order = await deliverOrder(household(), number, later(noon, 30));
    expect(order.history.map(({ state }) => state)).toEqual([
      'placing',
      'placed',
      'paid',
      'packed',
      'shipped',
      'delivered',
    ]);
    const events = (await findPublicBatch(batch.code))?.events ?? [];
    expect(events.slice(-2).map(({ stage }) => stage)).toEqual(['packed-order', 'shipped-order']);
    expect(JSON.stringify(events)).not.toMatch(/Nguyễn|0912|84912/);
  });

  it('gives the same request its order again, as after a crash, and refuses another one', async () => {
    const { number, batch } = await aPlaced(inCash);
    const press = (request: string) => packOrder(household(), number, later(noon, 10), request);
    const first = await press('request-1');
    expect(await press('request-1')).toEqual(first);
    await expect(press('request-2')).rejects.toMatchObject({ code: 'order-not-possible' });
    await expect(packOrder(household(), number, later(noon, 10))).rejects.toMatchObject({ code: 'order-not-possible' });
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    const shipped = await shipOrder(household(), number, later(noon, 20), 'request-3');
    expect(await press('request-1')).toEqual(shipped);
  });

  it('sells at packing when it is paid in cash', async () => {
    const { number, batch } = await aPlaced(inCash);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
    await packOrder(household(), number, later(noon, 10));
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('is not packed unpaid when it is to be paid by transfer', async () => {
    const { number, batch } = await aPlaced();
    await expect(packOrder(household(), number, noon)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'order-not-possible',
    });
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
  });

  it('lets the packs go when buyer or seller cancel before the money', async () => {
    const byBuyer = await aPlaced();
    await expect(cancelOrder({ key: 'wrong' }, byBuyer.number, noon)).rejects.toMatchObject({ kind: 'missing' });
    expect((await cancelOrder({ key: byBuyer.key }, byBuyer.number, noon)).state).toBe('cancelled');
    expect(await stockOf(byBuyer.batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
    const bySeller = await aPlaced();
    await cancelOrder(household(), bySeller.number, noon);
    expect(await stockOf(bySeller.batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('cannot be cancelled once it is paid', async () => {
    const { number, key } = await aPlaced();
    await markPaid(number, 'FT2', noon);
    await expect(cancelOrder({ key }, number, noon)).rejects.toMatchObject({ code: 'order-not-possible' });
  });

  it('expires when its holds run out, not before', async () => {
    const { number, batch } = await aPlaced();
    expect(await expireOrder(number, later(noon, 44))).toBe(false);
    expect(await expireOrder(number, later(noon, 45))).toBe(true);
    expect(await expireOrder(number, later(noon, 46))).toBe(false);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('keeps the words of a refund, and takes no packs back by itself', async () => {
    const { number, batch } = await aPlaced();
    await markPaid(number, 'FT3', noon);
    const order = await refundOrder(household(), number, { note: 'FT9 ngày 17/11' }, noon);
    expect(order).toMatchObject({
      state: 'refunded',
      refunds: [{ note: 'FT9 ngày 17/11', amountVnd: order.totalVnd }],
    });
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('is not packed with packs of a recalled batch', async () => {
    const { number, batch } = await aPlaced();
    await markPaid(number, 'FT4', noon);
    await recallBatch(commune.cooperative.actor, batch.code, { reason: 'mốc', advice: 'trả lại' }, noon);
    await expect(packOrder(household(), number, noon)).rejects.toMatchObject({
      code: 'order-from-recalled-batch',
      facts: { code: batch.code },
    });
  });
});

describe('every change that the table does not allow', () => {
  const verbs: Record<string, (order: Order) => Promise<unknown>> = {
    paid: ({ number }) =>
      markPaid(number, 'FT-other', noon).then((done) => done || Promise.reject({ code: 'order-not-possible' })),
    packed: ({ number }) => packOrder(household(), number, noon),
    shipped: ({ number }) => shipOrder(household(), number, noon),
    delivered: ({ number }) => deliverOrder(household(), number, noon),
    cancelled: ({ number }) => cancelOrder(household(), number, noon),
    returned: ({ number }) => returnOrder(household(), number, { goods: 'back' }, noon),
    refunded: ({ number }) => refundOrder(household(), number, { note: 'x' }, noon),
  };

  it('is refused and changes nothing', async () => {
    const { order } = await aPlaced();
    let refused = 0;
    for (const from of orderStates) {
      await OrderModel.updateOne({ number: order.number }, { $set: { state: from, paidBy: 'FT-first' } });
      for (const [to, verb] of Object.entries(verbs)) {
        const isAllowed = statesAfter(from).some((state) => state === to);
        // placed → packed is for cash, and only the sweep cancels what is still being placed.
        // Nor is a paid order returned, unless its payment was taken back.
        const isBarred = [from, to].join() === 'placed,packed' || [from, to].join() === 'paid,returned';
        if (isAllowed && !isBarred && from !== 'placing') continue;
        await expect(verb(order), `${from} → ${to}`).rejects.toMatchObject({ code: 'order-not-possible' });
        expect((await OrderModel.findOne({ number: order.number }).lean())?.state, `${from} → ${to}`).toBe(from);
        refused += 1;
      }
    }
    expect(refused).toBe(56);
  });

  it('nor is money given back that nobody received, from whatever state', async () => {
    const { order } = await aPlaced(inCash);
    for (const state of statesBefore('refunded').filter((before) => before !== 'delivered')) {
      await OrderModel.updateOne({ number: order.number }, { $set: { state } });
      await expect(verbs.refunded?.(order), state).rejects.toMatchObject({ code: 'order-not-possible' });
      const shown = await getOrder(household(), order.number);
      expect(actionsFor(shown, { acting: true, byKey: false }).refund, state).toBe(false);
    }
    await OrderModel.updateOne({ number: order.number }, { $set: { paidAt: noon } });
    expect((await refundOrder(household(), order.number, { note: 'x' }, noon)).state).toBe('refunded');
  });
});
