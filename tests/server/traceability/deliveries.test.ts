import { expect, it } from 'vitest';
import { lastDeliveries, takeIn } from '../../../server/traceability/deliveries.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aHousehold } from '../identity/makers.ts';
import { aBatchOf, aVillage, someGoods } from './makers.ts';

useDatabase();

it('“as last time” fills in what each of twenty households delivered on the last day, and nothing of earlier days or other goods', async () => {
  const { commune } = await aVillage();
  const { actor } = commune.cooperative;
  const [rice, honey] = [await someGoods(actor, 'gao-seng-cu'), await someGoods(actor, 'mat-ong')];
  const households = await Promise.all(
    Array.from({ length: 22 }, (_, n) => aHousehold(commune.sellers.ours.id, `Hộ thứ ${n + 1}`)),
  );
  const rows = households.map(({ id: sellerId }, n) => ({ sellerId, value: 100 + n / 2 }));
  const took = (productId: string, producedOn: string, deliveries: typeof rows) =>
    takeIn(actor, { productId, producedOn, unit: 'kg', deliveries }, noon);
  expect(await lastDeliveries(actor, rice.id)).toEqual(new Map());
  await took(rice.id, '2026-11-14', rows.slice(0, 20));
  // Entered later, of an earlier day; and two that come another time, with other goods.
  await took(rice.id, '2026-11-10', rows.slice(18));
  await took(honey.id, '2026-11-15', rows.slice(20));
  await aBatchOf(actor, rice, { producedOn: '2026-11-15' });
  const last = await lastDeliveries(actor, rice.id);
  expect(last).toEqual(
    new Map(rows.slice(0, 20).map(({ sellerId, value }) => [sellerId, expect.objectContaining({ value, unit: 'kg' })])),
  );
});
