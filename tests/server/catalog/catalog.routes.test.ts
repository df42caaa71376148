import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { spoiled } from '../traceability/hostile.ts';
import { someGoods } from '../traceability/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
let product: Product;

beforeAll(async () => {
  commune = await aCommune();
  product = await someGoods(commune.household.actor);
});

const by = (who: { token: string }) => program(who.token);

describe('GET /profiles', () => {
  it('tells everybody the kinds, their stages, measurements and limits', async () => {
    const { status, body } = await program().get('/api/v1/profiles');
    expect(status).toBe(200);
    expect(body.data.slice(0, 4).map(({ kind }: { kind: string }) => kind)).toEqual([
      'mien-dong',
      'gao-seng-cu',
      'mat-ong',
      'tho-cam',
    ]);
    const drying = body.data[1].stages.find(({ id }: { id: string }) => id === 'drying');
    expect(drying).toMatchObject({
      name: 'Phơi, sấy thóc',
      measurements: [{ key: 'moisture', unit: '%', limit: { max: 14, source: 'TCVN 11888:2017', asOf: '2026-11-01' } }],
    });
  });

  it('speaks English when asked', async () => {
    const { body } = await program().get('/api/v1/profiles?lang=en');
    expect(body.data[0].name).toBe('Canna noodles');
  });
});

describe('POST and DELETE shop links', () => {
  const good = { channel: 'zalo', url: 'https://zalo.me/0900000101' };
  const paths = () => [
    `/api/v1/products/${product.id}/shop-links`,
    `/api/v1/sellers/${commune.sellers.household.id}/shop-links`,
  ];

  it('are for signed-in sellers and their own', async () => {
    for (const path of paths()) {
      expect((await program().post(path).send(good)).status).toBe(401);
      expect((await by(commune.officer).post(path).send(good)).status).toBe(403);
      expect((await by(commune.stranger).post(path).send(good)).status).toBe(404);
      expect((await by(commune.stranger).delete(`${path}/${'0'.repeat(24)}`)).status).toBe(404);
    }
    expect((await by(commune.household).post('/api/v1/products/x/shop-links').send(good)).status).toBe(404);
    expect((await by(commune.household).post('/api/v1/sellers/$ne/shop-links').send(good)).status).toBe(404);
  });

  it.each([
    { channel: 'shopee', url: 'https://evil.example/' },
    { channel: 'shopee', url: '//shopee.vn' },
    { channel: 'zalo', url: 'http://zalo.me/1' },
    { channel: 'website', url: 'https://127.0.0.1/' },
  ])('refuse %j at its url', async (body) => {
    const answer = await by(commune.household)
      .post(paths()[0] ?? '')
      .send(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/url' }]);
  });

  it('keep a link, once, and take it away again', async () => {
    for (const path of paths()) {
      const { status, body } = await by(commune.household).post(path).send(good);
      expect(status).toBe(201);
      expect(body).toEqual({ ...good, id: expect.any(String), waiting: false });
      expect((await by(commune.household).post(path).send(good)).status).toBe(409);
      expect((await by(commune.household).delete(`${path}/${body.id}`)).status).toBe(204);
      expect((await by(commune.household).delete(`${path}/${body.id}`)).status).toBe(404);
    }
  });

  it('meet no body with a 500', async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(good), async (body) => {
        const { status } = await by(commune.household)
          .post(paths()[0] ?? '')
          .send(body);
        expect([201, 400, 409, 422], JSON.stringify(body)).toContain(status);
      }),
      { numRuns: 25 },
    );
  });
});
