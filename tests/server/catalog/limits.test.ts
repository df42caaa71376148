import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { changeLimit, limitHistory, limitsInForce } from '../../../server/catalog/limits.ts';
import { getProfile, yieldsInForce } from '../../../server/catalog/profiles.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { publicStory } from '../../../server/traceability/timeline.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { daysAfter } from '../identity/makers.ts';
import { aBatchOf, now, refusal, someGoods, tomorrow } from '../traceability/makers.ts';

const { people, signedIn } = useBrowsers();
const rice = getProfile('gao-seng-cu');
const moisture = { stage: 'drying', key: 'moisture' };
const by = { source: 'TCVN 11888:2027', asOf: '2026-11-16' };

let officer: Actor;
beforeAll(() => {
  officer = people().officer.actor;
});

describe('changeLimit', () => {
  it('is for the officer, and for measurements that are there', async () => {
    const change = (actor: Actor, place = moisture) =>
      refusal(changeLimit(actor, rice, { ...place, ...by, max: 13 }, noon));
    expect(await change(people().cooperative.actor)).toMatchObject({ kind: 'forbidden', code: 'officers-only' });
    expect(await change(officer, { stage: 'drying', key: 'hmf' })).toMatchObject({ kind: 'missing' });
    expect(await change(officer, { stage: '__proto__', key: 'moisture' })).toMatchObject({ kind: 'missing' });
  });

  it.each([
    [{ max: 140 }, ['/max']],
    [{ min: -1, max: 13 }, ['/min']],
    [{ min: 14, max: 13 }, ['/max']],
  ])('refuses %j', async (sides, pointers) => {
    expect(await refusal(changeLimit(officer, rice, { ...moisture, ...by, ...sides }, noon))).toMatchObject({
      pointers,
    });
  });

  it('counts from now on: batches made before keep the limit they were made under', async () => {
    const farmer = people().household.actor;
    const product = await someGoods(farmer, 'gao-seng-cu');
    const dried = { stage: 'drying', occurredAt: noon, measurements: [{ key: 'moisture', value: 13.5, unit: '%' }] };
    const before = await aBatchOf(farmer, product);
    await changeLimit(officer, rice, { ...moisture, ...by, max: 13 }, noon);
    const after = await aBatchOf(farmer, product);
    for (const { code } of [before, after]) await recordEvent(farmer, code, dried, noon);
    const verdict = async (code: string) => publicStory(await now(code))[0]?.measurements[0];
    expect(await verdict(before.code)).toMatchObject({
      verdict: 'within',
      limit: { max: 14, source: 'TCVN 11888:2017' },
    });
    expect(await verdict(after.code)).toMatchObject({ verdict: 'outside', limit: { max: 13, ...by } });
  });

  it('takes a limit away, sets one where none was, and remembers who did what', async () => {
    const noodles = getProfile('mien-dong');
    const place = { stage: 'sun-drying', key: 'moisture' };
    expect(await limitsInForce(noodles)).toEqual([]);
    await changeLimit(officer, noodles, { ...place, source: 'QĐ 1', asOf: '2026-11-16', max: 15 }, noon);
    expect(await limitsInForce(noodles)).toEqual([
      { ...place, limit: { max: 15, source: 'QĐ 1', asOf: '2026-11-16' } },
    ]);
    await changeLimit(officer, noodles, { ...place, source: 'QĐ 2', asOf: '2026-11-17' }, tomorrow);
    expect(await limitsInForce(noodles)).toEqual([]);
    expect(await limitHistory('mien-dong', place.stage, place.key)).toEqual([
      { limit: null, by: officer.name, at: tomorrow },
      { limit: { max: 15, source: 'QĐ 1', asOf: '2026-11-16' }, by: officer.name, at: noon },
    ]);
  });
});

