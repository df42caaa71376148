import { describe, expect, it } from 'vitest';
import { callBack } from '../../../server/desk/recall.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { registerBatch } from '../../../server/traceability/batches.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatch, aProduct, firstPack, stockOf, wanted } from '../orders/makers.ts';

useDatabase();

describe('a recall while people are ordering', () => {
  it('leaves no order waiting for money and no pack held, also of an order that was half placed', async () => {
    const { household, officer } = await aCommune();
    // Many packs take a while to hold, the first one from the batch that is called back.
    const product = await aProduct(household.actor, Array<number>(8).fill(60_000));
    const batch = await aBatch(household.actor, product, 50);
    const others = product.packs.slice(1).map(({ id }) => ({ packId: id, count: 50 }));
    const quantity = { value: 100, unit: 'kg' };
    const more = { productId: product.id, quantity, producedOn: '2026-11-10', packs: others };
    const other = await registerBatch(household.actor, more, noon);

    const items = product.packs.map(({ id }) => ({ packId: id, quantity: 1 }));
    const order = wanted(firstPack(product), 1, { items });
    const ordering = Array.from({ length: 4 }, () => placeOrder(order, noon).catch((error: unknown) => error));
    while ((await stockOf(batch.code)).held === 0);
    await callBack(officer.actor, batch.code, { reason: 'Có mốc', advice: 'Mang trả' }, noon);

    for (const answer of await Promise.all(ordering))
      if (answer instanceof Error) expect(answer).toMatchObject({ kind: 'conflict' });
    const kept = await OrderModel.find({ state: { $ne: 'cancelled' } }).lean();
    expect(kept.map(({ number, state }) => `${number} ${state}`)).toEqual([]);
    expect(await stockOf(batch.code)).toEqual({ onHand: 50, held: 0, sold: 0 });
    expect(await stockOf(other.code)).toEqual({ onHand: 50, held: 0, sold: 0 });
  });
});
