import { beforeAll, describe, expect, it } from 'vitest';
import { cashLimits } from '../../../server/orders/order-limits.ts';
import {
  agreeToOrder,
  cancelOrder,
  findOrder,
  packOrder,
  placeOrder,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { inCash, later, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

let phones = 84_970_000_000;
const by = (phone: string, sender?: string) => (packId: string, quantity: number) => ({
  ...inCash(packId, quantity),
  buyer: { name: 'Khách', phone, address: null },
  sender,
});
const somebody = () => by(`+${(phones += 1)}`);
const order = async (make: ReturnType<typeof by>, packId: string, quantity: number) =>
  (await placeOrder(make(packId, quantity), noon)).order;

describe('an order in cash', () => {
  it('holds at most the published share of the stock for one phone; what is more waits for the seller', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 300);
    const guest = somebody();
    for (let times = 0; times < 3; times += 1) expect(await order(guest, packId, 100)).toMatchObject({ asks: true });
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
    for (let times = 0; times < 12; times += 1) await order(guest, packId, 10);
    const { held } = await stockOf(batch.code);
    expect(held).toBeLessThanOrEqual(300 * cashLimits.shareOfStock);
    expect(held).toBeGreaterThanOrEqual(cashLimits.packsAnybodyMayHold);
    expect(await order(somebody(), packId, 10)).toMatchObject({ asks: false });
  });

  it('counts what one network address holds under other phones', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 100);
    for (let times = 0; times < 10; times += 1) {
      phones += 1;
      await order(by(`+${phones}`, 'one-address'), packId, 10);
    }
    expect(await stockOf(batch.code)).toMatchObject({ held: 30 });
  });

  it('counts large ones of one buyer that come at once', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 300);
    const guest = somebody();
    await Promise.all(Array.from({ length: 4 }, () => order(guest, packId, 80)));
    expect((await stockOf(batch.code)).held).toBeLessThanOrEqual(160);
  });

  it('is never kept from a household’s small stock by the share', async () => {
    const { packId } = await onSale(commune.household.actor, 10);
    expect(await order(somebody(), packId, 10)).toMatchObject({ asks: false });
  });

  it('gives exactly 10 of 200 who ask at once for one of 10, whoever they are', async () => {
    for (const [guest, count] of [
      [by('+84970999999', 'one'), 200],
      [null, 30],
    ] as const) {
      const { packId, batch } = await onSale(commune.household.actor, 10);
      const asked = Array.from({ length: count }, () => order(guest ?? somebody(), packId, 1));
      const placed = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
      expect(placed).toHaveLength(10);
      expect(await stockOf(batch.code)).toMatchObject({ onHand: 10, held: 10 });
    }
  }, 90_000);

  it('that waits is not packed; the seller’s yes holds it, once, and only what is there', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 100);
    const { number } = await order(somebody(), packId, 60);
    const { actor } = commune.household;
    await expect(packOrder(actor, number, noon)).rejects.toMatchObject({ code: 'order-not-possible' });
    for (const other of [commune.neighbour.actor, commune.stranger.actor, commune.officer.actor])
      await expect(agreeToOrder(other, number, noon)).rejects.toThrow();
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => agreeToOrder(actor, number, noon)));
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await agreeToOrder(actor, number, noon)).toMatchObject({ asks: false, state: 'placed' });
    expect(await stockOf(batch.code)).toMatchObject({ held: 60 });
    const late = await order(somebody(), packId, 39);
    await placeOrder(wanted(packId, 40), noon);
    await expect(agreeToOrder(actor, late.number, noon)).rejects.toMatchObject({ code: 'order-short' });
    expect(await stockOf(batch.code)).toMatchObject({ held: 100 });
    expect((await packOrder(actor, number, noon)).state).toBe('packed');
    expect(await stockOf(batch.code)).toEqual({ onHand: 40, held: 40, sold: 60 });
  });

  it('that waits falls after its days, and is let go without touching any stock', async () => {
    const { packId, batch } = await onSale(commune.household.actor, 100);
    const first = await order(somebody(), packId, 60);
    const second = await placeOrder(somebody()(packId, 70), noon);
    await cancelOrder({ key: second.key }, second.order.number, noon);
    await sweepOrders(later(noon, 8 * 24 * 60));
    expect((await findOrder(first.number))?.state).toBe('expired');
    expect(await stockOf(batch.code)).toEqual({ onHand: 100, held: 0, sold: 0 });
    await expect(agreeToOrder(commune.household.actor, first.number, noon)).rejects.toMatchObject({
      code: 'order-not-possible',
    });
  });
});
