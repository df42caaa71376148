import { beforeAll, describe, expect, it } from 'vitest';
import { orderStates, statesAfter } from '../../../server/orders/order.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import {
  cancelOrder,
  deliverOrder,
  expireOrder,
  getOrder,
  getOrderByKey,
  listOrders,
  markPaid,
  type Order,
  packOrder,
  placeOrder,
  refundOrder,
  shipOrder,
} from '../../../server/orders/orders.ts';
import { findPublicBatch, recallBatch } from '../../../server/traceability/batches.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatch, aProduct, firstPack, inCash, later, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const household = () => commune.household.actor;

/** A placed order of two packs from a batch of ten. */
async function aPlaced(make = wanted) {
  const { batch, packId, product } = await onSale(household(), 10);
  const { order, key } = await placeOrder(make(packId, 2), noon);
  return { batch, packId, product, key, number: order.number, order };
}

describe('placeOrder', () => {
  it('refuses packs of two sellers, naming the line', async () => {
    const ours = await onSale(household(), 5);
    const theirs = await onSale(commune.neighbour.actor, 5);
    const items = [
      { packId: ours.packId, quantity: 1 },
      { packId: theirs.packId, quantity: 1 },
    ];
    await expect(placeOrder({ ...wanted(ours.packId), items }, noon)).rejects.toMatchObject({
      code: 'order-of-two-sellers',
      mistakes: [{ pointer: '/items/1/packId' }],
    });
    expect(await stockOf(ours.batch.code)).toEqual({ onHand: 5, held: 0, sold: 0 });
  });

  it('refuses a pack that is not there, and sending without an address', async () => {
    await expect(placeOrder(wanted('0123456789abcdef01234567'), noon)).rejects.toMatchObject({ code: 'pack-unknown' });
    const { packId } = await onSale(household(), 1);
    const ship = wanted(packId, 1, { delivery: { method: 'ship', payBy: 'cash' } });
    await expect(placeOrder(ship, noon)).rejects.toMatchObject({ code: 'order-needs-address' });
  });

  it('refuses more than is left, says which pack and how many, and holds nothing', async () => {
    const { batch, packId, product } = await onSale(household(), 3);
    await expect(placeOrder(wanted(packId, 4), noon)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'order-short',
      facts: { pack: `${product.name}, Gói 1`, left: 3 },
    });
    expect(await stockOf(batch.code)).toEqual({ onHand: 3, held: 0, sold: 0 });
    expect(await OrderModel.countDocuments({ 'items.packId': packId })).toBe(0);
  });

  it('refuses an order of 500 million đồng', async () => {
    const product = await aProduct(household(), [400_000_000]);
    await aBatch(household(), product, 5);
    await expect(placeOrder(wanted(firstPack(product), 2), noon)).rejects.toMatchObject({ code: 'order-too-large' });
  });

  it('holds the packs, first-expiring-first over several batches', async () => {
    const product = await aProduct(household());
    const late = await aBatch(household(), product, 5, { expiresOn: '2027-11-01' });
    const soon = await aBatch(household(), product, 2, { expiresOn: '2026-12-01' });
    const { order } = await placeOrder(wanted(firstPack(product), 4), noon);
    expect(order.state).toBe('placed');
    expect(order.totalVnd).toBe(240_000);
    expect(order.holdsUntil).toEqual(later(noon, 45));
    const taken = new Map(order.items[0]?.taken.map(({ batchCode, quantity }) => [batchCode, quantity]));
    expect(taken.get(soon.code)).toBe(2);
    expect(taken.get(late.code)).toBe(2);
    expect(await stockOf(late.code)).toEqual({ onHand: 5, held: 2, sold: 0 });
  });

  it('takes the same pack on two lines as one line', async () => {
    const { packId } = await onSale(household(), 5);
    const items = [
      { packId, quantity: 1 },
      { packId, quantity: 2 },
    ];
    const { order } = await placeOrder({ ...wanted(packId), items }, noon);
    expect(order.items.map(({ quantity }) => quantity)).toEqual([3]);
  });

  it('keeps only a hash of the secret key, which has 128 bits', async () => {
    const { key, number } = await aPlaced();
    expect(key).toMatch(/^[\w-]{22}$/);
    const record = await OrderModel.findOne({ number }).lean();
    expect(JSON.stringify(record)).not.toContain(key);
    expect(record?.keyHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives a request that comes again its own order, and holds no second time', async () => {
    const { batch, packId } = await onSale(household(), 10);
    const first = await placeOrder(wanted(packId, 2), noon, 'request-1');
    const second = await placeOrder(wanted(packId, 2), noon, 'request-1');
    expect(second.order.number).toBe(first.order.number);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 2, sold: 0 });
    await expect(getOrderByKey(second.order.number, second.key)).resolves.toMatchObject({ state: 'placed' });
    await expect(getOrderByKey(first.order.number, first.key)).rejects.toMatchObject({ code: 'order-not-found' });
  });

  it('promises 10 packs to 10 of 60 who ask at once', async () => {
    const { batch, packId } = await onSale(household(), 10);
    const tries = Array.from({ length: 60 }, () => placeOrder(wanted(packId, 1), noon));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 10, sold: 0 });
  });
});

