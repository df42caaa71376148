import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { changeProduct, type Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import {
  correctEvent,
  recordDispatch,
  recordEvent,
  verifyChain,
  type WantedEvent,
} from '../../../server/traceability/events.ts';
import { sellHolds, takeHolds } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatchOf, now, packOf, refusal, someGoods, stocked, stockOf, today, tomorrow } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  commune = await aCommune();
  farmer = commune.household.actor;
  product = await someGoods(farmer);
});

const drying = (more: Partial<WantedEvent> = {}): WantedEvent => ({
  stage: 'sun-drying',
  occurredAt: noon,
  measurements: [{ key: 'moisture', value: 13.5, unit: '%' }],
  ...more,
});

const packing = (count: number): WantedEvent => ({
  stage: 'packing',
  occurredAt: noon,
  packs: [{ packId: packOf(product), count }],
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
    expect(await refusal(recordEvent(farmer, code, packing(5), noon))).toMatchObject({
      kind: 'conflict',
      code: 'batch-recalled',
    });
    await recordEvent(farmer, code, drying(), noon);
    expect((await now(code)).events.map(({ stage }) => stage)).toEqual(['recalled', 'sun-drying']);
  });

  it('writes one event for one request, however often it comes', async () => {
    const { code } = await aBatchOf(farmer, product);
    const once = { ...packing(5), requestId: `request ${code}` };
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await recordEvent(farmer, code, once, noon)).id));
    expect(new Set(ids).size).toBe(1);
    expect(await stockOf(code)).toEqual({ onHand: 5, held: 0, sold: 0 });
  });

  it('keeps one unforked chain with every event of 20 phones at once', async () => {
    const { code } = await aBatchOf(farmer, product);
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await recordEvent(farmer, code, packing(1), noon)).id),
    );
    const batch = await now(code);
    expect(batch.events.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(batch.events.map(({ previousHash }) => previousHash)).size).toBe(20);
    expect(verifyChain(batch)).toEqual({ ok: true });
    expect(await stockOf(code)).toEqual({ onHand: 20, held: 0, sold: 0 });
  });
});

