import { beforeAll, describe, expect, it } from 'vitest';
import { makeApiKey } from '../../../server/payments/stripe/api-keys.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';

useDatabase();

const { browser, program } = testApp();
let commune: Commune;
const days = 'from=2026-11-01&to=2026-11-30';

beforeAll(async () => {
  commune = await aCommune();
  await onSale(commune.household.actor, 5);
});

const key = (wanted: object) =>
  makeApiKey(
    commune.officer.actor,
    { name: 'Trung tâm điều hành', sellerId: null, production: false, requestId: JSON.stringify(wanted), ...wanted },
    noon,
  );

describe('GET /api/v1/indicators', () => {
  it('tells figures with null where nothing is known', async () => {
    const { body } = await program(commune.officer.token).get(`/api/v1/indicators?${days}`).expect(200);
    expect(body).toMatchObject({ from: '2026-11-01', to: '2026-11-30' });
    const row = (id: string) => body.rows.find((one: { id: string }) => one.id === id);
    expect(row('T2')).toMatchObject({ value: 1, previous: null, cumulated: 1, unit: 'lô' });
    expect(row('E3').value).toBeNull();
    expect(row('T2-scans').value).toBeNull();
    expect(row('E1')).not.toHaveProperty('denominator');
    expect(row('E1').source).toContain('16/11/2026 12:00');
  });

  it.each([
    ['a period the wrong way round', 'from=2026-11-30&to=2026-11-01', '/to'],
    ['no day', 'from=2026-02-30&to=2026-11-01', '/from'],
    ['a word that nobody knows', `${days}&nonsense=1`, '/nonsense'],
  ])('refuses %s', async (_, query, pointer) => {
    const { body } = await program(commune.officer.token).get(`/api/v1/indicators?${query}`).expect(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('opens to a key for figures alone, as often a minute as its maker said', async () => {
    const figures = await key({ scope: 'indicators', perMinute: 3 });
    const money = await key({});
    await program(money).get(`/api/v1/indicators?${days}`).expect(401);
    await program(figures).get(`/api/v1/orders`).expect(401);
    await program(figures).get('/v1/payment_intents').expect(401);
    await program(figures).get(`/api/v1/indicators?${days}`).expect(200);
    await program(figures).get(`/api/v1/indicators.xlsx?${days}`).expect(200);
    await program(figures).get(`/api/v1/indicators.csv?${days}`).expect(200);
    await program(figures).get(`/api/v1/indicators?${days}`).expect(429);
  });

  it('goes to a spreadsheet saying what is not known', async () => {
    const { text } = await program(commune.officer.token).get(`/api/v1/indicators.csv?${days}`).expect(200);
    expect(text).toContain('T2,Lô hàng đã ghi,lô,1,chưa có số,1,,');
  });
});

describe('/chi-so', () => {
  const officer = () => browser().set('Cookie', `session=${commune.officer.token}`);

  it('is the officer’s', async () => {
    await browser().set('Cookie', `session=${commune.household.token}`).get('/chi-so').expect(403);
    const { text } = await officer().get('/chi-so?tu=2026-11-01&den=2026-11-30').expect(200);
    expect(text).toContain('chưa có số');
    // Nor is it nought in the parts of the commune.
    expect(text).not.toMatch(/>0\s₫/);
    expect(text).toContain('href="/chi-so/T2?tu&#x3D;2026-11-01&amp;den&#x3D;2026-11-30"');
    await officer().get('/chi-so').expect(200);
    await officer().get('/chi-so.xlsx').expect(200);
  });

  it('draws charts beside its tables that a screen reader can tell', async () => {
    const { text } = await officer().get('/chi-so?tu=2026-11-01&den=2026-11-30').expect(200);
    const charts = [...text.matchAll(/<svg class="chart__drawing" role="img" aria-labelledby="([^"]+)"/g)];
    const ids = charts.flatMap(([, said = '']) => said.split(' '));
    expect(ids).toContain('month-T2-title');
    expect(ids).toContain('village-T2-desc');
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(text).toMatch(new RegExp(`<(?:title|desc) id="${id}">[^<]{5,}<`));
    expect(text).toContain('Nhiều nhất: 11/2026: 1.');
    // Of what nobody recorded there is no chart, and of months before the first batch no nought.
    expect(ids.join(' ')).not.toContain('month-E3');
    expect(text).not.toMatch(/url\(#undefined|NaN/);
  });

  it('answers its own form, whatever is left blank in it', async () => {
    await officer().get('/chi-so?tu=&den=&thon=&loai=&ho=').expect(200);
    const { text } = await officer().get('/chi-so?tu=2026-11-01&den=2026-11-30&thon=&loai=&ho=').expect(200);
    expect(text).toContain('href="/chi-so/T2?tu&#x3D;2026-11-01&amp;den&#x3D;2026-11-30"');
    await officer().get('/chi-so?tu=2026-11-31&den=2026-11-30').expect(422);
  });

  it('tells nobody’s figures as those of a seller who is not there', async () => {
    await officer().get(`/chi-so?ho=${commune.sellers.household.slug}`).expect(200);
    for (const address of ['/chi-so', '/chi-so.csv', '/chi-so/T2'])
      await officer().get(`${address}?ho=ai-do`).expect(404);
  });

  it('opens the list behind a figure', async () => {
    const { text } = await officer().get('/chi-so/T2?tu=2026-11-01&den=2026-11-30').expect(200);
    expect(text).toContain('16/11/2026');
    await officer().get('/chi-so/T2.csv?tu=2026-11-01&den=2026-11-30').expect(200);
    await officer().get('/chi-so/T3').expect(404);
    await officer().get('/chi-so/constructor').expect(404);
  });

  it('takes what the officer types, and keeps the book of it', async () => {
    const agent = officer();
    const { text } = await agent.get('/chi-so/nhap').expect(200);
    const form = { _key: formKey(text), key: 'E1.total', from: '2026-11-01', value: '40' };
    await agent
      .post('/chi-so/nhap')
      .type('form')
      .send({ ...form, value: '-1' })
      .expect(422);
    await agent.post('/chi-so/nhap').type('form').send(form).expect(303);
    const after = await agent.get('/chi-so/nhap').expect(200);
    expect(after.text).toContain('Tổng số hộ, hợp tác xã có kinh doanh');
    const { body } = await program(commune.officer.token).get(`/api/v1/indicators?${days}`).expect(200);
    expect(body.rows[0]).toMatchObject({ id: 'E1', value: 1, denominator: 40 });
  });
});
