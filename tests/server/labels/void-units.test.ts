import http from 'node:http';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import { labelFile, resumeLabelRuns, voidLabelRun } from '../../../server/labels/label-runs.ts';
import { without } from '../../../server/labels/void-units.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aFarmer, someGoods } from '../traceability/makers.ts';
import { aRun, settings } from './makers.ts';

useDatabase();
const { app, services, program, clock } = testApp();
const front = http.createServer(provenanceFront(services, app));
let household: Actor;
let code: string;

const serials = async (id: string) =>
  (await labelFile(household, id, { kind: 'csv', dpi: 203 }, settings))
    .toString('utf8')
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, 8));
const verdict = async (serial = '') => (await program().get(`/t/${code}/${serial}`)).body.verdict;

beforeAll(async () => {
  household = await aFarmer();
  code = (await aBatchOf(household, await someGoods(household), { expiresOn: '2027-11-03' })).code;
  await recordEvent(household, code, { stage: 'tuber-harvest', occurredAt: noon }, noon);
});
afterAll(() => void front.close());

describe('without', () => {
  it.each([
    [[], [{ first: 1, count: 5 }], []],
    [[{ first: 1, count: 5 }], [], [{ first: 1, count: 5 }]],
    [
      [{ first: 1, count: 10 }],
      [{ first: 4, count: 2 }],
      [
        { first: 1, count: 3 },
        { first: 6, count: 5 },
      ],
    ],
    [
      [
        { first: 5, count: 5 },
        { first: 1, count: 4 },
      ],
      [{ first: 20, count: 1 }],
      [{ first: 1, count: 9 }],
    ],
    [[{ first: 3, count: 2 }], [{ first: 1, count: 9 }], []],
  ])('leaves of %j, taking %j away, %j', (ranges, others, left) => {
    expect(without(ranges, others)).toEqual(left);
  });
});

describe('a label of a voided run', () => {
  it('warns whoever scans it, on the kept page and for programs alike, while its neighbours stay genuine', async () => {
    const [good, spoilt] = [await aRun(household, code, 2), await aRun(household, code, 2)];
    const [[kept = ''], [thrown = '']] = [await serials(good.id), await serials(spoilt.id)];
    const scan = (serial: string) => supertest(front).get(`/t/${code}/${serial}`).set('Accept', 'text/html');
    expect((await scan(thrown)).text).toContain('Hàng thật: đúng tem');
    await voidLabelRun(household, spoilt.id, noon);
    // A kept page is at most 0.6 seconds old.
    clock.now = new Date(noon.getTime() + 601);
    const { text } = await scan(thrown);
    expect(text).toContain('tem này thuộc một lần in đã huỷ');
    expect(text).not.toContain('Hàng thật');
    expect(await verdict(thrown)).toMatchObject({ kind: 'caution', code: 'unit-voided', cautions: ['unit-voided'] });
    expect((await scan(kept)).text).toContain('Hàng thật: đúng tem');
    expect(await verdict(kept)).toMatchObject({ kind: 'genuine', code: 'genuine-unit' });
    expect(await verdict()).toMatchObject({ code: 'genuine-batch' });
  });

  it('is good again once printed again, and void when all that printed it are', async () => {
    const first = await aRun(household, code, 4);
    const [one = '', two = '', three = ''] = await serials(first.id);
    const reprint = await aRun(household, code, 1, { parts: [{ code, count: 1, fromSerial: two }] });
    await voidLabelRun(household, first.id, noon);
    expect((await verdict(one)).code).toBe('unit-voided');
    expect((await verdict(two)).code).toBe('genuine-unit');
    await voidLabelRun(household, reprint.id, noon);
    expect((await verdict(two)).code).toBe('unit-voided');
    await aRun(household, code, 1, { parts: [{ code, count: 1, fromSerial: three }] });
    expect((await verdict(three)).code).toBe('genuine-unit');
  });

  it('is told to its batch later when the process ended in between, and by several at once without a loss', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => aRun(household, code, 1)));
    const [last, ...others] = runs;
    const all = (await Promise.all(runs.map(({ id }) => serials(id)))).flat();
    await LabelRunModel.updateOne({ _id: last?.id }, { $set: { state: 'voided', untold: true } });
    await Promise.all([resumeLabelRuns(settings, noon), ...others.map(({ id }) => voidLabelRun(household, id, noon))]);
    const codes = await Promise.all(all.map(async (serial) => (await verdict(serial)).code));
    expect(codes).toEqual(Array(5).fill('unit-voided'));
    expect(await LabelRunModel.countDocuments({ untold: true })).toBe(0);
  });
});