describe('who sees an order', () => {
  it('shows it to who holds the key; a wrong key, another order and nothing are one answer', async () => {
    const { number, key } = await aPlaced();
    const other = await aPlaced();
    for (const [askedNumber, askedKey] of [
      [number, 'wrong'],
      [number, ''],
      [number, other.key],
      ['DH00000000', key],
      ['', key],
    ] as const) {
      await expect(getOrderByKey(askedNumber, askedKey)).rejects.toMatchObject({
        kind: 'missing',
        code: 'order-not-found',
      });
    }
    expect((await getOrderByKey(number.toLowerCase(), key)).buyer?.phone).toBe('+84912345678');
  });

  it('shows it to the household and its cooperative with the buyer', async () => {
    const { number } = await aPlaced();
    for (const { actor } of [commune.household, commune.cooperative]) {
      expect((await getOrder(actor, number)).buyer?.name).toBe('Nguyễn Thị Lan');
    }
  });

  it('shows it to the officer without the buyer', async () => {
    const { number } = await aPlaced((packId: string, quantity?: number) =>
      wanted(packId, quantity, { note: 'gọi 0912 345 678' }),
    );
    expect(await getOrder(commune.officer.actor, number)).toMatchObject({ number, buyer: null, note: null });
    const listed = await listOrders(commune.officer.actor, { limit: 100 });
    expect(listed.find((order) => order.number === number)?.buyer).toBeNull();
  });

  it('is nothing to other households and cooperatives', async () => {
    const { number } = await aPlaced();
    for (const { actor } of [commune.neighbour, commune.stranger, commune.otherCooperative]) {
      await expect(getOrder(actor, number)).rejects.toMatchObject({ kind: 'missing' });
      await expect(packOrder(actor, number, noon)).rejects.toMatchObject({ kind: 'missing' });
      await expect(cancelOrder(actor, number, noon)).rejects.toMatchObject({ kind: 'missing' });
      expect((await listOrders(actor, { limit: 100 })).map((order) => order.number)).not.toContain(number);
    }
    await expect(packOrder(commune.officer.actor, number, noon)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('lists the newest first, page by page', async () => {
    const { packId } = await onSale(commune.stranger.actor, 9);
    const numbers: string[] = [];
    for (let count = 0; count < 3; count += 1) numbers.unshift((await placeOrder(wanted(packId), noon)).order.number);
    const { actor } = commune.stranger;
    const first = await listOrders(actor, { limit: 2 });
    expect(first.map(({ number }) => number)).toEqual(numbers.slice(0, 2));
    const rest = await listOrders(actor, { limit: 2, after: first[1]?.number ?? '' });
    expect(rest.map(({ number }) => number)).toEqual(numbers.slice(2));
    expect(await listOrders(actor, { limit: 2, state: 'paid' })).toEqual([]);
  });
});

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
    expect(order).toMatchObject({ state: 'refunded', refundNote: 'FT9 ngày 17/11' });
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
        if (isAllowed && !(from === 'placed' && to === 'packed') && from !== 'placing') continue;
        await expect(verb(order), `${from} → ${to}`).rejects.toMatchObject({ code: 'order-not-possible' });
        expect((await OrderModel.findOne({ number: order.number }).lean())?.state, `${from} → ${to}`).toBe(from);
        refused += 1;
      }
    }
    expect(refused).toBe(43);
  });
});
