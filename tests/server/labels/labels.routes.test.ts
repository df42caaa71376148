import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { addOwnStock } from '../../../server/labels/own-stocks.ts';
import { listTemplates } from '../../../server/labels/templates.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { aCommune } from '../identity/makers.ts';
import { see, whole } from '../press/pictures.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
let product: Product;
const as = (who: { token: string }) => program(who.token);
const wanted = { template: 'bag-62x33', stock: 'avery-l7159', count: 2, serials: true };
const batch = async () => (await aBatchOf(commune.household.actor, product)).code;
const bytes = (one: ReturnType<ReturnType<typeof program>['get']>) => one.buffer(true).parse(whole);

beforeAll(async () => {
  commune = await aCommune();
  product = await someGoods(commune.household.actor);
});

describe('POST /batches/{code}/label-runs', () => {
  it('names every wrong field by its pointer', async () => {
    const wrong = {
      template: '',
      stock: 'x',
      count: 0,
      serials: 'yes',
      startAt: 0,
      offset: { xMm: 99, yMm: 0 },
      colour: true,
    };
    const answer = await as(commune.household)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send(wrong);
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual(
      ['/colour', '/count', '/offset/xMm', '/serials', '/startAt', '/template'].sort(),
    );
  });

  it('says which field does not fit the template, and which stock is not known', async () => {
    const code = await batch();
    const unfit = await as(commune.household)
      .post(`/api/v1/batches/${code}/label-runs`)
      .send({ ...wanted, stock: 'avery-5167' });
    expect(unfit.status).toBe(422);
    expect(unfit.body.errors).toEqual([{ pointer: '/stock', detail: 'Giấy này không vừa mẫu tem' }]);
    const strange = await as(commune.household)
      .post(`/api/v1/batches/${code}/label-runs`)
      .send({ ...wanted, stock: 'nothing' });
    expect(strange.status).toBe(404);
  });

  it('answers with the run and where its files are; each has its type', async () => {
    const made = await as(commune.cooperative)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send({ ...wanted, startAt: 7, offset: { xMm: 0.5, yMm: -0.5 } });
    expect(made.status).toBe(201);
    const { id, links } = made.body as { id: string; links: Record<string, string> };
    expect(made.body).toMatchObject({ state: 'ready', count: 2, startAt: 7, moduleMm: 0.541 });
    expect(links).toEqual({
      pdf: `/api/v1/label-runs/${id}/sheet.pdf`,
      html: `/api/v1/label-runs/${id}/sheet.html`,
      zip: `/api/v1/label-runs/${id}/labels.zip`,
      zpl: `/api/v1/label-runs/${id}/labels.zpl`,
      tspl: `/api/v1/label-runs/${id}/labels.tspl`,
      csv: `/api/v1/label-runs/${id}/labels.csv`,
      xlsx: `/api/v1/label-runs/${id}/labels.xlsx`,
    });
    const types = await Promise.all(
      Object.values(links).map(async (link) => (await as(commune.household).get(link)).headers['content-type']),
    );
    expect(types).toEqual([
      'application/pdf',
      'text/html; charset=utf-8',
      'application/zip',
      'application/octet-stream',
      'application/octet-stream',
      'text/csv; charset=utf-8',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    const pdf = await bytes(as(commune.household).get(String(links.pdf)));
    expect((await see(pdf.body as Buffer, 72)).pageSize.width).toBeCloseTo(210, 1);
    const csv = await as(commune.household).get(String(links.csv));
    const [heading, ...lines] = csv.text.trim().split('\r\n');
    expect(heading).toBe('serial,url');
    const workbook = await bytes(as(commune.household).get(String(links.xlsx)));
    expect(readXlsx(workbook.body as Buffer).rows.slice(1)).toEqual(
      lines.map((line) => line.split(',').map((text) => ({ text, format: '@' }))),
    );
    expect((await as(commune.stranger).get(String(links.csv))).status).toBe(404);
    expect((await program().get(String(links.csv))).status).toBe(401);
  });

  it('lets the print page use its own style and nothing else', async () => {
    const made = await as(commune.household)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send(wanted);
    const page = await as(commune.household).get(String(made.body.links.html));
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:/,
    );
    expect(page.text).toContain('@page');
  });

  it('voids a run; its files are gone', async () => {
    const made = await as(commune.household)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send(wanted);
    const voided = await as(commune.household).post(`/api/v1/label-runs/${made.body.id}/voiding`).send({});
    expect(voided.body).toMatchObject({ state: 'voided' });
    expect((await as(commune.household).get(String(made.body.links.pdf))).status).toBe(410);
  });

  it('refuses dots that no printer has', async () => {
    const made = await as(commune.household)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send(wanted);
    expect((await as(commune.household).get(`${made.body.links.zpl}?dpi=72`)).status).toBe(422);
  });
});

describe('what can be printed', () => {
  it('is listed with millimetres, for everybody', async () => {
    const templates = await program().get('/api/v1/label-templates');
    expect(templates.body.data).toHaveLength(listTemplates().length);
    expect(templates.body.data[0]).toMatchObject({ id: 'bag-62x33', widthMm: 62, heightMm: 33, qrMm: 20 });
    const stocks = await program().get('/api/v1/label-stocks');
    const [first] = stocks.body.data as object[];
    expect(first).toMatchObject({
      id: 'avery-l7159',
      labelMm: { width: 63.5, height: 33.9 },
      columns: 3,
      rows: 8,
      remeasure: false,
    });
  });

  it('has own papers only for those who may print on them', async () => {
    const measures = { columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, marginLeft: 7.2, marginTop: 12.9 };
    const wish = { name: 'Giấy của hợp tác xã', paper: 'A4', ...measures, gapX: 2.5, gapY: 0 } as const;
    const { id } = await addOwnStock(commune.cooperative.actor, wish, null, noon);
    const namesFor = async (agent: ReturnType<typeof program>) => {
      const { body } = await agent.get('/api/v1/label-stocks');
      return (body.data as { id: string; name: string }[]).filter((stock) => stock.id === id).map(({ name }) => name);
    };
    expect(await namesFor(program())).toEqual([]);
    expect(await namesFor(as(commune.stranger))).toEqual([]);
    expect(await namesFor(as(commune.household))).toEqual(['Giấy của hợp tác xã']);
    const made = await as(commune.household)
      .post(`/api/v1/batches/${await batch()}/label-runs`)
      .send({ ...wanted, stock: id });
    expect(made.body).toMatchObject({ state: 'ready', stock: id });
  });
});
