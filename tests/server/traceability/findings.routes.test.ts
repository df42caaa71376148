import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatchOf, someGoods } from './makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
let events: string;
beforeAll(async () => {
  commune = await aCommune();
  const { actor } = commune.household;
  events = `/api/v1/batches/${(await aBatchOf(actor, await someGoods(actor, 'mat-ong'))).code}/events`;
});

const lead = { name: 'Chì (Pb)', value: '0,3', unit: 'mg/kg', limit: '≤ 0,1', source: 'QCVN 8-2:2011/BYT' };
const report = (findings: object[]) => ({
  stage: 'inspection',
  occurredAt: noon.toISOString(),
  measurements: [
    { key: 'lab', value: 'Trung tâm Kiểm nghiệm' },
    { key: 'report', value: 'KN-1' },
    { key: 'water', value: 19, unit: '%' },
  ],
  findings,
});
const send = (findings: object[]) => program(commune.household.token).post(events).send(report(findings));

describe('POST /batches/{code}/events with findings', () => {
  it('names what is wrong with one by its pointer', async () => {
    const { status, body } = await send([{ ...lead, source: undefined, colour: 'x' }, { name: 'E. coli' }]);
    expect(status).toBe(422);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/findings/0/colour', '/findings/1/value']));
    expect((await send([{ ...lead, source: undefined }])).body.errors).toMatchObject([
      { pointer: '/findings/0/source' },
    ]);
  });

  it('keeps them and judges the inspection by them', async () => {
    const { status, body } = await send([lead, { name: 'Ghi chú màu', value: 'Vàng nhạt' }]);
    expect(status).toBe(201);
    const kept = { ...lead, conclusion: null };
    expect(body.findings).toEqual([
      kept,
      { name: 'Ghi chú màu', value: 'Vàng nhạt', unit: '', limit: null, source: null, conclusion: null },
    ]);
    const { body: batch } = await program(commune.officer.token).get(events.replace('/events', ''));
    expect(batch.quality.inspections).toMatchObject([{ lab: 'Trung tâm Kiểm nghiệm', report: 'KN-1', passed: false }]);
    expect(batch.quality.outsideLimits).toMatchObject([{ key: 'Chì (Pb)' }]);
  });
});
