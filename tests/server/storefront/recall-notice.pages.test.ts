import { describe, expect, it } from 'vitest';
import { callBackAll, endRecallOfAll } from '../../../server/desk/recall.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aBatchOf } from '../traceability/makers.ts';
import { visitors, wordsOn } from './visitors.ts';

useDatabase();
const { browser, clock, commune, sale } = visitors();

describe('the notice to everybody', () => {
  const front = async () => (await browser().get('/')).text;

  it('stands on the front page from the recall on, for ten days running, and names nobody who sold to us', async () => {
    const { batch, product } = await sale();
    const outside = { name: 'Tinh bột', supplier: 'Ông Kín', lot: 'K1', receivedOn: '2026-11-01' };
    const inputs = [{ outside, quantity: { value: 2, unit: 'kg' } }];
    const { actor } = commune().household;
    const made = await aBatchOf(actor, product, { inputs, lot: 'LO-KIN' });
    await aBatchOf(actor, product, { inputs: [{ batchCode: made.code, quantity: { value: 1, unit: 'kg' } }] });
    expect(await front()).not.toContain('Có mùi lạ');
    const sources = [made.inputs[0]?.outsideId ?? ''];
    const wanted = {
      of: 'outside-lot' as const,
      sources,
      title: 'Tinh bột, K1, Ông Kín',
      reason: 'Có mùi lạ',
      advice: 'Trả',
    };
    const { id } = await callBackAll(commune().officer.actor, wanted, noon);
    const told = await front();
    expect(wordsOn(told)).toMatch(new RegExp(`Hàng đang thu hồi .*${product.name} \\(2 lô\\) Có mùi lạ Trả`));
    const page = await browser().get(`/thong-bao-thu-hoi/${id}`);
    expect(page.text).toContain('LO-KIN');
    expect(page.text).not.toContain(batch.lot);
    expect(told + page.text).not.toContain('Ông Kín');
    clock.now = new Date(noon.getTime() + 10 * 86_400_000 - 1);
    expect(await front()).toContain('Có mùi lạ');
    clock.now = new Date(noon.getTime() + 10 * 86_400_000);
    expect(await front()).not.toContain('Có mùi lạ');
    clock.now = noon;
    await endRecallOfAll(commune().officer.actor, id, { reason: 'Đạt' }, noon);
    expect(await front()).not.toContain('Có mùi lạ');
    expect((await browser().get(`/thong-bao-thu-hoi/${id}`)).status).toBe(404);
  });
});
