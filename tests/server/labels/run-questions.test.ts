import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import { voidLabelRun } from '../../../server/labels/label-runs.ts';
import { packsLabelled } from '../../../server/labels/run-questions.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { formKey, noon } from '../../support/app.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, now, refusal, someGoods, stocked } from '../traceability/makers.ts';
import { aRun } from './makers.ts';

const { people, program, signedIn } = useBrowsers();
const chosen = '?template=bag-62x33&stock=avery-l7159';
const filled = { template: 'bag-62x33', stock: 'avery-l7159', copies: '1', startAt: '1', codes: 'unit', ink: 'black' };
const unasked = { expired: false, morePacks: false };
let actor: Actor;

beforeAll(async () => {
  actor = people().household.actor;
  // The press starts here, and not in the first test's time.
  await aRun(actor, (await aBatchOf(actor, await someGoods(actor))).code, 1);
});

const batchOf = async (packs: number) => (await stocked(actor, await someGoods(actor), packs)).code;
const pointersOf = async (code: string, count: number, answers: typeof unasked, more = {}) =>
  (await refusal(aRun(actor, code, count, { answers, ...more }))).pointers;
const tickIn = (html: string) => /id="answers.morePacks"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? '';
const expire = (code: string) => BatchModel.updateOne({ code }, { $set: { expiresOn: '2026-01-31' } });

describe('before labels are printed', () => {
  it('more of them than the batch has packs without one is asked about, and reprints and voided ones are not counted', async () => {
    const code = await batchOf(10);
    expect(await pointersOf(code, 400, unasked)).toEqual(['/answers/morePacks']);
    const run = await aRun(actor, code, 8, { answers: unasked });
    expect(await packsLabelled(await now(code))).toEqual({ made: 10, labelled: 8, left: 2 });
    expect(await pointersOf(code, 3, unasked)).toEqual(['/answers/morePacks']);
    expect(await pointersOf(code, 1, unasked, { parts: [2, 1].map((count) => ({ code, count })) })).toEqual([
      '/answers/morePacks',
    ]);
    expect((await aRun(actor, code, 3, { answers: unasked, serials: false })).answered).toEqual([]);
    await voidLabelRun(actor, run.id, noon);
    expect(await packsLabelled(await now(code))).toEqual({ made: 10, labelled: 0, left: 10 });
    expect((await aRun(actor, code, 11, { answers: { ...unasked, morePacks: true } })).answered).toEqual([
      { question: 'morePacks', facts: { code, count: 11, made: 10, labelled: 0 } },
    ]);
  });

  it('asks nothing about packs that were never counted', async () => {
    const { code } = await aBatchOf(actor, await someGoods(actor));
    expect((await aRun(actor, code, 24, { answers: unasked })).answered).toEqual([]);
    expect(await packsLabelled(await now(code))).toBeNull();
  });

  it('a batch past its last day is asked about, with or without numbers, together with the packs', async () => {
    const code = await batchOf(2);
    await expire(code);
    expect(await pointersOf(code, 1, unasked)).toEqual(['/answers/expired']);
    expect(await pointersOf(code, 1, unasked, { serials: false })).toEqual(['/answers/expired']);
    expect(await pointersOf(code, 3, unasked)).toEqual(['/answers/expired', '/answers/morePacks']);
    expect((await now(code)).code).toBe(code);
    expect(await LabelRunModel.countDocuments({ 'parts.batchCode': code })).toBe(0);
  });

  it('programs say it in the body: expired goods are refused without, and what was answered comes back', async () => {
    const code = await batchOf(2);
    const print = (more: object) =>
      program(people().household.token)
        .post(`/api/v1/batches/${code}/label-runs`)
        .send({ template: 'bag-62x33', stock: 'avery-l7159', count: 3, serials: true, ...more });
    expect((await print({ answers: { morePacks: false } })).body.errors).toEqual([
      { pointer: '/answers/morePacks', detail: expect.stringContaining('2 gói') },
    ]);
    expect((await print({})).body.answered).toEqual([{ question: 'morePacks', batchCode: code }]);
    await expire(code);
    const refused = await print({});
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      { pointer: '/answers/expired', detail: expect.stringContaining('31/01/2026') },
    ]);
    expect((await print({ answers: { expired: true } })).status).toBe(201);
  });
});

describe('the printing form', () => {
  it('offers the packs that have no label, asks with the reason, and prints when that is answered', async () => {
    const code = await batchOf(10);
    const agent = await signedIn((commune) => commune.household);
    const url = `/lo/${code}/nhan${chosen}`;
    const form = (await agent.get(url)).text;
    expect(form).toMatch(/name="count"[^>]*value="10"/);
    expect(form).not.toContain('answers.');
    const asked = await sendForm(agent, url, { ...filled, count: '14', _key: formKey(form) });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain(`Lô ${code} có 10 gói, đã in tem cho 0. In thêm 14 tem`);
    expect(asked.text).toMatch(/type="checkbox" id="answers.morePacks"/);
    expect(asked.text).toMatch(/name="count"[^>]*value="14"/);
    const ticked = { ...filled, 'answers.morePacks': tickIn(asked.text) };
    const more = await sendForm(agent, url, { ...ticked, count: '140', _key: formKey(asked.text) });
    expect(more.status).toBe(422);
    expect(more.text).toContain('In thêm 140 tem');
    expect(more.text).not.toMatch(/id="answers.morePacks"[^>]* checked/);
    const printed = await sendForm(agent, url, { ...ticked, count: '14', _key: formKey(more.text) });
    expect(printed.status).toBe(303);
    expect((await agent.get(String(printed.headers.location))).text).toContain('người in vẫn muốn thêm 14 tem');
    const next = (await agent.get(url)).text;
    expect(next).toContain('Lô có 10 gói, đã in tem cho 14, còn 0 gói chưa có tem.');
    expect(next).toMatch(/name="count"[^>]*value=""/);
  });

  it('asks about each batch of a run by itself, and keeps what was answered for the others', async () => {
    const [first, second] = [await batchOf(1), await batchOf(2)];
    const agent = await signedIn((commune) => commune.household);
    const url = `/lo/${first}/nhan${chosen}`;
    const form = { ...filled, count: '3', alsoCode: `Mã: ${second.slice(0, 4)} ${second.slice(4)}`, alsoCount: '4' };
    const asked = await sendForm(agent, url, { ...form, _key: formKey((await agent.get(url)).text) });
    expect(asked.text).toContain(`Lô ${first} có 1 gói`);
    const again = await sendForm(agent, url, {
      ...form,
      'answers.morePacks': tickIn(asked.text),
      _key: formKey(asked.text),
    });
    expect(again.text).toContain(`Lô ${second} có 2 gói`);
    expect(tickIn(again.text)).toBe(`${first}:3,${second}:4`);
    const done = await sendForm(agent, url, {
      ...form,
      'answers.morePacks': tickIn(again.text),
      _key: formKey(again.text),
    });
    expect(done.status).toBe(303);
  });
});
