import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import {
  cancelOrder,
  expireOrder,
  findOrder,
  packOrder,
  payOrders,
  placeOrder,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { later, markPaid, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const anHour = later(noon, 60);

/** An order of two packs out of so many, whose time has run out. */
async function anExpired(count = 10) {
  const sale = await onSale(commune.household.actor, count);
  const { order } = await placeOrder(wanted(sale.packId, 2), noon);
  await expireOrder(order.number, anHour);
  return { ...sale, number: order.number };
}

const stateOf = async (number: string) => (await findOrder(number))?.state;

describe('payOrders, many at once', () => {
  it('books each at its own transfer’s time, not at ours, and leaves no step due on the road', async () => {
    const { batch, packId } = await onSale(commune.household.actor, 10);
    const orders = await Promise.all([1, 2, 3].map(() => placeOrder(wanted(packId), noon)));
    const payments = orders.map(({ order: { number } }, index) => ({
      number,
      transfer: `FTX${index}`,
      by: 'bank',
      paidAt: later(noon, index + 1),
      at: later(noon, 20),
    }));
    const paid = { status: 'fulfilled', value: true };
    expect(await payOrders(payments)).toEqual(payments.map(() => paid));
    for (const { number, paidAt, transfer } of payments) {
      expect(await findOrder(number)).toMatchObject({ paidAt, paidBy: transfer });
      expect(await OrderModel.findOne({ number }).lean()).toMatchObject({ due: [], changedAt: later(noon, 20) });
    }
    expect(await stockOf(batch.code)).toEqual({ onHand: 7, held: 0, sold: 3 });
  });
});

describe('payOrders, one', () => {
  it('knows no order that is not there', async () => {
    expect(await markPaid('DH00000000', 'FT1', noon)).toBe(false);
    expect(await markPaid('nonsense', 'FT1', noon)).toBe(false);
  });

  it('pays the order once, however often the bank repeats itself, ten at once', async () => {
    const { batch, packId } = await onSale(commune.household.actor, 10);
    const { order } = await placeOrder(wanted(packId, 2), noon);
    for (let round = 0; round < 5; round += 1) {
      const told = await Promise.all(Array.from({ length: 10 }, () => markPaid(order.number, 'FT2', noon)));
      expect(told).toEqual(Array(10).fill(true));
    }
    const paid = await findOrder(order.number);
    expect(paid?.history.filter(({ state }) => state === 'paid')).toHaveLength(1);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('writes into the history on whose word it was paid: the bank’s, or a person’s', async () => {
    const { packId } = await onSale(commune.household.actor, 10);
    const byBank = await placeOrder(wanted(packId), noon);
    const byWord = await placeOrder(wanted(packId), noon);
    await markPaid(byBank.order.number, 'FT5', noon);
    await markPaid(byWord.order.number, { transfer: 'hand:1', by: 'Lò Thị Đôi' }, noon);
    expect((await findOrder(byBank.order.number))?.history.at(-1)).toMatchObject({ state: 'paid', by: 'bank' });
    expect((await findOrder(byWord.order.number))?.history.at(-1)).toMatchObject({ state: 'paid', by: 'Lò Thị Đôi' });
  });

  it('says no to a second transfer for the same order', async () => {
    const { packId } = await onSale(commune.household.actor, 10);
    const { order } = await placeOrder(wanted(packId), noon);
    expect(await markPaid(order.number, 'FT3', noon)).toBe(true);
    expect(await markPaid(order.number, 'FT4', noon)).toBe(false);
    expect((await findOrder(order.number))?.paidBy).toBe('FT3');
  });

  it('remembers its transfer although the order went on', async () => {
    const { packId } = await onSale(commune.household.actor, 10);
    const { order } = await placeOrder(wanted(packId), noon);
    await markPaid(order.number, 'FT5', noon);
    await packOrder(commune.household.actor, order.number, noon);
    expect(await markPaid(order.number, 'FT5', noon)).toBe(true);
    expect(await stateOf(order.number)).toBe('packed');
  });

  it('says no to money for a cancelled order', async () => {
    const { packId } = await onSale(commune.household.actor, 10);
    const { order, key } = await placeOrder(wanted(packId), noon);
    await cancelOrder({ key }, order.number, noon);
    expect(await markPaid(order.number, 'FT6', noon)).toBe(false);
    expect(await stateOf(order.number)).toBe('cancelled');
  });

  it('lets either the money or the cancellation win, and the stock agrees with the winner', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { batch, packId } = await onSale(commune.household.actor, 10);
      const { order, key } = await placeOrder(wanted(packId, 2), noon);
      await Promise.allSettled([markPaid(order.number, 'FT', noon), cancelOrder({ key }, order.number, noon)]);
      const isPaid = (await stateOf(order.number)) === 'paid';
      expect(await stockOf(batch.code)).toEqual({ onHand: isPaid ? 8 : 10, held: 0, sold: isPaid ? 2 : 0 });
    }
  });
});

describe('a payment after the order has expired', () => {
  it('pays when all packs can be held again, also ten times at once', async () => {
    const { number, batch } = await anExpired();
    const told = await Promise.all(Array.from({ length: 10 }, () => markPaid(number, 'FT7', anHour)));
    expect(told).toEqual(Array(10).fill(true));
    expect(await stateOf(number)).toBe('paid');
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    expect(await markPaid(number, 'FT7', anHour)).toBe(true);
  });

  it('does not pay when somebody else has bought them meanwhile, and holds nothing', async () => {
    const { number, batch, packId } = await anExpired(2);
    await placeOrder(wanted(packId, 1), anHour);
    expect(await markPaid(number, 'FT8', anHour)).toBe(false);
    expect(await stateOf(number)).toBe('expired');
    expect(await stockOf(batch.code)).toEqual({ onHand: 2, held: 1, sold: 0 });
  });

  it('lets one of two transfers pay', async () => {
    const { number, batch } = await anExpired();
    const told = await Promise.all([markPaid(number, 'FT9', anHour), markPaid(number, 'FT10', anHour)]);
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('is not undone by a late step of the expiry', async () => {
    const { number, batch } = await anExpired();
    await markPaid(number, 'FT11', anHour);
    await OrderModel.updateOne({ number }, { $push: { due: `release ${number}` }, $set: { changedAt: noon } });
    await sweepOrders(later(anHour, 60));
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });
});
