import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { changeYield } from '../../../server/catalog/yields.ts';
import { balanceOf } from '../../../server/traceability/balance.ts';
import { reflagAfterYields } from '../../../server/traceability/balance-flags.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch, undoUnsettled } from '../../../server/traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { publicIngredientsOf } from '../../../server/traceability/ingredients.ts';
import { traceBatch } from '../../../server/traceability/trace.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aFarmer, aVillage, now, refusal, someGoods, stocked } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let rice: Product;

beforeAll(async () => {
  ({ commune, farmer } = await aVillage());
  rice = await someGoods(farmer, 'gao-seng-cu');
});

const kg = (value: number) => ({ value, unit: 'kg' });
const words = { reason: 'Có mốc', advice: 'Mang trả' };
const askedOf = async (code: string) => (await BatchModel.findOne({ code }).lean())?.balanceAsked ?? null;

/** A hundred kilograms of paddy, and sixty-five of rice milled from it. */
async function aMilling() {
  const paddy = (await aBatchOf(farmer, rice, { quantity: kg(100) })).code;
  const inputs = [{ batchCode: paddy, quantity: kg(100) }];
  const milled = (await stocked(farmer, rice, 2, { quantity: kg(65), inputs })).code;
  const beside = (value: number, more: object = {}) =>
    aBatchOf(farmer, rice, { quantity: kg(value), besideOf: milled, ...more });
  return { paddy, milled, beside };
}

describe('what came out beside a batch', () => {
  it('is made from the same, which is drawn on once', async () => {
    const { paddy, milled, beside } = await aMilling();
    const bran = await beside(8);
    // Beside bran means beside the rice.
    const husk = await beside(20, { besideOf: bran.code });
    expect(husk).toMatchObject({ besideOf: milled, inputs: [], chain: { ok: true } });
    expect((await BatchModel.findOne({ code: paddy }).lean())?.draws).toMatchObject([{ by: milled }]);
    const forward = await traceBatch(farmer, paddy);
    expect(forward.forward.map(({ id, generation }) => [id, generation])).toEqual(
      [milled, bran.code, husk.code].map((id) => [id, 1]),
    );
    expect(forward.edges).toEqual([
      { from: paddy, to: milled, quantity: kg(100) },
      { from: paddy, to: bran.code, quantity: kg(0), besideOf: milled },
      { from: paddy, to: husk.code, quantity: kg(0), besideOf: milled },
    ]);
    const back = await traceBatch(farmer, bran.code);
    expect([back.back, back.beside].map((nodes) => nodes.map(({ id }) => id))).toEqual([[paddy], [milled, husk.code]]);
    expect(await publicIngredientsOf(bran)).toMatchObject([{ batchCode: paddy, quantity: kg(100) }]);
  });

  it('counts in the balance of its making, and no more comes out than went in', async () => {
    const { milled, beside } = await aMilling();
    const bran = await beside(8);
    expect(await balanceOf(farmer, milled)).toMatchObject({
      made: 65,
      beside: [{ id: bran.code, value: 8 }],
      yield: { ratio: 0.65 },
      verdict: 'even',
    });
    expect(await balanceOf(farmer, bran.code)).toMatchObject({
      in: [{ value: 100 }],
      beside: [{ id: milled, value: 65 }],
      yield: { ratio: 0.08, expected: null },
      verdict: 'even',
    });
    const isOver = { code: 'balance-over', pointers: ['/moreInputs'] };
    expect(await refusal(beside(28))).toMatchObject(isOver);
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => beside(6)));
    const made = all.filter(({ status }) => status === 'fulfilled').length;
    expect(65 + 8 + 6 * made).toBeLessThanOrEqual(100);
    expect(await BatchModel.countDocuments({ besideOf: milled })).toBe(made + 1);
    const quantity = { eventId: 'registration', reason: 'Cân lại', facts: { quantity: kg(36) } };
    const refused = await refusal(correctEvent(farmer, bran.code, quantity, noon));
    expect(refused).toMatchObject({ code: 'balance-over', pointers: ['/quantity/value'] });
    await recordEvent(farmer, milled, { stage: 'milling', occurredAt: noon }, noon);
  });

  it('keeps from sale what drew on the inputs, where something is said to be missing, until it is corrected', async () => {
    const { milled, beside } = await aMilling();
    const husk = await beside(40, { moreInputs: true });
    expect(await now(milled)).toMatchObject({ isOver: true, chain: { ok: true } });
    expect((await balanceOf(farmer, milled)).answers).toMatchObject([{ said: 'Còn nguyên liệu chưa ghi' }]);
    expect(await refusal(recordEvent(farmer, milled, { stage: 'milling', occurredAt: noon }, noon))).toMatchObject({
      code: 'balance-over',
    });
    const quantity = { eventId: 'registration', reason: 'Cân lại', facts: { quantity: kg(20) } };
    await correctEvent(farmer, husk.code, quantity, noon);
    expect(await askedOf(milled)).toBeNull();
  });

  it('is undone with its question where a crash cut it off', async () => {
    const { milled, beside } = await aMilling();
    const { code } = await beside(40, { moreInputs: true });
    await BatchModel.updateOne({ code }, { $set: { pendingSince: noon } });
    await undoUnsettled(new Date(noon.getTime() + 90_000));
    expect(await BatchModel.exists({ code })).toBeNull();
    expect(await askedOf(milled)).toBeNull();
  });
});

