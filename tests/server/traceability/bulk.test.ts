import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { balanceOf, verdictOf } from '../../../server/traceability/balance.ts';
import { answerBalance } from '../../../server/traceability/balance-answers.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { packSizesOf, reckonLeft } from '../../../server/traceability/bulk.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { takeHolds } from '../../../server/traceability/stock.ts';
import { publicStory } from '../../../server/traceability/timeline.ts';
import { writeOff } from '../../../server/traceability/write-offs.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aVillage, now, packing, packOf, refusal, someGoods, stocked, stockOf, today } from './makers.ts';

useDatabase();

let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ farmer, product } = await aVillage());
});

const kg = (value: number) => ({ value, unit: 'kg' });
const from = (batchCode: string, value: number) => ({ inputs: [{ batchCode, quantity: kg(value) }] });
const leftOf = async (code: string) => (await balanceOf(farmer, code)).left;

/** What is kept beside the history is what the history says. */
async function expectReckoned(code: string): Promise<void> {
  const record = await BatchModel.findOne({ code }).lean().orFail();
  expect(record.left).toBe(reckonLeft(record, await packSizesOf(product.packs.map(({ id }) => id))));
  expect((await now(code)).chain).toEqual({ ok: true });
}

describe('a write-off', () => {
  it('takes packs that nobody holds, or bulk that is left, and is withdrawn like a step', async () => {
    const { code } = await stocked(farmer, product, 10);
    await takeHolds('DH1', [{ packId: packOf(product), quantity: 3 }], noon, today);
    const spoilt = { packId: packOf(product), count: 7, reason: 'spoilt' as const, occurredAt: noon };
    expect(await refusal(writeOff(farmer, code, { ...spoilt, count: 8 }, noon))).toMatchObject({
      code: 'write-off-short',
    });
    const event = await writeOff(farmer, code, spoilt, noon);
    expect(await stockOf(code)).toEqual({ onHand: 3, held: 3, sold: 0 });
    const gift = { quantity: kg(45), reason: 'gift' as const, occurredAt: noon };
    expect(await refusal(writeOff(farmer, code, { ...gift, quantity: kg(45.1) }, noon))).toMatchObject({
      kind: 'conflict',
    });
    await writeOff(farmer, code, gift, noon);
    expect(await leftOf(code)).toBe(0);
    await correctEvent(farmer, code, { eventId: event.id, reason: 'nhầm', withdrawn: true }, noon);
    expect(await stockOf(code)).toEqual({ onHand: 10, held: 3, sold: 0 });
    expect(publicStory(await now(code))).toEqual([]);
    await expectReckoned(code);
  });

  it('names packs or bulk, in a unit that converts', async () => {
    const { code } = await stocked(farmer, product, 10);
    const more = { reason: 'lost' as const, occurredAt: noon };
    expect((await refusal(writeOff(farmer, code, more, noon))).pointers).toEqual(['/packId']);
    expect((await refusal(writeOff(farmer, code, { ...more, packId: packOf(product) }, noon))).pointers).toEqual([
      '/count',
    ]);
    const litres = { ...more, quantity: { value: 1, unit: 'lít' } };
    expect((await refusal(writeOff(farmer, code, litres, noon))).pointers).toEqual(['/quantity/unit']);
  });

  it('never goes below what is left, however many at once', async () => {
    const { code } = await aBatchOf(farmer, product, { quantity: kg(10) });
    const sample = { quantity: kg(1), reason: 'sample' as const, occurredAt: noon };
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => writeOff(farmer, code, sample, noon)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    await expectReckoned(code);
  }, 60_000);
});

describe('a step that never happened', () => {
  it('is withdrawn with its packs and its draws, and stays in the history', async () => {
    const source = await aBatchOf(farmer, product);
    const { code } = await aBatchOf(farmer, product);
    const step = { ...packing(product, 4), ...from(source.code, 5) };
    const { id } = await recordEvent(farmer, code, step, noon);
    expect(await leftOf(source.code)).toBe(45);
    await correctEvent(farmer, code, { eventId: id, reason: 'ghi nhầm lô', withdrawn: true }, noon);
    expect(await stockOf(code)).toEqual({ onHand: 0, held: 0, sold: 0 });
    expect(await leftOf(source.code)).toBe(50);
    const batch = await now(code);
    expect(batch.events.map(({ withdrawn }) => withdrawn)).toEqual([true, true]);
    expect(publicStory(batch)).toEqual([]);
    expect((await balanceOf(farmer, source.code)).usedBy).toEqual([]);
    await expectReckoned(code);
  });

  it('stays when its packs are promised', async () => {
    const other = await someGoods(farmer);
    const { code } = await aBatchOf(farmer, other);
    const { id } = await recordEvent(farmer, code, packing(other, 2), noon);
    await takeHolds('DH2', [{ packId: packOf(other), quantity: 1 }], noon, today);
    const refused = await refusal(correctEvent(farmer, code, { eventId: id, reason: 'x', withdrawn: true }, noon));
    expect(refused.code).toBe('packs-already-promised');
  });
});

