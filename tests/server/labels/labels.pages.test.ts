import { beforeAll, describe, expect, it } from 'vitest';
import { changeProduct } from '../../../server/catalog/products.ts';
import { LabelRunModel } from '../../../server/labels/label-run.ts';
import type { Batch } from '../../../server/traceability/batches.ts';
import { formKey, noon } from '../../support/app.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { see, whole } from '../press/pictures.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';
import { aRun } from './makers.ts';

const { people, signedIn } = useBrowsers();
let batch: Batch;
let url: string;

beforeAll(async () => {
  const actor = people().household.actor;
  batch = await aBatchOf(actor, await someGoods(actor));
  url = `/lo/${batch.code}/nhan`;
});

const household = () => signedIn((commune) => commune.household);
const chosen = '?template=bag-62x33&stock=avery-l7159';
const filled = {
  template: 'bag-62x33',
  stock: 'avery-l7159',
  count: '24',
  copies: '1',
  startAt: '7',
  codes: 'unit',
  ink: 'black',
};

describe('the printing page', () => {
  it('is not there for strangers', async () => {
    expect((await (await signedIn((commune) => commune.stranger)).get(url)).status).toBe(404);
    expect((await (await signedIn((commune) => commune.neighbour)).get(`${url}/bag-62x33.svg`)).status).toBe(404);
  });

  it('first shows the templates with the batch’s own words, then the paper, then what to print', async () => {
    const agent = await household();
    const first = await agent.get(url);
    expect(first.text).toContain('1. Chọn mẫu tem');
    expect(first.text).toContain(`${url}/bag-62x33.svg`);
    expect(first.text).not.toContain('brocade-tag');
    const picture = await agent.get(`${url}/bag-62x33.svg`);
    expect(picture.type).toBe('image/svg+xml');
    expect(Buffer.from(picture.body as Buffer).toString()).not.toMatch(/<script|style=/);
    expect((await agent.get(`${url}?template=bag-62x33`)).text).toContain('Avery L7159');
    const third = await agent.get(url + chosen);
    expect(third.text.match(/name="startAt"/g)).toHaveLength(24);
    expect((await agent.get(`${url}?template=nothing`)).status).toBe(404);
  });

  it('says on which templates the bars of goods with a number stand', async () => {
    const actor = people().household.actor;
    const goods = await someGoods(actor);
    const said = ['Có mã vạch cho quầy thu ngân', 'không đủ chỗ cho mã vạch'];
    const agent = await household();
    const first = (await agent.get(url)).text;
    expect(said.map((one) => first.includes(one))).toEqual([false, false]);
    await changeProduct(actor, goods.id, { gtin: '09506000134352' }, noon);
    const numbered = await aBatchOf(actor, goods);
    const { text } = await agent.get(`/lo/${numbered.code}/nhan`);
    for (const one of said) expect(text).toContain(one);
  });

  it('gives a form with mistakes back as it was filled', async () => {
    const agent = await household();
    const key = formKey((await agent.get(url + chosen)).text);
    const answer = await sendForm(agent, url + chosen, { ...filled, count: '0', copies: '3', _key: key });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#count"');
    expect(answer.text).toMatch(/name="copies"[^>]*value="3"/);
    expect(answer.text).toMatch(/value="7" checked/);
  });

  it('prints, and shows the run with its files', async () => {
    const agent = await signedIn((commune) => commune.cooperative);
    const key = formKey((await agent.get(url + chosen)).text);
    const answer = await sendForm(agent, url + chosen, { ...filled, _key: key });
    expect(answer.status).toBe(303);
    const run = await agent.get(String(answer.headers.location));
    expect(run.text).toContain('Mở tờ PDF để in');
    const [, pdf = ''] = /href="([^"]+sheet\.pdf)"/.exec(run.text) ?? [];
    expect((await agent.get(pdf)).headers['content-type']).toBe('application/pdf');
    expect((await (await signedIn((commune) => commune.stranger)).get(String(answer.headers.location))).status).toBe(
      404,
    );
    const again = await sendForm(agent, url + chosen, { ...filled, _key: key });
    expect(again.headers.location).toBe(answer.headers.location);
    const voided = await sendForm(agent, String(answer.headers.location), { _key: formKey(run.text) });
    expect((await agent.get(String(voided.headers.location))).text).toContain('Đã huỷ');
  });
});

