import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch, registerBatch, undoUnsettled } from '../../../server/traceability/batches.ts';
import { draw } from '../../../server/traceability/draws.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, now, packing, refusal, someGoods, wantedBatch } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
});

const kg = (value: number, unit = 'kg') => ({ value, unit });
const from = (batchCode: string, quantity = kg(1)) => ({ inputs: [{ batchCode, quantity }] });
const leftOf = async (code: string) => (await BatchModel.findOne({ code }).lean())?.left;

describe('what a batch is made from', () => {
  it.each([
    ['a unit that does not convert', kg(5, 'lít'), '/inputs/0/quantity/unit'],
    ['a unit nobody knows', kg(5, 'quả chuối'), '/inputs/0/quantity/unit'],
    ['less than a milligram', kg(0.0001, 'g'), '/inputs/0/quantity/value'],
  ])('is refused in %s', async (_what, quantity, pointer) => {
    const { code } = await aBatchOf(farmer, product);
    const refused = await refusal(aBatchOf(farmer, product, from(code, quantity)));
    expect(refused).toMatchObject({ kind: 'invalid', pointers: [pointer] });
  });

  it('is named once, and is not younger than what is made of it', async () => {
    const { code } = await aBatchOf(farmer, product);
    const twice = { inputs: [...from(code).inputs, ...from(code.toLowerCase()).inputs] };
    expect((await refusal(aBatchOf(farmer, product, twice))).pointers).toEqual(['/inputs/1/batchCode']);
    const earlier = { ...from(code), producedOn: '2026-11-15' };
    expect((await refusal(aBatchOf(farmer, product, earlier))).pointers).toEqual(['/inputs/0/batchCode']);
  });

  it('is named once also when it comes from outside, however it is spelt', async () => {
    const bag = (lot?: string, name = 'Tinh bột') => ({
      outside: { name, supplier: 'Bà Hoa', receivedOn: '2026-11-01', ...(lot && { lot }) },
      quantity: kg(1),
    });
    for (const inputs of [
      [bag('X1'), bag('x1', 'TINH BỘT')],
      [bag(), bag()],
    ])
      expect((await refusal(aBatchOf(farmer, product, { inputs }))).pointers).toEqual(['/inputs/1/outside/name']);
    const [{ outsideId = '' } = {}] = (await aBatchOf(farmer, product, { inputs: [bag('X1')] })).inputs;
    const again = { inputs: [{ outsideId, quantity: kg(1) }, bag('X1')] };
    expect((await refusal(aBatchOf(farmer, product, again))).pointers).toEqual(['/inputs/1/outside/name']);
    await aBatchOf(farmer, product, { inputs: [bag('X1'), bag('X2'), bag()] });
  });

  it('is taken in any unit of its kind, and never more than is left', async () => {
    const { code } = await aBatchOf(farmer, product, { quantity: kg(1, 'tạ') });
    await aBatchOf(farmer, product, from(code, kg(4, 'yến')));
    await aBatchOf(farmer, product, from(code, kg(59_999.5, 'g')));
    const refused = await aBatchOf(farmer, product, from(code, kg(1))).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'conflict', code: 'input-short', members: { left: 0.000005, unit: 'tạ' } });
    await aBatchOf(farmer, product, from(code, kg(0.5, 'g')));
    expect(await leftOf(code)).toBe(0);
  });

  it('counts what was packed as gone', async () => {
    const { code } = await aBatchOf(farmer, product, { quantity: kg(10) });
    await recordEvent(farmer, code, packing(product, 10), noon);
    expect(await refusal(aBatchOf(farmer, product, from(code, kg(5.1))))).toMatchObject({ code: 'input-short' });
    await aBatchOf(farmer, product, from(code, kg(5)));
  });

  it('is never over-drawn by two hundred at once, and sums to the gram', async () => {
    const { code } = await aBatchOf(farmer, product, { quantity: kg(100) });
    const quantity = kg(700, 'g');
    type Answer = Awaited<ReturnType<typeof make>>;
    const make = () =>
      aBatchOf(farmer, product, { quantity: kg(0.5), ...from(code, quantity) }).catch(
        (error: Error & { code?: string }) => error,
      );
    let all: Answer[] = await Promise.all(Array.from({ length: 200 }, make));
    // A machine that is too busy to answer in time has refused nothing: what was cut off is undone, and asked for again.
    const isCutOff = (one: Answer): boolean => 'name' in one && one.name === 'MongoWaitQueueTimeoutError';
    for (let rounds = 0; rounds < 5 && all.some(isCutOff); rounds += 1) {
      await undoUnsettled(new Date(noon.getTime() + 90_000));
      all = await Promise.all(all.map(async (one) => (isCutOff(one) ? make() : one)));
    }
    const refused = all.filter((one) => !('producedOn' in one));
    expect(refused.filter((one) => one.code !== 'input-short')).toEqual([]);
    expect(await leftOf(code)).toBe(100_000_000 - 142 * 700_000);
    expect(await BatchModel.countDocuments({ madeFrom: code })).toBe(142);
  }, 120_000);

  it('draws once for a request that comes again after a crash, and gives back what nobody finishes', async () => {
    const { code } = await aBatchOf(farmer, product, { quantity: kg(10) });
    const wanted = wantedBatch(product, { ...from(code, kg(4)), requestId: 'the same' });
    const made = await registerBatch(farmer, wanted, noon);
    await BatchModel.updateOne({ code: made.code }, { $set: { pendingSince: noon } });
    expect((await registerBatch(farmer, wanted, noon)).code).toBe(made.code);
    expect(await leftOf(code)).toBe(6_000_000);

    const lost = await aBatchOf(farmer, product, from(code, kg(5)));
    await BatchModel.updateOne({ code: lost.code }, { $set: { pendingSince: noon } });
    await undoUnsettled(new Date(noon.getTime() + 30_000));
    expect(await leftOf(code)).toBe(1_000_000);
    await undoUnsettled(new Date(noon.getTime() + 90_000));
    expect(await leftOf(code)).toBe(6_000_000);
    expect(await BatchModel.exists({ code: lost.code })).toBeNull();
  });

  it('may be a lot from outside, which keeps its id where it bears a number', async () => {
    const outside = { name: 'Tinh bột dong', supplier: 'Ông Lù', lot: 'TB-07', receivedOn: '2026-11-10' };
    const make = () => aBatchOf(farmer, product, { inputs: [{ outside, quantity: kg(20) }] });
    const [one, other] = [await make(), await make()];
    expect(one.inputs[0]?.outsideId).toMatch(/^N-[0-9A-F]{20}$/);
    expect(other.inputs[0]?.outsideId).toBe(one.inputs[0]?.outsideId);
    expect(one.chain).toEqual({ ok: true });
    const late = { ...outside, receivedOn: '2026-11-17' };
    expect(
      (await refusal(aBatchOf(farmer, product, { inputs: [{ outside: late, quantity: kg(1) }] }))).pointers,
    ).toEqual(['/inputs/0/outside/receivedOn']);
  });
});

