import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { correctEvent, recordDispatch, recordEvent } from '../../../server/traceability/events.ts';
import { nextStage, publicStory, staffStory } from '../../../server/traceability/timeline.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aSignedIn } from '../identity/makers.ts';
import { aBatchOf, aFarmer, now, someGoods } from './makers.ts';

useDatabase();

let farmer: Actor;
const hours = (count: number): Date => new Date(noon.getTime() + count * 3_600_000);

beforeAll(async () => {
  farmer = await aFarmer();
});

const riceBatch = async () => aBatchOf(farmer, await someGoods(farmer, 'gao-seng-cu'));
const dried = (value: number, occurredAt = noon) => ({
  stage: 'drying',
  occurredAt,
  measurements: [{ key: 'moisture', value, unit: '%' }],
});

describe('publicStory', () => {
  it('names no person and tells of no order', async () => {
    const { code } = await riceBatch();
    await recordEvent(farmer, code, dried(13), noon);
    await recordDispatch(code, { orderNumber: 'DH12345', stage: 'packed-order', packs: [] }, noon);
    const story = publicStory(await now(code));
    expect(story).toHaveLength(1);
    expect(JSON.stringify(story)).not.toMatch(/Lò Thị Đôi|DH12345/);
  });

  it('tells the steps in the order they happened, with names in both languages and a picture', async () => {
    const { code } = await riceBatch();
    await recordEvent(farmer, code, dried(13, hours(-1)), noon);
    await recordEvent(farmer, code, { stage: 'harvest', occurredAt: hours(-30) }, noon);
    expect(publicStory(await now(code)).map(({ stage, name, picture }) => ({ stage, name, picture }))).toEqual([
      { stage: 'harvest', name: { vi: 'Gặt lúa', en: 'Harvest' }, picture: 'harvest' },
      { stage: 'drying', name: { vi: 'Phơi, sấy thóc', en: 'Drying' }, picture: 'drying' },
    ]);
  });

  it('shows the corrected value with a mark, once', async () => {
    const { code } = await riceBatch();
    const event = await recordEvent(farmer, code, dried(41), noon);
    await correctEvent(
      farmer,
      code,
      { eventId: event.id, reason: 'nhầm', measurements: dried(14).measurements },
      hours(1),
    );
    const [step, ...rest] = publicStory(await now(code));
    expect(rest).toEqual([]);
    expect(step).toMatchObject({ corrected: true, measurements: [{ value: 14, verdict: 'within' }], timing: 'prompt' });
  });

  it('marks what lies outside the limit the batch was made under', async () => {
    const { code } = await riceBatch();
    await recordEvent(farmer, code, dried(14.1), noon);
    const [measurement] = publicStory(await now(code))[0]?.measurements ?? [];
    expect(measurement).toMatchObject({
      verdict: 'outside',
      limit: { max: 14, source: 'TCVN 11888:2017' },
      name: { vi: 'Độ ẩm' },
    });
  });

  it('judges nothing where no limit is known', async () => {
    const { code } = await aBatchOf(farmer, await someGoods(farmer));
    const moist = { stage: 'sun-drying', occurredAt: noon, measurements: [{ key: 'moisture', value: 60, unit: '%' }] };
    await recordEvent(farmer, code, moist, noon);
    expect(publicStory(await now(code))[0]?.measurements[0]).toMatchObject({ verdict: 'no-limit', limit: null });
  });

  it.each([
    ['prompt', -48],
    ['late', -49],
    ['prompt', 1],
    ['clock', 2],
  ])('is %s when told of %s hours from now', async (timing, offset) => {
    const { code } = await riceBatch();
    await recordEvent(farmer, code, dried(13, hours(offset)), noon);
    expect(publicStory(await now(code))[0]?.timing).toBe(timing);
  });
});

describe('staffStory', () => {
  it('shows every event as it was recorded, and which may still be corrected', async () => {
    const { code } = await riceBatch();
    const event = await recordEvent(farmer, code, dried(41), noon);
    const correction = await correctEvent(farmer, code, { eventId: event.id, reason: 'nhầm', place: 'Sân' }, noon);
    const { actor } = await aSignedIn(null);
    await recallBatch(actor, code, { reason: 'Thử', advice: 'Trả lại' }, noon);
    const story = staffStory(await now(code));
    expect(
      story.map(({ stage, correctedBy, corrects, correctable }) => ({ stage, correctedBy, corrects, correctable })),
    ).toEqual([
      { stage: 'drying', correctedBy: correction.id, corrects: null, correctable: true },
      { stage: 'drying', correctedBy: null, corrects: event.id, correctable: false },
      { stage: 'recalled', correctedBy: null, corrects: null, correctable: false },
    ]);
    expect(story[0]).toMatchObject({ by: 'Lò Thị Đôi', measurements: [{ value: 41 }] });
  });
});

describe('nextStage', () => {
  it('is the one after the furthest recorded, and nothing after the last', async () => {
    const { code } = await riceBatch();
    expect(nextStage(await now(code))).toBe('seed');
    await recordEvent(farmer, code, dried(13), noon);
    await recordEvent(farmer, code, { stage: 'harvest', occurredAt: noon }, noon);
    expect(nextStage(await now(code))).toBe('milling');
    await recordEvent(farmer, code, { stage: 'packing', occurredAt: noon }, noon);
    expect(nextStage(await now(code))).toBeNull();
  });
});
