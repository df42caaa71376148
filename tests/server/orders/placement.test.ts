import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { getOrderByKey, placeOrder } from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aBatch, aPlacedOrder, aProduct, firstPack, later, onSale, stockOf, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const household = () => commune.household.actor;

const aPlaced = (make = wanted) => aPlacedOrder(household(), make);

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

  it('keeps no address of a buyer who fetches it', async () => {
    const { packId } = await onSale(household(), 5);
    const address = { province: 'Lai Châu', commune: 'Bình Lư', line: 'bản Nà Đa' };
    const buyer = { name: 'Lan', phone: '+84912345678', address };
    const { order } = await placeOrder(wanted(packId, 1, { buyer }), noon);
    expect(order.buyer).toEqual({ ...buyer, address: null });
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

  it('promises 10 packs to 10 of 40 who ask at once', async () => {
    const { batch, packId } = await onSale(household(), 10);
    const tries = Array.from({ length: 40 }, () => placeOrder(wanted(packId, 1), noon));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await stockOf(batch.code)).toEqual({ onHand: 10, held: 10, sold: 0 });
  });
});