describe('/gioi-han', () => {
  it('is for the officer', async () => {
    const household = await signedIn((commune) => commune.household);
    expect((await household.get('/gioi-han')).status).toBe(403);
    expect((await household.get('/gioi-han/mat-ong/settling/water')).status).toBe(403);
  });

  it('shows every limit with its source, and changes one', async () => {
    const agent = await signedIn((commune) => commune.officer);
    expect((await agent.get('/gioi-han')).text).toMatch(/nhiều nhất 23 % \(TCVN 12605:2019, xem ngày 01\/11\/2026\)/);
    const path = '/gioi-han/mat-ong/settling/water';
    expect((await agent.get(path)).text).toMatch(/name="max"[^>]*value="23"/);
    for (const unknown of ['x/settling/water', 'mat-ong/x/water', 'mat-ong/settling/x']) {
      expect((await agent.get(`/gioi-han/${unknown}`)).status).toBe(404);
    }
    const wrong = await fillIn(agent, path, { max: '230', source: '', asOf: '2026-11-16' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/<a href="#source">[^<]*Mục này cần điền/);
    const implausible = await fillIn(agent, path, { max: '230', source: 'X', asOf: '2026-11-16' });
    expect(implausible.text).toMatch(/<a href="#max">[^<]*Con số này khó tin/);
    expect((await fillIn(agent, path, { max: '20,5', source: 'TCVN 2', asOf: '2026-11-16' })).status).toBe(303);
    expect((await agent.get(`${path}?lang=en`)).text).toContain('at most 20.5 % (TCVN 2, seen on 16/11/2026)');
  });
});

describe('a step whose limit the officer set', () => {
  it('says the limit, and no longer that there is none', async () => {
    const [none, place] = ['Chưa có mức giới hạn có nguồn rõ ràng', { stage: 'sun-drying', key: 'moisture' }];
    const household = await signedIn((commune) => commune.household);
    const { actor: farmer } = people().household;
    const product = await someGoods(farmer);
    // A batch keeps the limits that it was made under.
    const form = async () => {
      const { code } = await aBatchOf(farmer, product);
      return (await household.get(`/lo/${code}/buoc?stage=sun-drying`)).text;
    };
    expect(await form()).toContain(none);
    await changeLimit(officer, getProfile('mien-dong'), { ...place, ...by, max: 14.5 }, daysAfter(tomorrow, 1));
    const text = await form();
    expect(text).toContain('14,5');
    expect(text).not.toContain(none);
  });
});

describe('/gioi-han/{kind}/{stage}/con-lai', () => {
  const stage = rice.stages.find((one) => one.yield)?.id ?? '';
  const path = `/gioi-han/gao-seng-cu/${stage}/con-lai`;
  const inForce = async () => (await yieldsInForce(rice)).find((one) => one.stage === stage);

  it('says how much a stage leaves with its source, from now on, and who said it', async () => {
    const agent = await signedIn((commune) => commune.officer);
    expect((await agent.get('/gioi-han')).text).toContain(`href="${path}"`);
    const before = await inForce();
    const form = { least: '61,5', most: '70 %', source: 'HTX cân vụ mùa 2026', asOf: '2026-11-16' };
    for (const wrong of [{ least: '0' }, { most: '101' }, { least: '71' }, { source: '' }]) {
      const answer = await fillIn(agent, path, { ...form, ...wrong });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(/<a href="#(least|most|source)">/);
    }
    expect(await inForce()).toEqual(before);
    expect((await fillIn(agent, path, form)).headers.location).toBe('/gioi-han');
    expect(await inForce()).toEqual({ stage, least: 0.615, most: 0.7, source: 'HTX cân vụ mùa 2026' });
    expect((await agent.get(path)).text).toMatch(/từ 61,5 đến 70\s% \(HTX cân vụ mùa 2026\)|từ 61,5 đến 70 %\s+\(HTX/);
    const cooperative = await signedIn((commune) => commune.cooperative);
    expect((await cooperative.get(path)).status).toBe(403);
    expect((await agent.get('/gioi-han/gao-seng-cu/packing/con-lai')).status).toBe(404);
  });
});