describe('what is barred', () => {
  it.each(['recalled', 'failed', 'waiting', 'expired'] as const)('is not made into anything when %s', async (why) => {
    const barred = await someGoods(farmer);
    const batch = await aBatchOf(
      farmer,
      barred,
      why === 'expired' ? { producedOn: '2026-11-01', expiresOn: '2026-11-15' } : {},
    );
    const child = why === 'expired' ? null : await aBatchOf(farmer, product, from(batch.code));
    if (why === 'recalled')
      await recallBatch(commune.officer.actor, batch.code, { reason: 'mốc', advice: 'trả' }, noon);
    if (why === 'failed' || why === 'waiting')
      await BatchModel.updateOne({ code: batch.code }, { $set: { gate: why } });
    const refused = await aBatchOf(farmer, product, from(batch.code)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'input-barred', members: { why, from: batch.code } });
    if (!child) return;
    const grandchild = await aBatchOf(farmer, product, from(child.code)).catch((error: unknown) => error);
    expect(grandchild).toMatchObject({ code: 'input-barred', members: { why, from: batch.code } });
    const packed = await recordEvent(farmer, child.code, packing(product, 1), noon).catch((error: unknown) => error);
    expect(packed).toMatchObject({ code: 'batch-barred', members: { why } });
    expect(await now(child.code)).toMatchObject({ ban: { why, from: batch.code } });
  });
});

describe('what goes in at a later step', () => {
  const steaming = (batchCode: string, quantity = kg(1)) => ({
    stage: 'cutting',
    occurredAt: noon,
    ...from(batchCode, quantity),
  });

  it('is drawn, hashed, followed, and never goes in a circle', async () => {
    const [a, b] = [await aBatchOf(farmer, product), await aBatchOf(farmer, product)];
    await recordEvent(farmer, b.code, steaming(a.code, kg(3)), noon);
    expect(await leftOf(a.code)).toBe(47_000_000);
    expect((await now(b.code)).chain).toEqual({ ok: true });
    expect(await refusal(recordEvent(farmer, a.code, steaming(b.code), noon))).toMatchObject({ code: 'input-circle' });
    expect((await refusal(recordEvent(farmer, a.code, steaming(a.code), noon))).pointers).toEqual([
      '/inputs/0/batchCode',
    ]);
    expect(await leftOf(b.code)).toBe(50_000_000);
    await recallBatch(commune.officer.actor, a.code, { reason: 'mốc', advice: 'trả' }, noon);
    expect(await now(b.code)).toMatchObject({ state: 'recalled', recall: { from: a.code } });
  });

  it('goes in no circle either when two go into each other at once', async () => {
    const [a, b] = [await aBatchOf(farmer, product), await aBatchOf(farmer, product)];
    const both = await Promise.allSettled([
      recordEvent(farmer, a.code, steaming(b.code), noon),
      recordEvent(farmer, b.code, steaming(a.code), noon),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
  });

  it('gives back what a step drew that was never written', async () => {
    const [a, b] = [await aBatchOf(farmer, product), await aBatchOf(farmer, product)];
    await BatchModel.updateOne({ code: b.code }, { $push: { drawing: { key: 'lost', at: noon } } });
    await draw(a.code, { by: b.code, key: 'lost', thousandths: 5_000_000 });
    await undoUnsettled(new Date(noon.getTime() + 90_000));
    expect(await leftOf(a.code)).toBe(50_000_000);
  });
});
