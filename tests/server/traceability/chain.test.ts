import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { type Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, drying, now, packing, someGoods, stocked } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
});

describe('a batch’s chain', () => {
  const withThree = async () => {
    const { code } = await aBatchOf(farmer, product);
    const first = await recordEvent(farmer, code, drying({ note: 'nắng' }), noon);
    const second = await recordEvent(farmer, code, packing(product, 5), noon);
    const third = await correctEvent(farmer, code, { eventId: first.id, reason: 'nhầm', place: 'Sân' }, noon);
    return { code, ids: [first.id, second.id, third.id] };
  };
  const verdict = async (code: string) => (await now(code)).chain;
  const events = async (code: string) => (await BatchModel.findOne({ code }).lean().orFail()).events;
  const tamper = (code: string, update: Record<string, unknown>) =>
    BatchModel.collection.updateOne({ code }, { $set: update });

  it('holds for an untouched batch, with and without events', async () => {
    expect(await verdict((await withThree()).code)).toEqual({ ok: true });
    expect(await verdict((await aBatchOf(farmer, product)).code)).toEqual({ ok: true });
  });

  it('holds for texts that no database can keep as they are', async () => {
    const { code } = await aBatchOf(farmer, product, { note: 'nắng \ud800 to' });
    await recordEvent(farmer, code, drying({ note: '\udc00', place: 'sân\ud83c' }), noon);
    expect(await verdict(code)).toEqual({ ok: true });
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
