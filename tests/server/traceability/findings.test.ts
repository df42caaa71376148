import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { correctEvent, type Finding, recordEvent } from '../../../server/traceability/events.ts';
import { publicStory } from '../../../server/traceability/timeline.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aFarmer, goods, now, refusal, stocked } from './makers.ts';

useDatabase();

let farmer: Actor;
let honey: Product;

beforeAll(async () => {
  farmer = await aFarmer();
  honey = await addProduct(farmer, { ...goods('mat-ong'), needsInspection: true }, noon);
});

const lead = (more: Partial<Finding> = {}): Finding => ({
  name: 'Chì (Pb)',
  value: '0,02',
  unit: 'mg/kg',
  limit: '≤ 0,1',
  source: 'QCVN 8-2:2011/BYT',
  conclusion: null,
  ...more,
});
const inspected = (findings: Finding[]) => ({
  stage: 'inspection',
  occurredAt: noon,
  measurements: [{ key: 'report', value: 'KN-26/118', unit: '' }],
  findings,
});

describe('the findings of a laboratory', () => {
  it.each<[string, string, Finding[], string]>([
    ['in another step', 'settling', [lead()], '/findings'],
    ['that the profile measures itself', 'inspection', [lead(), lead({ name: 'hàm  lượng NƯỚC' })], '/findings/1/name'],
    ['with a limit that nobody set', 'inspection', [lead({ source: null })], '/findings/0/source'],
    ['that nobody can judge', 'inspection', [lead({ value: 'KPH' })], '/findings/0/conclusion'],
  ])('are refused %s', async (_what, stage, findings, pointer) => {
    const { code } = await stocked(farmer, honey, 1);
    const wanted = { ...inspected(findings), stage, measurements: [] };
    expect(await refusal(recordEvent(farmer, code, wanted, noon))).toMatchObject({ pointers: [pointer] });
  });

  it('say in a result, not only in the note, that something failed', async () => {
    const { code } = await stocked(farmer, honey, 1);
    const note = 'Kết luận: KHÔNG ĐẠT';
    const told = { ...inspected([lead()]), note };
    expect(await refusal(recordEvent(farmer, code, told, noon))).toMatchObject({ pointers: ['/note'] });
    const { id } = await recordEvent(farmer, code, inspected([lead()]), noon);
    const correction = { eventId: id, reason: 'quên', note };
    expect(await refusal(correctEvent(farmer, code, correction, noon))).toMatchObject({ pointers: ['/note'] });
    await recordEvent(farmer, code, { ...inspected([lead({ conclusion: 'failed' })]), note }, noon);
    expect(await now(code)).toMatchObject({ gate: 'failed' });
  });

  it('open the gate when they keep to their limits, and close it when one does not', async () => {
    const { code } = await stocked(farmer, honey, 1);
    await recordEvent(farmer, code, inspected([lead()]), noon);
    expect(await now(code)).toMatchObject({ gate: 'open' });
    await recordEvent(farmer, code, inspected([lead(), lead({ name: 'E. coli', conclusion: 'failed' })]), noon);
    expect(await now(code)).toMatchObject({ gate: 'failed' });
    expect(await BatchModel.findOne({ code }).lean()).toMatchObject({ outside: true });
    expect((await now(code)).chain).toEqual({ ok: true });
  });

  it('stay when a correction says nothing of them, and go when it does', async () => {
    const { code } = await stocked(farmer, honey, 1);
    const { id } = await recordEvent(farmer, code, inspected([lead({ value: '0,2' })]), noon);
    await correctEvent(farmer, code, { eventId: id, reason: 'thêm ghi chú', note: 'Mẫu lấy tại xưởng' }, noon);
    expect((await now(code)).gate).toBe('failed');
    await correctEvent(farmer, code, { eventId: id, reason: 'đọc nhầm', findings: [lead()] }, noon);
    const batch = await now(code);
    expect(batch.gate).toBe('open');
    expect(await BatchModel.findOne({ code }).lean()).toMatchObject({ outside: false });
    expect(publicStory(batch)).toMatchObject([{ corrected: true, findings: [{ ...lead(), verdict: 'within' }] }]);
  });

  it('are under the hash of their event', async () => {
    const { code } = await stocked(farmer, honey, 1);
    const { id } = await recordEvent(farmer, code, inspected([lead()]), noon);
    await BatchModel.collection.updateOne({ code }, { $set: { 'events.0.findings.0.value': '0,01' } });
    expect((await now(code)).chain).toEqual({ ok: false, firstBroken: id });
  });

  it('are missed when the mark beside the history was taken away', async () => {
    const { code } = await stocked(farmer, honey, 1);
    await recordEvent(farmer, code, inspected([lead({ value: '9' })]), noon);
    await BatchModel.collection.updateOne({ code }, { $set: { outside: false } });
    expect((await now(code)).chain).toEqual({ ok: false, firstBroken: 'state' });
  });
});
