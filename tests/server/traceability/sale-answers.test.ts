import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { balanceOf } from '../../../server/traceability/balance.ts';
import { answerBalance } from '../../../server/traceability/balance-answers.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { bringGatesUpToDate } from '../../../server/traceability/gates.ts';
import { allowSale, askInspection } from '../../../server/traceability/sale-answers.ts';
import { availableByPack } from '../../../server/traceability/stock.ts';
import { publicStory } from '../../../server/traceability/timeline.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aBatchOf, goods, now, packOf, refusal, stocked, today } from './makers.ts';

useDatabase();

let commune: Commune;
let honey: Product;
let tested: Product;

beforeAll(async () => {
  commune = await aCommune();
  honey = await addProduct(commune.household.actor, goods('mat-ong'), noon);
  tested = await addProduct(commune.household.actor, { ...goods('mat-ong'), needsInspection: true }, noon);
});

const water = (value: number) => ({
  stage: 'inspection',
  occurredAt: noon,
  measurements: [
    { key: 'water', value, unit: '%' },
    { key: 'report', value: 'KN-1', unit: '' },
  ],
});
const free = async (product: Product) => (await availableByPack([packOf(product)], today)).get(packOf(product)) ?? 0;
const reason = 'Đã lọc lại, đo lại còn 21 %';

describe('a batch that is kept from sale', () => {
  it.each(['cooperative', 'officer'] as const)(
    'is sold after the %s answered, who is read by everybody',
    async (who) => {
      const own = await addProduct(commune.household.actor, goods('mat-ong'), noon);
      const { code } = await stocked(commune.household.actor, own, 4);
      await recordEvent(commune.household.actor, code, water(25), noon);
      expect(await free(own)).toBe(0);
      const batch = await allowSale(commune[who].actor, code, { reason }, noon);
      expect([batch.gate, await free(own)]).toEqual(['open', 4]);
      expect(publicStory(batch).map(({ stage, note }) => [stage, note])).toContainEqual(['sale-allowed', reason]);
      expect(batch.chain).toEqual({ ok: true });
    },
  );

  it('is kept again by what is found after the answer', async () => {
    const { code } = await stocked(commune.household.actor, honey, 4);
    await recordEvent(commune.household.actor, code, water(25), noon);
    await allowSale(commune.officer.actor, code, { reason }, noon);
    await recordEvent(commune.household.actor, code, water(26), noon);
    expect(await now(code)).toMatchObject({ gate: 'failed', chain: { ok: true } });
  });

  it('is not answered for by the household, nor when there is nothing to answer, nor when recalled', async () => {
    const { code } = await stocked(commune.household.actor, tested, 4);
    const answer = (who: 'household' | 'officer') => refusal(allowSale(commune[who].actor, code, { reason }, noon));
    expect(await answer('household')).toMatchObject({ code: 'answer-not-yours' });
    await allowSale(commune.officer.actor, code, { reason }, noon);
    expect(await answer('officer')).toMatchObject({ code: 'batch-not-held' });
    await recallBatch(commune.officer.actor, code, { reason: 'a', advice: 'b' }, noon);
    expect(await answer('officer')).toMatchObject({ code: 'batch-recalled' });
  });

  it('gets one answer when the request comes twice', async () => {
    const { code } = await stocked(commune.household.actor, tested, 1);
    const wanted = { reason, requestId: 'answer-once-1' };
    await allowSale(commune.officer.actor, code, wanted, noon);
    expect((await allowSale(commune.officer.actor, code, wanted, noon)).events).toHaveLength(1);
  });
});

describe('an inspection asked for later', () => {
  it('keeps a batch from sale until one is passed, once however often it is asked for', async () => {
    const own = await addProduct(commune.household.actor, goods('mat-ong'), noon);
    const { code } = await stocked(commune.household.actor, own, 3);
    await askInspection(commune.household.actor, code, noon);
    await askInspection(commune.household.actor, code, noon);
    expect(await now(code)).toMatchObject({ gate: 'waiting', chain: { ok: true } });
    expect([await free(own), (await now(code)).events.length]).toEqual([0, 1]);
    await recordEvent(commune.household.actor, code, water(20), noon);
    expect([await free(own), (await now(code)).gate]).toEqual([3, 'open']);
  });
});

describe('a database from before these rules', () => {
  it('is reckoned anew once, and its histories hold', async () => {
    const { code } = await stocked(commune.household.actor, honey, 2);
    await recordEvent(commune.household.actor, code, water(25), noon);
    await BatchModel.collection.updateOne({ code }, { $set: { gate: 'open' } });
    expect((await now(code)).chain.ok).toBe(false);
    await bringGatesUpToDate();
    expect(await now(code)).toMatchObject({ gate: 'failed', chain: { ok: true } });
    // Only once: later such a difference was made by other hands.
    await BatchModel.collection.updateOne({ code }, { $set: { gate: 'open' } });
    await bringGatesUpToDate();
    expect((await now(code)).chain.ok).toBe(false);
  });
});

describe('a batch of which more was made than went in', () => {
  const kg = (value: number) => ({ value, unit: 'kg' });
  const milling = { stage: 'milling', occurredAt: noon, moreInputs: true as const, requestId: 'one milling' };
  let rice: Product;

  async function madeOver() {
    const { actor } = commune.household;
    rice = await addProduct(actor, goods('gao-seng-cu'), noon);
    const paddy = await aBatchOf(actor, rice, { quantity: kg(200) });
    const inputs = [{ batchCode: paddy.code, quantity: kg(80) }];
    const { code } = await stocked(actor, rice, 2, { quantity: kg(90), inputs, moreInputs: true });
    for (let times = 0; times < 2; times += 1) await recordEvent(actor, code, milling, noon);
    return { actor, paddy: paddy.code, code };
  }

  it('is not for sale until the rest is written down, whatever its own people say', async () => {
    const { actor, paddy, code } = await madeOver();
    // Once when it was registered, once at the milling.
    const said = [0, 1].map(() => ({ said: 'Còn nguyên liệu chưa ghi', at: noon }));
    expect(await balanceOf(actor, code)).toMatchObject({ verdict: 'over', answers: said });
    await answerBalance(actor, code, { said: 'Cân nhầm' }, noon);
    expect(await now(code)).toMatchObject({ isOver: true, chain: { ok: true } });
    expect(await free(rice)).toBe(0);
    const inputs = [{ batchCode: paddy, quantity: kg(60) }];
    await recordEvent(actor, code, { stage: 'packing', occurredAt: noon, inputs }, noon);
    expect((await balanceOf(actor, code)).verdict).toBe('even');
    expect((await BatchModel.findOne({ code }).lean())?.balanceAsked).toBeUndefined();
    expect(await free(rice)).toBe(2);
  });

  it('is for sale when the officer answers for it, until more of it is said to have been made', async () => {
    const { actor, code } = await madeOver();
    await allowSale(commune.officer.actor, code, { reason: 'Đã cân lại, thóc ướt' }, noon);
    expect((await now(code)).isOver).toBe(false);
    expect(await free(rice)).toBe(2);
    await correctEvent(actor, code, { eventId: 'registration', reason: 'Cân lại', facts: { quantity: kg(95) } }, noon);
    expect((await now(code)).isOver).toBe(true);
    expect(await free(rice)).toBe(0);
  });
});