describe('what cannot have come out beside a batch', () => {
  it('is refused, and says where', async () => {
    const { paddy, milled, beside } = await aMilling();
    const strangers = await aFarmer();
    const other = await aBatchOf(strangers, await someGoods(strangers));
    const mistaken = async (more: object) => (await refusal(beside(1, more))).pointers;
    expect(await mistaken({ besideOf: other.code })).toEqual(['/besideOf']);
    expect(await mistaken({ besideOf: 'ZZZZZZZC' })).toEqual(['/besideOf']);
    expect(await mistaken({ inputs: [{ batchCode: paddy, quantity: kg(1) }] })).toEqual(['/inputs']);
    expect(await mistaken({ producedOn: '2026-11-01' })).toEqual(['/producedOn']);
    const bran = await beside(8);
    const feed = await aBatchOf(farmer, rice, { inputs: [{ batchCode: bran.code, quantity: kg(2) }] });
    const step = { stage: 'sorting', occurredAt: noon };
    const withInput = (code: string, batchCode: string) =>
      refusal(recordEvent(farmer, code, { ...step, inputs: [{ batchCode, quantity: kg(1) }] }, noon));
    for (const source of [bran.code, feed.code]) expect((await withInput(milled, source)).code).toBe('input-circle');
    expect((await withInput(bran.code, (await aBatchOf(farmer, rice)).code)).pointers).toEqual(['/inputs']);
  });

  it('is refused while its making, or what went into it, is called back; what was there is barred by its sources alone', async () => {
    const { paddy, milled, beside } = await aMilling();
    const bran = await beside(8);
    await recallBatch(commune.officer.actor, milled, words, noon);
    expect((await now(bran.code)).state).toBe('open');
    expect(await refusal(beside(1))).toMatchObject({ code: 'input-barred', pointers: ['/besideOf'] });
    const second = await aMilling();
    const husk = await second.beside(20);
    await recallBatch(commune.officer.actor, second.paddy, words, noon);
    expect(await now(husk.code)).toMatchObject({ state: 'recalled', recall: { from: second.paddy } });
    expect(await refusal(second.beside(1))).toMatchObject({ code: 'input-barred', pointers: ['/besideOf'] });
    expect((await now(paddy)).state).toBe('open');
  });
});

describe('what is expected of a stage', () => {
  const expectLeft = (least: number, most: number) =>
    changeYield(
      commune.officer.actor,
      getProfile('gao-seng-cu'),
      { stage: 'milling', least, most, source: 'Cân thử', asOf: '2026-11-16' },
      noon,
    );

  it('asks batches anew when an officer changes it, so many at once, and asks no more when it is changed back', async () => {
    const early = (await aMilling()).milled;
    const late = (await aMilling()).milled;
    expect(await Promise.all([early, late].map(askedOf))).toEqual([null, null]);
    await expectLeft(0.7, 0.72);
    const before = await BatchModel.countDocuments({ kind: 'gao-seng-cu', 'madeFrom.0': { $exists: true } });
    await reflagAfterYields(before - 1);
    expect(await Promise.all([early, late].map(askedOf))).toEqual(['open', null]);
    await reflagAfterYields(before - 1);
    expect(await askedOf(late)).toBe('open');
    await expectLeft(0.6, 0.72);
    await reflagAfterYields();
    expect(await Promise.all([early, late].map(askedOf))).toEqual([null, null]);
    // Once for a change: what a hand wrote since is left.
    await BatchModel.updateOne({ code: late }, { $set: { balanceAsked: 'open' } });
    await reflagAfterYields();
    expect(await askedOf(late)).toBe('open');
  });
});
