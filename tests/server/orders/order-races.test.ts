import { beforeAll, describe, expect, it } from 'vitest';
import {
  cancelOrder,
  deliverOrder,
  expireOrder,
  findOrder,
  packOrder,
  placeOrder,
  refundOrder,
  returnOrder,
  shipOrder,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { wrongStock } from '../../../server/traceability/beside.ts';
import { useDatabase } from '../../support/database.ts';
import { random } from '../../support/random.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { inCash, later, markPaid, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const chance = (seed: number) => {
  const next = random(seed);
  return (below: number): number => Math.floor(next() * below);
};

const seeds = Array.from({ length: process.env.FULL ? 30 : 2 }, (_, index) => index + 1);

describe('everybody at once', () => {
  it.each(seeds)('leaves stock, holds and sales in agreement with the orders (seed %i)', async (seed) => {
    const pick = chance(seed);
    const { batch, packId } = await onSale(commune.household.actor, 30);
    const tries = Array.from({ length: 14 }, () =>
      placeOrder((pick(4) === 0 ? inCash : wanted)(packId, 1 + pick(4)), noon),
    );
    const placed = (await Promise.allSettled(tries)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const { actor } = commune.household;
    const anHour = later(noon, 60);
    const fresh = { ...actor, freshAt: anHour };
    const acts: ((number: string, key: string) => Promise<unknown>)[] = [
      (number: string) => markPaid(number, `FT-${number}`, noon),
      (number: string) => markPaid(number, `FT-${number}`, anHour),
      (number: string) => markPaid(number, `FT-other-${number}`, anHour),
      (number: string, key: string) => cancelOrder({ key }, number, noon),
      (number: string) => expireOrder(number, anHour),
      (number: string) => packOrder(actor, number, anHour),
      (number: string) => packOrder(actor, number, anHour),
      (number: string) => shipOrder(actor, number, anHour),
      (number: string) => deliverOrder(actor, number, anHour),
      (number: string) => returnOrder(actor, number, { goods: 'back' }, anHour),
      (number: string) => returnOrder(actor, number, { goods: 'spoilt' }, anHour),
      (number: string) => refundOrder(fresh, number, { note: 'x' }, anHour),
      (number: string) => refundOrder(fresh, number, { note: 'x', goods: 'back' }, anHour),
      () => sweepOrders(anHour),
    ];
    const jobs = Array.from({ length: 110 }, () => ({
      act: acts[pick(acts.length)]!,
      one: placed[pick(placed.length)]!,
    }));
    await Promise.allSettled(jobs.map(({ act, one }) => act(one.order.number, one.key)));
    for (let minutes = 61; minutes < 70; minutes += 2) await sweepOrders(later(noon, minutes));

    const orders = await Promise.all(placed.map(({ order }) => findOrder(order.number)));
    const packs = (which: (order: NonNullable<(typeof orders)[number]>) => boolean) =>
      orders.reduce((sum, order) => sum + (order && which(order) ? (order.items[0]?.quantity ?? 0) : 0), 0);
    const out = packs(({ history }) => history.some(({ state }) => state === 'paid' || state === 'packed'));
    const back = packs(({ returnedGoods }) => returnedGoods === 'back');
    const spoilt = packs(({ returnedGoods }) => returnedGoods === 'spoilt');
    const sold = out - back - spoilt;
    const held = packs(({ state }) => state === 'placed');
    expect(placed.length).toBeGreaterThan(5);
    expect(await stockOf(batch.code)).toEqual({ onHand: 30 - sold - spoilt, held, sold });
    expect(wrongStock(await BatchModel.findOne({ code: batch.code }).lean().orFail())).toBeNull();
    for (const order of orders.filter((one) => one?.state === 'refunded'))
      expect(order?.history.some(({ state }) => state === 'paid' || state === 'delivered')).toBe(true);
  });
});
