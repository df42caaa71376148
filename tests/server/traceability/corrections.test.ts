import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { type Product } from '../../../server/catalog/products.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { sellHolds, takeHolds } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, drying, now, packing, packOf, refusal, stockOf, today, tomorrow } from './makers.ts';

useDatabase();

let commune: Commune;
let farmer: Actor;
let product: Product;

beforeAll(async () => {
  ({ commune, farmer, product } = await aVillage());
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
    const { id: eventId } = await recordEvent(farmer, code, packing(product, 10), noon);
    await takeHolds(`DH-${code}`, [{ packId: packOf(product), quantity: 6 }], tomorrow, today);
    const to = (count: number) =>
      correctEvent(farmer, code, { eventId, reason: 'đếm nhầm', packs: [{ packId: packOf(product), count }] }, noon);
    expect(await refusal(to(5))).toMatchObject({ kind: 'conflict', code: 'packs-already-promised' });
    await to(6);
    expect(await stockOf(code)).toEqual({ onHand: 6, held: 6, sold: 0 });
    await to(9);
    expect(await stockOf(code)).toEqual({ onHand: 9, held: 6, sold: 0 });
    await sellHolds([`DH-${code}`]);
    expect(await refusal(to(5))).toMatchObject({ code: 'packs-already-promised' });
    expect(await stockOf(code)).toEqual({ onHand: 3, held: 0, sold: 6 });
  });
});