describe('correctEvent', () => {
  it('refuses what is not there, what the house wrote, and strangers', async () => {
    const { code } = await aBatchOf(farmer, product);
    const event = await recordEvent(farmer, code, drying(), noon);
    await recallBatch(commune.officer.actor, code, { reason: 'Thử', advice: 'Trả lại' }, noon);
    const recall = (await now(code)).events[1]?.id ?? '';
    const correct = (actor: Actor, eventId: string) =>
      refusal(correctEvent(actor, code, { eventId, reason: 'nhầm' }, noon));
    expect(await correct(farmer, 'nothing')).toMatchObject({ kind: 'missing', code: 'event-not-found' });
    expect(await correct(farmer, recall)).toMatchObject({ kind: 'conflict', code: 'event-not-correctable' });
    expect(await correct(commune.stranger.actor, event.id)).toMatchObject({ code: 'batch-not-found' });
    const measurements = [{ key: 'moisture', value: 500, unit: '%' }];
    expect(
      await refusal(correctEvent(farmer, code, { eventId: event.id, reason: 'nhầm', measurements }, noon)),
    ).toMatchObject({ kind: 'invalid', pointers: ['/measurements/0/value'] });
  });

  it('leaves the earlier event as it was, marked; what is not named stays', async () => {
    const { code } = await aBatchOf(farmer, product);
    const event = await recordEvent(farmer, code, drying({ place: 'Sân phơi', note: 'nắng to' }), noon);
    const measurements = [{ key: 'moisture', value: 12, unit: '%' }];
    const correction = await correctEvent(
      farmer,
      code,
      { eventId: event.id, reason: 'đọc nhầm', measurements },
      tomorrow,
    );
    const [first, second] = (await now(code)).events;
    expect(first).toEqual({ ...event, correctedBy: correction.id });
    expect(second).toMatchObject({
      corrects: event.id,
      reason: 'đọc nhầm',
      place: 'Sân phơi',
      note: 'nắng to',
      measurements,
    });
  });

  it('corrects a correction by correcting what that corrected', async () => {
    const { code } = await aBatchOf(farmer, product);
    const event = await recordEvent(farmer, code, drying(), noon);
    const first = await correctEvent(farmer, code, { eventId: event.id, reason: 'a', place: 'Nhà' }, noon);
    const second = await correctEvent(farmer, code, { eventId: first.id, reason: 'b', note: 'mưa' }, noon);
    expect(second).toMatchObject({ corrects: event.id, place: 'Nhà', note: 'mưa' });
    expect((await now(code)).events[0]?.correctedBy).toBe(second.id);
  });

  it('moves the stock by the difference, but takes no packs that are promised or sold', async () => {
    const { code } = await aBatchOf(farmer, product);
    const { id: eventId } = await recordEvent(farmer, code, packing(10), noon);
    await takeHolds(`DH-${code}`, [{ packId: packOf(product), quantity: 6 }], tomorrow, today);
    const to = (count: number) =>
      correctEvent(farmer, code, { eventId, reason: 'đếm nhầm', packs: [{ packId: packOf(product), count }] }, noon);
    expect(await refusal(to(5))).toMatchObject({ kind: 'conflict', code: 'packs-already-promised' });
    await to(6);
    expect(await stockOf(code)).toEqual({ onHand: 6, held: 6, sold: 0 });
    await to(9);
    expect(await stockOf(code)).toEqual({ onHand: 9, held: 6, sold: 0 });
    await sellHolds(`DH-${code}`, noon);
    expect(await refusal(to(5))).toMatchObject({ code: 'packs-already-promised' });
    expect(await stockOf(code)).toEqual({ onHand: 3, held: 0, sold: 6 });
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

describe('verifyChain', () => {
  const withThree = async () => {
    const { code } = await aBatchOf(farmer, product);
    const first = await recordEvent(farmer, code, drying({ note: 'nắng' }), noon);
    const second = await recordEvent(farmer, code, packing(5), noon);
    const third = await correctEvent(farmer, code, { eventId: first.id, reason: 'nhầm', place: 'Sân' }, noon);
    return { code, ids: [first.id, second.id, third.id] };
  };
  const verdict = async (code: string) => verifyChain(await now(code));
  const events = async (code: string) => (await BatchModel.findOne({ code }).lean().orFail()).events;
  const tamper = (code: string, update: Record<string, unknown>) =>
    BatchModel.collection.updateOne({ code }, { $set: update });

  it('holds for an untouched batch, with and without events', async () => {
    expect(await verdict((await withThree()).code)).toEqual({ ok: true });
    expect(await verdict((await aBatchOf(farmer, product)).code)).toEqual({ ok: true });
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['a measurement', { 'events.0.measurements.0.value': 11 }, 0],
    ['a day', { 'events.0.occurredAt': new Date(0) }, 0],
    ['a number of packs', { 'events.1.packs.0.count': 500 }, 1],
    ['a note', { 'events.0.words.note': 'mưa' }, 0],
    ['the recorder', { 'events.1.words.by': 'Ai khác' }, 1],
    ['a photo', { 'events.1.photoIds': ['x'] }, 1],
    ['what is corrected', { 'events.2.corrects': null }, 2],
    ['a hash', { 'events.1.hash': '0'.repeat(64) }, 1],
  ])('names the event in which %s was changed', async (_what, update, index) => {
    const { code, ids } = await withThree();
    await tamper(code, update);
    expect(await verdict(code)).toEqual({ ok: false, firstBroken: ids[index] });
  });

  it('names the first link after a removed, a moved or an inserted event', async () => {
    const removed = await withThree();
    const [a, b, c] = await events(removed.code);
    await tamper(removed.code, { events: [a, c] });
    expect(await verdict(removed.code)).toEqual({ ok: false, firstBroken: removed.ids[2] });
    await tamper(removed.code, { events: [a, c, b] });
    expect(await verdict(removed.code)).toEqual({ ok: false, firstBroken: removed.ids[2] });
    await tamper(removed.code, { events: [a, a, b, c] });
    expect(await verdict(removed.code)).toEqual({ ok: false, firstBroken: removed.ids[0] });
    await tamper(removed.code, { events: [a, b] });
    expect(await verdict(removed.code)).toEqual({ ok: false, firstBroken: 'end' });
    await tamper(removed.code, { events: [a, b, c] });
    expect(await verdict(removed.code)).toEqual({ ok: true });
  });

  it.each<[string, Record<string, unknown>]>([
    ['lot', { lot: 'KHAC' }],
    ['amount', { 'quantity.value': 5000 }],
    ['day of production', { producedOn: '2026-11-01' }],
    ['expiry', { expiresOn: '2030-01-01' }],
    ['limits', { limits: [] }],
    ['first packs', { registeredPacks: [] }],
  ])('sees that the registered %s was changed', async (_what, update) => {
    const rice = await someGoods(farmer, 'gao-seng-cu');
    const { code } = await stocked(farmer, rice, 3);
    await recordEvent(farmer, code, { stage: 'harvest', occurredAt: noon }, noon);
    await tamper(code, update);
    expect(await verdict(code)).toEqual({ ok: false, firstBroken: 'registration' });
  });

  it('sees a recall that was taken away behind our back', async () => {
    const { code } = await aBatchOf(farmer, product);
    await recallBatch(commune.officer.actor, code, { reason: 'Thử', advice: 'Trả lại' }, noon);
    await tamper(code, { state: 'open', recall: null });
    expect(await verdict(code)).toEqual({ ok: false, firstBroken: 'state' });
  });

  it('still holds after a person’s words were erased', async () => {
    const { code } = await withThree();
    await tamper(code, { 'events.0.words': null });
    expect(await verdict(code)).toEqual({ ok: true });
    expect((await now(code)).events[0]).toMatchObject({ by: '', note: null });
  });
});
