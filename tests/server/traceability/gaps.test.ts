import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { correctEvent, recordEvent } from '../../../server/traceability/events.ts';
import { gapsIn } from '../../../server/traceability/gaps.ts';
import { noon } from '../../support/services.ts';
import { useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, now, someGoods } from './makers.ts';

const { people, signedIn } = useBrowsers();
let farmer: Actor;
beforeAll(() => {
  farmer = people().household.actor;
});

const told = (key: string) => ({ key, value: 'x', unit: '' });
const planting = (...keys: string[]) => ({ stage: 'planting', occurredAt: noon, measurements: keys.map(told) });

/** The stages that come before this one and must be told of, but for the first, which is. */
const stagesBefore = (id: string) => {
  const { stages } = getProfile('mien-dong');
  const before = stages.slice(
    0,
    stages.findIndex((stage) => stage.id === id),
  );
  return { id, stages: before.filter((stage) => !stage.optional && stage.id !== 'planting').map((stage) => stage.id) };
};

describe('what is missing in a record', () => {
  it('is the key data that the steps recorded so far should tell, until one of them does', async () => {
    const { code } = await aBatchOf(farmer, await someGoods(farmer));
    expect(gapsIn(await now(code))).toEqual([]);
    const { id } = await recordEvent(farmer, code, planting('plot'), noon);
    expect(gapsIn(await now(code))).toMatchObject([{ eventId: id, stage: 'planting', name: { en: 'Variety' } }]);
    const agent = await signedIn((commune) => commune.household);
    expect((await agent.get(`/lo/${code}`)).text).toMatch(
      new RegExp(`Hồ sơ còn thiếu[^]*href="/lo/${code}/dinh-chinh/${id}">Giống dong \\(Trồng dong\\)`),
    );
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get(`/lo/${code}`)).text).not.toContain('Hồ sơ còn thiếu');
    const measurements = [told('plot'), told('variety')];
    await correctEvent(farmer, code, { eventId: id, reason: 'thêm giống', measurements }, noon);
    expect(gapsIn(await now(code))).toEqual([]);
  });

  it('is a stage left out too, like one that was recorded empty; what a kind leaves to choice is none', async () => {
    const { code } = await aBatchOf(farmer, await someGoods(farmer));
    await recordEvent(farmer, code, planting('plot', 'variety'), noon);
    const { stages, id: packing } = stagesBefore('packing');
    await recordEvent(farmer, code, { stage: packing, occurredAt: noon }, noon);
    const left = gapsIn(await now(code)).filter(({ eventId }) => eventId === null);
    expect(left.map(({ stage, name }) => [stage, name])).toEqual(stages.map((stage) => [stage, null]));
    expect(left.length).toBeGreaterThan(2);
    const agent = await signedIn((commune) => commune.household);
    expect((await agent.get(`/lo/${code}`)).text).toContain(`href="/lo/${code}/buoc?stage&#x3D;${stages[0]}"`);
  });

  it('is asked for by name in the form, and never a reason to refuse a step', async () => {
    const { code } = await aBatchOf(farmer, await someGoods(farmer));
    const agent = await signedIn((commune) => commune.household);
    const form = (await agent.get(`/lo/${code}/buoc?stage=planting`)).text;
    expect(form).toMatch(/Giống dong <span[^>]*>\(cần cho hồ sơ/);
    await recordEvent(farmer, code, planting(), noon);
    expect(gapsIn(await now(code))).toHaveLength(2);
  });
});