describe('the registration', () => {
  it('is corrected beside what it said first, and its chain holds', async () => {
    const { code } = await stocked(farmer, product, 10, { expiresOn: '2027-01-01' });
    const facts = {
      quantity: kg(80),
      expiresOn: '2027-03-01',
      lot: 'ML-02',
      producedOn: '2026-11-14',
      note: 'Cân lại',
    };
    const wanted = {
      eventId: 'registration',
      reason: 'cân nhầm',
      facts,
      packs: [{ packId: packOf(product), count: 12 }],
    };
    await correctEvent(farmer, code, wanted, noon);
    expect(await now(code)).toMatchObject({ ...facts, chain: { ok: true } });
    expect(await stockOf(code)).toMatchObject({ onHand: 12 });
    expect(await leftOf(code)).toBe(74);
    await correctEvent(farmer, code, { eventId: 'registration', reason: 'lại', facts: { lot: 'ML-03' } }, noon);
    expect(await now(code)).toMatchObject({ quantity: kg(80), lot: 'ML-03', chain: { ok: true } });
    await BatchModel.updateOne({ code }, { $set: { expiresOn: '2029-01-01' } });
    expect((await now(code)).chain.ok).toBe(false);
  });

  it('keeps the rules of what was made from it', async () => {
    const { code } = await aBatchOf(farmer, product, { lot: 'TAKEN' });
    const { code: other } = await aBatchOf(farmer, product);
    await aBatchOf(farmer, product, from(other, 30));
    const correct = (facts: object) =>
      refusal(correctEvent(farmer, other, { eventId: 'registration', reason: 'x', facts }, noon));
    expect(await correct({ quantity: kg(29) })).toMatchObject({ code: 'quantity-used', pointers: ['/quantity/value'] });
    expect(await correct({ quantity: { value: 40, unit: 'lít' } })).toMatchObject({ pointers: ['/quantity/unit'] });
    expect(await correct({ producedOn: '2026-11-17' })).toMatchObject({ pointers: ['/producedOn'] });
    expect(await correct({ lot: 'TAKEN' })).toMatchObject({ code: 'lot-taken' });
    expect((await now(code)).lot).toBe('TAKEN');
  });
});

describe('the mass balance', () => {
  it.each([
    [null, false, 'even'],
    [0.65, false, 'even'],
    [0.6, false, 'even'],
    [0.72, false, 'even'],
    [0.59, false, 'ask'],
    [0.9, false, 'ask'],
    [1, false, 'even'],
    [1.004, false, 'even'],
    [1.2, false, 'over'],
    [0.65, true, 'over'],
  ] as const)('of %s, overdrawn %s, is %s', (ratio, isOverdrawn, verdict) => {
    expect(verdictOf({ ratio, isOverdrawn, expected: { least: 0.6, most: 0.72, source: 'x' } })).toBe(verdict);
  });

  it('says what went in and where it went, asks, and keeps the answer', async () => {
    const rice = await someGoods(farmer, 'gao-seng-cu');
    const paddy = await aBatchOf(farmer, rice, { quantity: { value: 2, unit: 'tạ' } });
    const milled = await aBatchOf(farmer, rice, { quantity: kg(90), ...from(paddy.code, 100) });
    expect(await balanceOf(farmer, paddy.code)).toMatchObject({
      in: [],
      made: 2,
      usedBy: [{ id: milled.code, value: 1 }],
      left: 1,
      unit: 'tạ',
      yield: null,
      verdict: 'even',
    });
    const asked = await balanceOf(farmer, milled.code);
    expect(asked).toMatchObject({ verdict: 'ask', yield: { ratio: 0.9, expected: { least: 0.6, most: 0.72 } } });
    const answered = await answerBalance(farmer, milled.code, { said: 'Gạo lứt, chỉ bóc trấu' }, noon);
    expect(answered.answers).toMatchObject([{ said: 'Gạo lứt, chỉ bóc trấu' }]);
    const milling = { stage: 'milling', occurredAt: noon };
    const isAsked = { code: 'balance-over', pointers: ['/moreInputs'] };
    const wanted = { quantity: kg(90), ...from(paddy.code, 80) };
    expect(await refusal(aBatchOf(farmer, rice, wanted))).toMatchObject(isAsked);
    expect((await balanceOf(farmer, paddy.code)).left).toBe(1);
    const over = await aBatchOf(farmer, rice, { ...wanted, moreInputs: true });
    expect((await balanceOf(farmer, over.code)).verdict).toBe('over');
    expect(await refusal(recordEvent(farmer, over.code, milling, noon))).toMatchObject(isAsked);
    await recordEvent(farmer, milled.code, milling, noon);
    const more = { eventId: 'registration', reason: 'Cân lại', facts: { quantity: kg(101) } };
    expect(await refusal(correctEvent(farmer, milled.code, more, noon))).toMatchObject({
      code: 'balance-over',
      pointers: ['/quantity/value'],
    });
  });
});
