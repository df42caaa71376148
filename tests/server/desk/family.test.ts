import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { callBack, callBackAll, endRecall, endRecallOfAll, finishRecalls } from '../../../server/desk/recall.ts';
import { scopeOf } from '../../../server/desk/recall-scope.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { listBatches } from '../../../server/traceability/batches.ts';
import { speakRecall } from '../../../server/traceability/recalls.ts';
import { availableByPack } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { wanted } from '../orders/makers.ts';
import { aBatchOf, aVillage, now, packOf, someGoods, stocked, today } from '../traceability/makers.ts';

import { compare, Family } from './random-family.ts';

useDatabase();

let commune: Commune;
let product: Product;
const words = { reason: 'Có mốc', advice: 'Mang trả' };

beforeAll(async () => {
  ({ commune, product } = await aVillage());
});

const farmer = () => commune.household.actor;
const officer = () => commune.officer.actor;
const kg = (value: number) => ({ value, unit: 'kg' });
const from = (...codes: string[]) => ({ inputs: codes.map((batchCode) => ({ batchCode, quantity: kg(0.5) })) });
const stateOf = async (code: string) => (await now(code)).state;

describe('a recall through generations', () => {
  it('bars all that was made from a batch, names the source, and lets the unpaid orders go', async () => {
    const a = await aBatchOf(farmer(), product);
    const b = await stocked(farmer(), product, 4, { inputs: [{ batchCode: a.code, quantity: kg(8) }] });
    const c = await stocked(farmer(), product, 6, { inputs: [{ batchCode: b.code, quantity: kg(4) }] });
    const sibling = await aBatchOf(farmer(), product);
    const { order } = await placeOrder(wanted(packOf(product), 7), noon);
    expect(await scopeOf([a.code])).toMatchObject({ onShelf: 10, held: 7, orders: 1, unpaidOrders: 1, buyers: 1 });
    await callBack(officer(), a.code, words, noon);
    for (const { code } of [b, c])
      expect(await now(code)).toMatchObject({
        state: 'recalled',
        recall: { from: a.code, advice: { vi: 'Mang trả' } },
      });
    expect(await stateOf(sibling.code)).toBe('open');
    expect((await OrderModel.findOne({ number: order.number }).lean())?.state).toBe('cancelled');
    expect(await availableByPack([packOf(product)], today)).toEqual(new Map());
    await expect(placeOrder(wanted(packOf(product), 1), noon)).rejects.toMatchObject({ code: 'order-short' });
    await expect(
      aBatchOf(farmer(), product, { inputs: [{ batchCode: c.code, quantity: kg(0.1) }] }),
    ).rejects.toMatchObject({ code: 'input-barred' });
    const listed = await listBatches(officer(), { state: 'recalled', limit: 100 });
    expect(listed.map(({ code }) => code).sort()).toEqual([a.code, b.code, c.code].sort());
    await endRecall(officer(), a.code, { reason: 'Đo lại đạt' }, noon);
    expect(await availableByPack([packOf(product)], today)).toEqual(new Map([[packOf(product), 10]]));
  });

  it('takes back exactly what it barred, where two overlap', async () => {
    const [a, b] = [await aBatchOf(farmer(), product), await aBatchOf(farmer(), product)];
    const both = await aBatchOf(farmer(), product, from(a.code, b.code));
    const onlyA = await aBatchOf(farmer(), product, from(a.code));
    await callBack(officer(), a.code, words, noon);
    const day = { of: 'maker-day' as const, sources: [a.code, b.code], title: 'Hộ A', ...words };
    const { id } = await callBackAll(officer(), day, noon);
    await endRecall(officer(), a.code, words, noon);
    expect(await Promise.all([a, b, both, onlyA].map(({ code }) => stateOf(code)))).toEqual(Array(4).fill('recalled'));
    await endRecallOfAll(officer(), id, words, noon);
    for (const { code } of [a, b, both, onlyA])
      expect(await now(code)).toMatchObject({ state: 'open', chain: { ok: true } });
  });

  it('reaches what was made from a lot from outside', async () => {
    const outside = { name: 'Tinh bột', supplier: 'Ông Lù', lot: 'X1', receivedOn: '2026-11-01' };
    const made = await stocked(farmer(), product, 3, { inputs: [{ outside, quantity: kg(2) }] });
    const id = made.inputs[0]?.outsideId ?? '';
    const recall = { of: 'outside-lot' as const, sources: [id], title: 'Tinh bột X1', ...words };
    const spoken = await callBackAll(officer(), recall, noon);
    expect(await now(made.code)).toMatchObject({ state: 'recalled', recall: { from: id } });
    const again = aBatchOf(farmer(), product, { inputs: [{ outsideId: id, quantity: kg(1) }] });
    await expect(again).rejects.toMatchObject({ code: 'input-barred' });
    await endRecallOfAll(officer(), spoken.id, words, noon);
    expect(await stateOf(made.code)).toBe('open');
  });

  it('is finished when it was cut off, and lets no order through meanwhile', async () => {
    const a = await aBatchOf(farmer(), product);
    const sold = await someGoods(farmer());
    const b = await stocked(farmer(), sold, 5, from(a.code));
    const { order } = await placeOrder(wanted(packOf(sold), 1), noon);
    // Spoken, and cut off before a single order was looked at.
    await speakRecall(officer(), { of: 'batch', sources: [a.code], title: a.lot, ...words }, noon);
    expect(await stateOf(b.code)).toBe('recalled');
    await finishRecalls(noon);
    expect((await OrderModel.findOne({ number: order.number }).lean())?.state).toBe('cancelled');
  });
});

describe('a family at random', () => {
  it('is traced both ways and barred exactly as a naive reckoning says', async () => {
    const wish = fc.tuple(
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      fc.nat(),
      fc.nat(3).map((n) => n === 0),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 4, maxLength: 14 }), fc.nat(), async (wishes, chosen) => {
        const family = new Family({ farmer: farmer(), officer: officer(), product });
        for (const one of wishes) await family.grow(one);
        await compare(family, chosen % family.codes.length);
      }),
      { numRuns: process.env.FULL ? 60 : 6 },
    );
  }, 300_000);
});
