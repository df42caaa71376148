import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel, type OrderRecord } from '../../../server/orders/order-record.ts';
import {
  deliverOrder,
  findOrder,
  packOrder,
  placeOrder,
  shipOrder,
  sweepOrders,
} from '../../../server/orders/orders.ts';
import { findPublicBatch } from '../../../server/traceability/batches.ts';
import { releaseHolds, takeHolds } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune, daysAfter } from '../identity/makers.ts';
import { aPlacedOrder, inCash, later, markPaid, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const household = () => commune.household.actor;
const soon = later(noon, 2);

const aPlaced = (make = wanted) => aPlacedOrder(household(), make);

/** Puts the record back to where a kill -9 would have left it. */
const rewind = (number: string, record: Partial<OrderRecord>) =>
  OrderModel.updateOne({ number }, { $set: { changedAt: noon, ...record } });

const stagesOf = async (code: string) => ((await findPublicBatch(code))?.events ?? []).map(({ stage }) => stage);

// Each test leaves an order exactly between two steps, as a kill there would, and looks at what the sweep makes of it.
describe('sweepOrders after a kill', () => {
  it('between writing the order and holding: undoes it and forgets the buyer', async () => {
    const { number, batch } = await aPlaced();
    await releaseHolds(number);
    await rewind(number, { state: 'placing', placedAt: null });
    await sweepOrders(soon);
    expect(await findOrder(number)).toMatchObject({ state: 'cancelled', buyer: null, note: null });
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('between holding and placed: undoes it and lets the packs go', async () => {
    const { number, batch } = await aPlaced();
    await rewind(number, { state: 'placing', placedAt: null });
    await sweepOrders(soon);
    expect((await findOrder(number))?.state).toBe('cancelled');
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('leaves alone an order that is being placed right now', async () => {
    const { number, batch } = await aPlaced();
    await rewind(number, { state: 'placing', placedAt: null });
    await sweepOrders(later(noon, 0.5));
    expect((await findOrder(number))?.state).toBe('placing');
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
  });

  it('lets the same request finish what a kill cut off, before any sweep', async () => {
    const { batch, packId } = await onSale(household(), 10);
    const first = await placeOrder(wanted(packId, 2), noon, 'cut-off');
    await rewind(first.order.number, { state: 'placing', placedAt: null });
    const again = await placeOrder(wanted(packId, 2), noon, 'cut-off');
    expect(again.order).toMatchObject({ number: first.order.number, state: 'placed' });
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
  });

  it('lets the same request order anew after the sweep has undone its first try', async () => {
    const { packId } = await onSale(household(), 10);
    const first = await placeOrder(wanted(packId, 2), noon, 'swept');
    await rewind(first.order.number, { state: 'placing', placedAt: null });
    await sweepOrders(soon);
    const again = await placeOrder(wanted(packId, 2), soon, 'swept');
    expect(again.order.state).toBe('placed');
    expect(again.order.number).not.toBe(first.order.number);
  });

  it('between paid and sold: sells', async () => {
    const { number, batch } = await aPlaced();
    await rewind(number, { state: 'paid', paidAt: noon, paidBy: 'FT1', due: [{ verb: 'sell', of: number }] });
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
    await sweepOrders(soon);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('between paid and sold: the bank repeating itself sells, too', async () => {
    const { number, batch } = await aPlaced();
    await rewind(number, { state: 'paid', paidAt: noon, paidBy: 'FT1', due: [{ verb: 'sell', of: number }] });
    expect(await markPaid(number, 'FT1', noon)).toBe(true);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });

  it('between sold and having noted it: sells no second time', async () => {
    const { number, batch } = await aPlaced();
    await markPaid(number, 'FT1', noon);
    await rewind(number, { due: [`sell ${number}`] });
    await sweepOrders(soon);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    expect((await OrderModel.findOne({ number }).lean())?.due).toEqual([]);
  });

  it('between cancelled or expired and let go: lets go', async () => {
    for (const state of ['cancelled', 'expired'] as const) {
      const { number, batch } = await aPlaced();
      await rewind(number, { state, due: [{ verb: 'release', of: number }] });
      await sweepOrders(soon);
      expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
    }
  });

  it('between packed, sold and written into the batch: does both, once', async () => {
    const { number, batch } = await aPlaced(inCash);
    await rewind(number, {
      state: 'packed',
      due: [
        { verb: 'sell', of: number },
        { verb: 'dispatch', of: 'packed' },
      ],
    });
    await sweepOrders(soon);
    await rewind(number, { due: ['dispatch packed'] });
    await sweepOrders(soon);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    expect((await stagesOf(batch.code)).filter((stage) => stage === 'packed-order')).toHaveLength(1);
  });

  it('between shipped and written into the batch: writes it', async () => {
    const { number, batch } = await aPlaced();
    await markPaid(number, 'FT1', noon);
    await packOrder(household(), number, noon);
    await rewind(number, { state: 'shipped', due: [{ verb: 'dispatch', of: 'shipped' }] });
    await sweepOrders(soon);
    expect((await stagesOf(batch.code)).at(-1)).toBe('shipped-order');
  });

  it('between holding an expired order again and paid: gives it up after a minute and lets the packs go', async () => {
    const { number, batch, packId } = await aPlaced();
    await sweepOrders(later(noon, 46));
    await OrderModel.updateOne({ number }, { $set: { attempts: 1, revival: { by: 'FT1', attempt: 1, seenAt: null } } });
    await takeHolds(`${number}/1`, [{ packId, quantity: 2 }], noon, '2026-11-16');
    await sweepOrders(later(noon, 47));
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
    await sweepOrders(later(noon, 49));
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
    expect(await markPaid(number, 'FT1', later(noon, 50))).toBe(true);
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
  });
});

describe('sweepOrders with an order that nothing can mend', () => {
  it('mends the others, and says that something is left', async () => {
    const [broken, good] = [await aPlaced(), await aPlaced()];
    await rewind(broken.number, { state: 'cancelled', due: ['no such step'] });
    await rewind(good.number, { state: 'cancelled', due: [`release ${good.number}`] });
    await expect(sweepOrders(soon)).rejects.toThrow('could not mend');
    expect(await stockOf(good.batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
    await rewind(broken.number, { due: [`release ${broken.number}`] });
    await sweepOrders(soon);
  });
});

describe('sweepOrders in time', () => {
  it('lets orders by transfer fall after 45 minutes, and those in cash after 7 days', async () => {
    const transfer = await aPlaced();
    const cash = await aPlaced(inCash);
    await sweepOrders(later(noon, 45));
    expect((await findOrder(transfer.number))?.state).toBe('expired');
    expect((await findOrder(cash.number))?.state).toBe('placed');
    await sweepOrders(daysAfter(noon, 7));
    expect((await findOrder(cash.number))?.state).toBe('expired');
    expect(await stockOf(cash.batch.code)).toEqual({ onHand: 10, held: 0, sold: 0 });
  });

  it('erases the buyer 36 months after delivery, and keeps goods and money', async () => {
    const { number } = await aPlaced();
    await markPaid(number, 'FT1', noon);
    await packOrder(household(), number, noon);
    await shipOrder(household(), number, noon);
    await deliverOrder(household(), number, noon);
    await sweepOrders(new Date('2029-11-16T04:59:00Z'));
    expect((await findOrder(number))?.buyer?.name).toBe('Nguyễn Thị Lan');
    await sweepOrders(new Date('2029-11-16T05:01:00Z'));
    expect(await findOrder(number)).toMatchObject({ buyer: null, note: null, totalVnd: 120_000, state: 'delivered' });
    expect(JSON.stringify(await OrderModel.findOne({ number }).lean())).not.toMatch(/Nguyễn|84912/);
  });

  it('keeps the buyer of an order that is still on its way', async () => {
    const { number } = await aPlaced();
    await markPaid(number, 'FT1', noon);
    await sweepOrders(daysAfter(noon, 500));
    expect((await findOrder(number))?.buyer?.name).toBe('Nguyễn Thị Lan');
  });
});