describe('the page of a run', () => {
  it('says beforehand for how many labels pictures are made, and offers them for no more', async () => {
    const agent = await household();
    expect((await agent.get(`${url}?template=thermal-50x30&stock=roll-50x30-1`)).text).toContain(
      'nhiều nhất 2.000 tem',
    );
    const run = await aRun(people().household.actor, batch.code, 1, {
      template: 'thermal-50x30',
      stock: 'roll-50x30-1',
    });
    const small = (await agent.get(`/nhan/${run.id}`)).text;
    expect(small).toContain('labels.zip');
    expect(small).toContain('labels.tspl');
    await LabelRunModel.updateOne({ _id: run.id }, { $set: { total: 2001 } });
    const large = (await agent.get(`/nhan/${run.id}`)).text;
    expect(large).toContain('chỉ làm được cho 2.000 tem một lần');
    expect(large).not.toMatch(/labels\.(zip|tspl|zpl)/);
    expect(large).toContain('sheet.pdf');
    expect((await agent.get(`/api/v1/label-runs/${run.id}/labels.zip`)).status).toBe(422);
    await LabelRunModel.updateOne({ _id: run.id }, { $set: { state: 'printing', done: 900, seenAt: new Date() } });
    const busy = await agent.get(`/nhan/${run.id}`);
    expect(busy.headers.refresh).toBe('2');
    expect(busy.text).toContain('Đang in tem');
    expect(busy.text).toContain('Dừng in');
    expect(busy.text).not.toContain('Huỷ khi tem hỏng');
  });
});

describe('a printer that is off', () => {
  it('is adjusted once: the next form on this paper offers the same', async () => {
    const agent = await household();
    const there = `${url}?template=bag-62x33&stock=herma-4102`;
    const paper = `${url}?template=thermal-50x30&stock=roll-50x30-1`;
    const key = formKey((await agent.get(paper)).text);
    const off = {
      ...filled,
      template: 'thermal-50x30',
      stock: 'roll-50x30-1',
      startAt: '1',
      count: '1',
      xMm: '-0,5',
      yMm: '1,2',
      xPercent: '99,5',
      _key: key,
    };
    expect((await sendForm(agent, paper, off)).status).toBe(303);
    const next = (await agent.get(paper)).text;
    expect(next).toMatch(/name="xMm"[^>]*value="-0\.5"/);
    expect(next).toMatch(/name="xPercent"[^>]*value="99\.5"/);
    expect((await agent.get(there)).text).toMatch(/name="xMm"[^>]*value="0"/);
    const wild = await sendForm(agent, paper, { ...off, xMm: '50', _key: formKey(next) });
    expect(wild.status).toBe(422);
  });
});

describe('the gallery of templates', () => {
  it('shows each with its sample, marked as one', async () => {
    const agent = await household();
    const page = await agent.get('/mau-nhan');
    expect(page.text.match(/label-template__picture/g)?.length).toBeGreaterThanOrEqual(8);
    expect((await agent.get('/mau-nhan/jar-98x37.svg')).type).toBe('image/svg+xml');
    expect((await agent.get('/mau-nhan/nothing.svg')).status).toBe(404);
  });

  it('gives a test page for every stock, in its exact size', async () => {
    const agent = await household();
    const answer = await agent.get('/nhan/can-chinh/avery-5160.pdf').buffer(true).parse(whole);
    const { pageSize, text, pages } = await see(answer.body as Buffer, 100);
    expect(pageSize.width).toBeCloseTo(215.9, 1);
    expect(text).toContain('Trang thử máy in: Avery 5160');
    expect(pages).toHaveLength(1);
    expect((await agent.get('/nhan/can-chinh/nothing.pdf')).status).toBe(404);
  });
});
