import http from 'node:http';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { createLabelRun, labelFile } from '../../../server/labels/label-runs.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { unitSerial } from '../../../server/traceability/unit-serial.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aFarmer, someGoods } from '../traceability/makers.ts';
import { settings, wantedRun } from './makers.ts';

useDatabase();
const [first = ''] = settings.labelKeys;
const [second, third] = ['the key that came in front of it', 'the key in front of both of them'];
const { app, services } = testApp({ labelKeys: [third, second, first] });
const front = http.createServer(provenanceFront(services, app));
afterAll(() => void front.close());

let household: Actor;
let code: string;

/** The serials of a run printed while these were the keys. */
async function printed(labelKeys: readonly string[], wanted: Parameters<typeof wantedRun>[2] = {}, count = 3) {
  const under = { ...settings, labelKeys };
  const { id } = await createLabelRun(household, wantedRun(code, count, wanted), under, noon);
  const csv = await labelFile(household, id, { kind: 'csv', dpi: 203 }, under);
  return csv
    .toString('utf8')
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, 8));
}

const said = async (serial: string) => {
  const [byFront, byApp] = await Promise.all(
    [front, app].map((to) => supertest(to).get(`/t/${code}/${serial}`).set('Accept', 'application/json')),
  );
  expect(byFront?.status).toBe(byApp?.status);
  expect(byFront?.body.verdict).toEqual(byApp?.body.verdict);
  return byApp?.status === 200 ? byApp.body.verdict.code : byApp?.status;
};

let labels: Record<'unversioned' | 'first' | 'second' | 'third', string[]>;
beforeAll(async () => {
  household = await aFarmer();
  code = (await aBatchOf(household, await someGoods(household), { expiresOn: '2027-11-03' })).code;
  await recordEvent(household, code, { stage: 'tuber-harvest', occurredAt: noon }, noon);
  const unversioned = await printed([first]);
  // As batches were before keys were written down.
  await BatchModel.updateOne({ code }, { $unset: { unitKeys: 1 } });
  labels = {
    unversioned,
    first: await printed([first]),
    second: await printed([second, first]),
    third: await printed([third, second, first]),
  };
});

describe('labels printed under keys that changed twice', () => {
  it.each(['unversioned', 'first', 'second', 'third'] as const)(
    'are genuine when they are of the %s time',
    async (time) => {
      expect(new Set(labels[time]).size).toBe(3);
      for (const serial of labels[time]) expect([serial, await said(serial)]).toEqual([serial, 'genuine-unit']);
    },
  );

  it('are made again as they were, each under its own key, however far a reprint reaches', async () => {
    const all = Object.values(labels).flat();
    const wanted = { parts: [{ code, count: 12, fromSerial: all[0] }] };
    expect(await printed([third, second, first], wanted, 12)).toEqual(all);
  });

  it('cannot be made by who stole a key that was changed', async () => {
    for (const [key, number] of [
      [first, 7],
      [first, 10],
      [second, 11],
      [first, 13],
      [second, 500],
    ] as const)
      expect([number, await said(unitSerial(code, number, key))]).toEqual([number, 404]);
  });
});
