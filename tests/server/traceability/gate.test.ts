import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addProduct, changeProduct, type Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { availableByPack, takeHolds } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aFarmer, goods, now, packOf, someGoods, stocked, today, tomorrow } from './makers.ts';

useDatabase();

let farmer: Actor;
let honey: Product;

beforeAll(async () => {
  farmer = await aFarmer();
  honey = await addProduct(farmer, { ...goods('mat-ong'), needsInspection: true }, noon);
});

const inspected = (water: number, report = 'KN-26/118') => ({
  stage: 'inspection',
  occurredAt: noon,
  measurements: [
    { key: 'water', value: water, unit: '%' },
    ...(report ? [{ key: 'report', value: report, unit: '' }] : []),
  ],
});
const free = async (product: Product) => (await availableByPack([packOf(product)], today)).get(packOf(product)) ?? 0;

describe('a batch of goods that need an inspection', () => {
  it('is not sold before one, however many packs it has', async () => {
    const { code, gate } = await stocked(farmer, honey, 5);
    expect(gate).toBe('waiting');
    expect(await free(honey)).toBe(0);
    expect(await takeHolds('DH-gate-1', [{ packId: packOf(honey), quantity: 1 }], tomorrow, today)).toBe('short');
    await recordEvent(farmer, code, inspected(20, ''), noon);
    expect((await now(code)).gate).toBe('waiting');
  });

  it('is sold from the moment it passed, and no more when a later inspection finds it outside a limit', async () => {
    const own = await addProduct(farmer, { ...goods('mat-ong'), needsInspection: true }, noon);
    const { code } = await stocked(farmer, own, 5);
    await recordEvent(farmer, code, inspected(20), noon);
    expect([await free(own), (await now(code)).gate]).toEqual([5, 'open']);
    await recordEvent(farmer, code, inspected(24), noon);
    expect([await free(own), (await now(code)).gate]).toEqual([0, 'failed']);
  });

  it('follows a correction of its inspection', async () => {
    const own = await addProduct(farmer, { ...goods('mat-ong'), needsInspection: true }, noon);
    const { code } = await stocked(farmer, own, 5);
    const { id } = await recordEvent(farmer, code, inspected(24), noon);
    await correctEvent(
      farmer,
      code,
      { eventId: id, reason: 'đọc nhầm', measurements: inspected(21).measurements },
      noon,
    );
    expect([await free(own), (await now(code)).gate]).toEqual([5, 'open']);
    await correctEvent(
      farmer,
      code,
      { eventId: id, reason: 'lại nhầm', measurements: inspected(29).measurements },
      noon,
    );
    expect((await now(code)).gate).toBe('failed');
    expect((await now(code)).chain).toEqual({ ok: true });
  });

  it('shows when its gate was opened behind our back', async () => {
    const { code } = await stocked(farmer, honey, 5);
    await BatchModel.collection.updateOne({ code }, { $set: { gate: 'open' } });
    expect((await now(code)).chain).toEqual({ ok: false, firstBroken: 'state' });
    await BatchModel.collection.updateOne({ code }, { $set: { needsInspection: false } });
    expect((await now(code)).chain.ok).toBe(false);
  });
});

describe('inspections told in another order than they happened', () => {
  const day = (n: number) => new Date(noon.getTime() - (20 - n) * 86_400_000);
  const on = (n: number, water: number) => ({ ...inspected(water, `KN-${n}`), occurredAt: day(n) });
  // In the order they are recorded: day, water (limit 23 %), and what becomes of the gate in the end.
  it.each<[string, [day: number, water: number][], string]>([
    [
      'an older pass told late does not overrule a newer fail',
      [
        [18, 25],
        [10, 20],
      ],
      'failed',
    ],
    [
      'an older fail told late does not overrule a newer pass',
      [
        [18, 20],
        [10, 25],
      ],
      'open',
    ],
    [
      'a newer pass overrules an older fail',
      [
        [10, 25],
        [18, 20],
      ],
      'open',
    ],
    [
      'a newer fail overrules an older pass',
      [
        [10, 20],
        [18, 25],
      ],
      'failed',
    ],
    [
      'of two at the same time the graver counts, told first',
      [
        [18, 25],
        [18, 20],
      ],
      'failed',
    ],
    [
      'of two at the same time the graver counts, told last',
      [
        [18, 20],
        [18, 25],
      ],
      'failed',
    ],
    [
      'three in any order speak by the newest',
      [
        [12, 20],
        [18, 20],
        [15, 25],
      ],
      'open',
    ],
  ])('%s', async (_what, told, gate) => {
    const { code } = await stocked(farmer, honey, 1, { producedOn: '2026-10-20' });
    for (const [n, water] of told) await recordEvent(farmer, code, on(n, water), noon);
    expect(await now(code)).toMatchObject({ gate, chain: { ok: true } });
  });

  it('a correction of its day moves an inspection', async () => {
    const { code } = await stocked(farmer, honey, 1, { producedOn: '2026-10-20' });
    const fail = await recordEvent(farmer, code, on(10, 25), noon);
    await recordEvent(farmer, code, on(15, 20), noon);
    expect((await now(code)).gate).toBe('open');
    await correctEvent(farmer, code, { eventId: fail.id, reason: 'ghi nhầm ngày', occurredAt: day(18) }, noon);
    expect((await now(code)).gate).toBe('failed');
  });
});

describe('an inspection opens no gate', () => {
  const said = (key: string, value: string | number, unit = '') => ({ key, value, unit });
  it.each<[string, { key: string; value: string | number; unit: string }[], string]>([
    ['when it names no result', [said('report', 'KN-1'), said('lab', 'Trung tâm')], 'waiting'],
    ['when it names no report', [said('water', 20, '%')], 'waiting'],
    ['when its words say that it failed', [said('report', 'KN-1: KHÔNG ĐẠT'), said('water', 20, '%')], 'failed'],
  ])('%s', async (_what, measurements, gate) => {
    const { code } = await stocked(farmer, honey, 1);
    await recordEvent(farmer, code, { stage: 'inspection', occurredAt: noon, measurements }, noon);
    expect((await now(code)).gate).toBe(gate);
  });
});

describe('a batch of other goods', () => {
  it('is sold without an inspection, and keeps to that when its product asks for one later', async () => {
    const own = await someGoods(farmer, 'mat-ong');
    const { code } = await stocked(farmer, own, 5);
    await changeProduct(farmer, own.id, { needsInspection: true }, noon);
    await recordEvent(farmer, code, inspected(20), noon);
    expect([await free(own), (await now(code)).gate]).toEqual([5, 'open']);
    expect((await stocked(farmer, own, 1)).gate).toBe('waiting');
  });

  it('is kept from sale while something lies outside a limit', async () => {
    const own = await someGoods(farmer, 'mat-ong');
    const { code } = await stocked(farmer, own, 5);
    const { id } = await recordEvent(farmer, code, inspected(29), noon);
    expect([await free(own), (await now(code)).gate]).toEqual([0, 'failed']);
    const corrected = { eventId: id, reason: 'đọc nhầm', measurements: inspected(20).measurements };
    await correctEvent(farmer, code, corrected, noon);
    expect([await free(own), (await now(code)).gate]).toEqual([5, 'open']);
  });
});
