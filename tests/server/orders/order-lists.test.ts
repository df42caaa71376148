import { beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder, listOrders, markPaid, type OrderList, placeOrder } from '../../../server/orders/orders.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { inCash, onSale, wanted } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

describe('listOrders', () => {
  it('keeps apart what is to do, unpaid, in cash, delivered and come to nothing', async () => {
    const { packId } = await onSale(commune.household.actor, 20);
    const place = async (make = wanted) => (await placeOrder(make(packId), noon)).order.number;
    const [paid, unpaid, cash, cancelled] = [await place(), await place(), await place(inCash), await place()];
    await markPaid(paid, 'FT1', noon);
    await cancelOrder(commune.household.actor, cancelled, noon);
    const numbers = async (list: OrderList) =>
      (await listOrders(commune.household.actor, { list, limit: 100 })).map(({ number }) => number);
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
