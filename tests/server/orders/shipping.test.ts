import { beforeAll, describe, expect, it } from 'vitest';
import { getShippingRates, placeOrder, setShippingRates, shippingFor } from '../../../server/orders/orders.ts';
import { zoneOf } from '../../../server/orders/shipping.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { onSale, wanted } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const rates = { feesVnd: { commune: 10_000, province: 25_000, country: 45_000 }, freeFromVnd: 500_000 };
const here = { province: 'Lai Châu', commune: 'Bình Lư', line: 'bản Nà Đa' };
const ship = { method: 'ship', payBy: 'vietqr' } as const;

describe('zoneOf', () => {
  it('reads places as people write them', () => {
    expect(zoneOf({ province: 'tinh lai chau', commune: 'Xã Bình Lư' }, here)).toBe('commune');
    expect(zoneOf({ province: 'Tỉnh Lai Châu', commune: 'Phường Tân Phong' }, here)).toBe('province');
    expect(zoneOf({ province: 'TP. Hà Nội', commune: 'Phường Đống Đa' }, here)).toBe('country');
    expect(zoneOf({ province: 'Đồng Nai', commune: 'Bình Lư' }, here)).toBe('country');
    for (const province of ['T. Lai Châu', 'Lai Chau Province', 'Lai Châu, Việt Nam'])
      for (const commune of ['X. Bình Lư', 'X.Bình Lư', 'Thị trấn Tam Đường', 'Sơn Bình', 'Binh Lu'])
        expect(zoneOf({ province, commune }, here), `${commune}, ${province}`).toBe('commune');
    // What no list knows is compared as it is written.
    expect(zoneOf({ province: 'Viêng Chăn', commune: 'A' }, { province: 'vieng chan', commune: 'a' })).toBe('commune');
  });
});

describe('setShippingRates', () => {
  it('is for who acts for the seller', async () => {
    const { id } = commune.sellers.household;
    await expect(setShippingRates(commune.neighbour.actor, id, rates, noon)).rejects.toMatchObject({ kind: 'missing' });
    await expect(setShippingRates(commune.officer.actor, id, rates, noon)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await getShippingRates(id)).toMatchObject({ feesVnd: { commune: 0, province: 0, country: 0 } });
  });

  it('is also for the household’s cooperative', async () => {
    const { id } = commune.sellers.household;
    await setShippingRates(commune.cooperative.actor, id, rates, noon);
    expect(await getShippingRates(id)).toEqual(rates);
  });
});

describe('shippingFor', () => {
  const fee = (
    address: typeof here | null,
    goodsVnd = 100_000,
    delivery: { method: 'ship' | 'pickup'; payBy: 'vietqr' } = ship,
  ) => shippingFor(commune.sellers.household.id, { delivery, address, goodsVnd });

  it('is flat by zone, nothing when fetched, nothing above the amount', async () => {
    await setShippingRates(commune.household.actor, commune.sellers.household.id, rates, noon);
    expect(await fee(here)).toBe(10_000);
    expect(await fee({ ...here, commune: 'Tân Phong' })).toBe(25_000);
    expect(await fee({ ...here, province: 'Hà Nội' })).toBe(45_000);
    expect(await fee(here, 500_000)).toBe(0);
    expect(await fee(here, 100_000, { method: 'pickup', payBy: 'vietqr' })).toBe(0);
  });

  it('is part of what the order costs, and stays when the rates change', async () => {
    const { packId } = await onSale(commune.household.actor, 5);
    const buyer = { name: 'Lan', phone: '+84912345678', address: here };
    const { order } = await placeOrder(wanted(packId, 1, { buyer, delivery: ship }), noon);
    expect(order).toMatchObject({ shippingVnd: 10_000, totalVnd: 70_000 });
  });
});
