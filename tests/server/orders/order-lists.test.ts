import { beforeAll, describe, expect, it } from 'vitest';
import {
  cancelOrder,
  getOrder,
  getOrderByKey,
  listOrders,
  type OrderList,
  packOrder,
  placeOrder,
} from '../../../server/orders/orders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, aHousehold, aSignedIn, type Commune } from '../identity/makers.ts';
import { aPlacedOrder, inCash, markPaid, onSale, wanted } from './makers.ts';

useDatabase();

let commune: Commune;
beforeAll(async () => {
  commune = await aCommune();
});

const household = () => commune.household.actor;

const aPlaced = (make = wanted) => aPlacedOrder(household(), make);

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

describe('listOrders', () => {
  it('keeps apart what is to do, unpaid, in cash, delivered and come to nothing', async () => {
    const { actor } = await aSignedIn(await aHousehold(commune.sellers.ours.id, 'Hộ mới'));
    const { packId } = await onSale(actor, 20);
    const place = async (make = wanted) => (await placeOrder(make(packId), noon)).order.number;
    const [paid, unpaid, cash, cancelled] = [await place(), await place(), await place(inCash), await place()];
    await markPaid(paid, 'FT1', noon);
    await cancelOrder(actor, cancelled, noon);
    const numbers = async (list: OrderList) =>
      (await listOrders(actor, { list, limit: 100 })).map(({ number }) => number);
    expect(await numbers('to-do')).toEqual([cash, paid]);
    expect(await numbers('unpaid')).toEqual([unpaid]);
    expect(await numbers('cash-to-pack')).toEqual([cash]);
    expect(await numbers('delivered')).toEqual([]);
    expect(await numbers('ended')).toEqual([cancelled]);
  });

  it('begins anew after a number that is nobody’s', async () => {
    const all = await listOrders(commune.household.actor, { limit: 100 });
    expect(await listOrders(commune.household.actor, { limit: 100, after: 'DH00000000' })).toEqual(all);
  });
});
