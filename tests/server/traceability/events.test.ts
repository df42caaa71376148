import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { changeProduct, type Product } from '../../../server/catalog/products.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { recordDispatch, recordEvent, type WantedEvent } from '../../../server/traceability/events.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import {
  aBatchOf,
  aVillage,
  drying,
  now,
  packing,
  packOf,
  refusal,
  someGoods,
  stocked,
  stockOf,
  tomorrow,
} from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
});

describe('recordEvent', () => {
  it('is for who acts for the seller: others do not find the batch, the officer may only look', async () => {
    const { code } = await aBatchOf(farmer, product);
    const refused = (who: { actor: Actor }) => refusal(recordEvent(who.actor, code, drying(), noon));
    expect(await refused(commune.stranger)).toMatchObject({ kind: 'missing', code: 'batch-not-found' });
    expect(await refused(commune.neighbour)).toMatchObject({ kind: 'missing', code: 'batch-not-found' });
    expect(await refused(commune.otherCooperative)).toMatchObject({ kind: 'missing', code: 'batch-not-found' });
    expect(await refused(commune.officer)).toMatchObject({ kind: 'forbidden', code: 'not-yours' });
    expect((await now(code)).events).toEqual([]);
    expect(await recordEvent(commune.cooperative.actor, code, drying(), noon)).toMatchObject({ stage: 'sun-drying' });
  });

  it.each<[string, Partial<WantedEvent>, string, string]>([
    ['a stage of another kind of product', { stage: 'milling' }, 'stage-unknown', '/stage'],
    ['a stage that only the house writes', { stage: 'recalled' }, 'stage-unknown', '/stage'],
    [
      'a measurement the stage does not have',
      { measurements: [{ key: 'hmf', value: 1, unit: 'mg/kg' }] },
      'event-mistaken',
      '/measurements/0/key',
    ],
    [
      'another unit',
      { measurements: [{ key: 'moisture', value: 1, unit: 'kg' }] },
      'event-mistaken',
      '/measurements/0/unit',
    ],
    [
      'a number nobody would believe',
      { measurements: [{ key: 'moisture', value: 140, unit: '%' }] },
      'event-mistaken',
      '/measurements/0/value',
    ],
    [
      'words where a number belongs',
      { measurements: [{ key: 'moisture', value: 'dry', unit: '%' }] },
      'event-mistaken',
      '/measurements/0/value',
    ],
    [
      'a week and more in the future',
      { occurredAt: new Date('2026-11-24T05:00:01Z') },
      'event-mistaken',
      '/occurredAt',
    ],
    ['a pack of other goods', { packs: [{ packId: 'x', count: 1 }] }, 'packs-mistaken', '/packs/0/packId'],
  ])('refuses %s and says where', async (_what, more, code, pointer) => {
    const batch = await aBatchOf(farmer, product);
    expect(await refusal(recordEvent(farmer, batch.code, drying(more), noon))).toEqual({
      kind: 'invalid',
      code,
      pointers: [pointer],
    });
  });

  it('refuses one key twice, at its second place', async () => {
    const { code } = await aBatchOf(farmer, product);
    const twice = [
      { key: 'moisture', value: 13, unit: '%' },
      { key: 'moisture', value: 14, unit: '%' },
    ];
    expect((await refusal(recordEvent(farmer, code, drying({ measurements: twice }), noon))).pointers).toEqual([
      '/measurements/1/key',
    ]);
  });

  it('keeps both times, and takes a clock that is days wrong', async () => {
    const { code } = await aBatchOf(farmer, product);
    const ahead = new Date(noon.getTime() + 2 * 86_400_000);
    const event = await recordEvent(farmer, code, drying({ occurredAt: ahead }), noon);
    expect(event).toMatchObject({ occurredAt: ahead, recordedAt: noon, by: 'Lò Thị Đôi' });
  });

  it('takes a value outside of a limit: it is a fact about the batch', async () => {
    const rice = await someGoods(farmer, 'gao-seng-cu');
    const { code } = await aBatchOf(farmer, rice);
    const wet = { stage: 'drying', occurredAt: noon, measurements: [{ key: 'moisture', value: 19, unit: '%' }] };
    expect((await recordEvent(farmer, code, wet, noon)).measurements).toEqual(wet.measurements);
  });

  it('puts its packs into the stock in the same moment, also of a pack younger than the batch', async () => {
    const own = await someGoods(farmer);
    const batch = await aBatchOf(farmer, own);
    const grown = await changeProduct(
      farmer,
      own.id,
      { packs: [...own.packs, { name: 'Hộp quà', netQuantity: { value: 1, unit: 'kg' }, priceVnd: 150_000 }] },
      noon,
    );
    const packs = [
      { packId: packOf(grown), count: 20 },
      { packId: packOf(grown, 2), count: 3 },
    ];
    await recordEvent(farmer, batch.code, { stage: 'packing', occurredAt: noon, packs }, noon);
    expect((await now(batch.code)).stock).toEqual(
      packs.map(({ packId, count }) => ({ packId, onHand: count, held: 0, sold: 0 })),
    );
  });

  it('adds nothing to the stock of a recalled batch, but goes on writing its history', async () => {
    const { code } = await aBatchOf(farmer, product);
    await recallBatch(commune.officer.actor, code, { reason: 'Thử', advice: 'Trả lại' }, noon);
    expect(await refusal(recordEvent(farmer, code, packing(product, 5), noon))).toMatchObject({
      kind: 'conflict',
      code: 'batch-recalled',
    });
    await recordEvent(farmer, code, drying(), noon);
    expect((await now(code)).events.map(({ stage }) => stage)).toEqual(['recalled', 'sun-drying']);
  });

  it('writes one event for one request, however often it comes', async () => {
    const { code } = await aBatchOf(farmer, product);
    const once = { ...packing(product, 5), requestId: `request ${code}` };
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await recordEvent(farmer, code, once, noon)).id));
    expect(new Set(ids).size).toBe(1);
    expect(await stockOf(code)).toEqual({ onHand: 5, held: 0, sold: 0 });
  });

  it('keeps one unforked chain with every event of 20 phones at once', async () => {
    const { code } = await aBatchOf(farmer, product);
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await recordEvent(farmer, code, packing(product, 1), noon)).id),
    );
    const batch = await now(code);
    expect(batch.events.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(batch.events.map(({ previousHash }) => previousHash)).size).toBe(20);
    expect(batch.chain).toEqual({ ok: true });
    expect(await stockOf(code)).toEqual({ onHand: 20, held: 0, sold: 0 });
  });
});

describe('recordDispatch', () => {
  it('is written once per order and stage, names nobody and moves no stock', async () => {
    const { code } = await stocked(farmer, product, 5);
    const dispatch = {
      orderNumber: 'DH1',
      stage: 'packed-order' as const,
      packs: [{ packId: packOf(product), count: 2 }],
    };
    await Promise.all([1, 2, 3].map(() => recordDispatch(code, dispatch, noon)));
    await recordDispatch(code, { ...dispatch, stage: 'shipped-order' }, noon);
    await recordDispatch(code, dispatch, tomorrow);
    const batch = await now(code);
    expect(batch.events.map(({ stage, by, orderNumber }) => ({ stage, by, orderNumber }))).toEqual([
      { stage: 'packed-order', by: '', orderNumber: 'DH1' },
      { stage: 'shipped-order', by: '', orderNumber: 'DH1' },
    ]);
    expect(await stockOf(code)).toEqual({ onHand: 5, held: 0, sold: 0 });
  });

  it('does not find an unknown batch', async () => {
    expect(
      await refusal(recordDispatch('ZZZZZZZC', { orderNumber: 'DH1', stage: 'packed-order', packs: [] }, noon)),
    ).toMatchObject({ kind: 'missing' });
  });
});
