import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { availableByPack, heldFor, releaseHolds, sellHolds, takeHolds } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aSignedIn } from '../identity/makers.ts';
import { aFarmer, now, packOf, someGoods, stocked, stockOf, today, tomorrow } from './makers.ts';

useDatabase();

let farmer: Actor;
let orders = 0;
const anOrder = (): string => `DH${(orders += 1)}`;

beforeAll(async () => {
  farmer = await aFarmer();
});

const take = (order: string, product: Product, quantity: number) =>
  takeHolds(order, [{ packId: packOf(product), quantity }], tomorrow, today);

const free = async (product: Product): Promise<number> =>
  (await availableByPack([packOf(product)], today)).get(packOf(product)) ?? 0;

describe('takeHolds', () => {
  it('is short without a trace when there is not enough, however it is spread over batches and packs', async () => {
    const product = await someGoods(farmer);
    const first = await stocked(farmer, product, 3);
    const second = await stocked(farmer, product, 2, { packs: [{ packId: packOf(product), count: 2 }] });
    expect(await take(anOrder(), product, 6)).toBe('short');
    const both = [
      { packId: packOf(product), quantity: 4 },
      { packId: packOf(product, 1), quantity: 1 },
    ];
    expect(await takeHolds(anOrder(), both, tomorrow, today)).toBe('short');
    expect(await stockOf(first.code)).toEqual({ onHand: 3, held: 0, sold: 0 });
    expect(await stockOf(second.code)).toEqual({ onHand: 2, held: 0, sold: 0 });
  });

  it('is short of packs that nobody ever made', async () => {
    expect(await takeHolds(anOrder(), [{ packId: 'nothing', quantity: 1 }], tomorrow, today)).toBe('short');
  });

  it('takes from expired and recalled batches nothing, and what expires today may still go', async () => {
    const product = await someGoods(farmer);
    await stocked(farmer, product, 5, { producedOn: '2026-11-01', expiresOn: '2026-11-15' });
    const recalled = await stocked(farmer, product, 5);
    const last = await stocked(farmer, product, 1, { expiresOn: today });
    const { actor: officer } = await aSignedIn(null);
    await recallBatch(officer, recalled.code, { reason: 'Thử', advice: 'Trả lại' }, noon);
    expect(await free(product)).toBe(1);
    expect(await take(anOrder(), product, 2)).toBe('short');
    expect(await take(anOrder(), product, 1)).toEqual([{ batchCode: last.code, packId: packOf(product), quantity: 1 }]);
  });

  it('takes what expires first, then goes on with the next batch; what never expires goes last', async () => {
    const product = await someGoods(farmer);
    const never = await stocked(farmer, product, 5);
    const late = await stocked(farmer, product, 2, { expiresOn: '2027-05-01' });
    const soon = await stocked(farmer, product, 2, { expiresOn: '2026-12-01' });
    const taken = await take(anOrder(), product, 5);
    const counts = Object.fromEntries(
      (taken as { batchCode: string; quantity: number }[]).map((one) => [one.batchCode, one.quantity]),
    );
    expect(counts).toEqual({ [soon.code]: 2, [late.code]: 2, [never.code]: 1 });
  });

  it('gives the same answer and holds no more when it is repeated', async () => {
    const product = await someGoods(farmer);
    await stocked(farmer, product, 2);
    await stocked(farmer, product, 5);
    const order = anOrder();
    const taken = await take(order, product, 4);
    expect(await take(order, product, 4)).toEqual(taken);
    expect(await free(product)).toBe(3);
  });

  it('goes on where a crash cut it off', async () => {
    const product = await someGoods(farmer);
    await stocked(farmer, product, 2, { expiresOn: '2026-12-01' });
    await stocked(farmer, product, 5, { expiresOn: '2027-01-01' });
    const order = anOrder();
    await take(order, product, 2);
    const taken = await take(order, product, 4);
    expect((taken as { quantity: number }[]).map(({ quantity }) => quantity)).toEqual([2, 2]);
    expect(await free(product)).toBe(3);
  });

  it('counts one pack named twice together', async () => {
    const product = await someGoods(farmer);
    await stocked(farmer, product, 3);
    const twice = [
      { packId: packOf(product), quantity: 2 },
      { packId: packOf(product), quantity: 2 },
    ];
    expect(await takeHolds(anOrder(), twice, tomorrow, today)).toBe('short');
    expect(await free(product)).toBe(3);
  });

  it('lets exactly 10 of 200 parallel orders of one have a stock of 10, over two batches', async () => {
    const product = await someGoods(farmer);
    const batches = [await stocked(farmer, product, 4), await stocked(farmer, product, 6)];
    const answers = await Promise.all(Array.from({ length: 200 }, () => take(anOrder(), product, 1)));
    expect(answers.filter((answer) => answer !== 'short')).toHaveLength(10);
    expect(await free(product)).toBe(0);
    for (const [index, { code }] of batches.entries()) {
      expect(await stockOf(code)).toEqual({ onHand: [4, 6][index], held: [4, 6][index], sold: 0 });
    }
  });
});

describe('releaseHolds and sellHolds', () => {
  it('do nothing for an order that holds nothing', async () => {
    await releaseHolds('DH-unknown');
    await sellHolds(['DH-unknown']);
    expect(await heldFor('DH-unknown')).toEqual([]);
  });

  it('let go and sell once, however often they are repeated, at the same time or later', async () => {
    const product = await someGoods(farmer);
    const { code } = await stocked(farmer, product, 10);
    const [sold, released] = [anOrder(), anOrder()];
    await take(sold, product, 3);
    await take(released, product, 4);
    await Promise.all(Array.from({ length: 5 }, () => sellHolds([sold])));
    await Promise.all(Array.from({ length: 5 }, () => releaseHolds(released)));
    await releaseHolds(sold);
    await sellHolds([released]);
    expect(await stockOf(code)).toEqual({ onHand: 7, held: 0, sold: 3 });
    expect(await free(product)).toBe(7);
  });

  it('keep on hand ≥ held ≥ 0, and on hand and sold together as they were made, in any order of things at once', async () => {
    const product = await someGoods(farmer, 'mien-dong', 1);
    const codes = [(await stocked(farmer, product, 7)).code, (await stocked(farmer, product, 5)).code];
    const made = [7, 5];
    const action = fc.record({
      verb: fc.constantFrom('take', 'take', 'release', 'sell'),
      order: fc.integer({ min: 1, max: 6 }),
      quantity: fc.integer({ min: 1, max: 8 }),
    });
    let run = 0;
    const perform = (prefix: string) => async (one: { verb: string; order: number; quantity: number }) => {
      const order = `${prefix}-${one.order}`;
      if (one.verb === 'take') await take(order, product, one.quantity);
      else if (one.verb === 'release') await releaseHolds(order);
      else await sellHolds([order]);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), { maxLength: 4 }), async (rounds) => {
        run += 1;
        for (const round of rounds) {
          await Promise.all(round.map(perform(`R${run}`)));
          for (const [index, code] of codes.entries()) {
            const { onHand, held, sold } = await stockOf(code);
            expect(onHand + sold).toBe(made[index]);
            expect(held).toBeGreaterThanOrEqual(0);
            expect(onHand).toBeGreaterThanOrEqual(held);
          }
        }
        for (let order = 1; order <= 6; order += 1) await releaseHolds(`R${run}-${order}`);
        for (const code of codes) expect((await now(code)).stock[0]?.held ?? 0).toBe(0);
      }),
      { numRuns: 12 },
    );
  });
});
