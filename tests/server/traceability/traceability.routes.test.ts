import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { spoiled } from './hostile.ts';
import { packOf, someGoods, today } from './makers.ts';

useDatabase();
const { program, services } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
let product: Product;

beforeAll(async () => {
  commune = await aCommune();
  product = await someGoods(commune.household.actor);
});

const by = (who: { token: string }) => program(who.token);
const batchBody = () => ({
  productId: product.id,
  quantity: { value: 50, unit: 'kg' },
  producedOn: today,
  packs: [{ packId: packOf(product), count: 10 }],
});
const register = async () =>
  (await by(commune.household).post('/api/v1/batches').send(batchBody())).body as { code: string };
const dried = {
  stage: 'sun-drying',
  occurredAt: noon.toISOString(),
  measurements: [{ key: 'moisture', value: 13, unit: '%' }],
};

describe('POST /batches', () => {
  it('is for signed-in sellers', async () => {
    expect((await program().post('/api/v1/batches').send(batchBody())).status).toBe(401);
    expect((await by(commune.officer).post('/api/v1/batches').send(batchBody())).status).toBe(403);
    expect((await by(commune.stranger).post('/api/v1/batches').send(batchBody())).status).toBe(404);
  });

  it('names every wrong field by its pointer', async () => {
    const wrong = {
      quantity: { value: -1, unit: 'kg' },
      producedOn: '16/11/2026',
      packs: [{ packId: 'x', count: 0 }],
      role: 'officer',
    };
    const answer = await by(commune.household).post('/api/v1/batches').send(wrong);
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual(
      ['/packs/0/count', '/producedOn', '/productId', '/quantity/value', '/role'].sort(),
    );
  });

  it('names in Vietnamese what only the house knows', async () => {
    const answer = await by(commune.household)
      .post('/api/v1/batches')
      .send({ ...batchBody(), producedOn: '2027-01-01' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ pointer: '/producedOn', detail: 'Ngày này chưa tới' }]);
  });

  it('answers 409 for a lot that is taken', async () => {
    const send = () =>
      by(commune.household)
        .post('/api/v1/batches')
        .send({ ...batchBody(), lot: 'LOT-9' });
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(409);
  });

  it('gives code, lot, state, public address and stock', async () => {
    const answer = await by(commune.household).post('/api/v1/batches').send(batchBody());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
      lot: answer.body.code,
      state: 'open',
      publicUrl: `${services.config.publicUrl}/t/${answer.body.code}`,
      stock: [{ packId: packOf(product), onHand: 10, held: 0 }],
      events: [],
    });
  });

  it('makes one batch under one Idempotency-Key', async () => {
    const send = () =>
      by(commune.household)
        .post('/api/v1/batches')
        .set('Idempotency-Key', 'a-key-of-sixteen-or-more')
        .send(batchBody());
    const [one, two] = [await send(), await send()];
    expect(two.body).toEqual(one.body);
  });
});

describe('GET /batches', () => {
  it('is 404 for who may not see it, and for any code that is none', async () => {
    const { code } = await register();
    for (const who of [commune.stranger, commune.neighbour, commune.otherCooperative]) {
      expect((await by(who).get(`/api/v1/batches/${code}`)).status).toBe(404);
    }
    for (const wrong of ['ZZZZZZZZ', 'ZZZZZZZC', '%00', '..%2f..', 'x'.repeat(50), '%7B%22$ne%22:1%7D']) {
      expect((await by(commune.officer).get(`/api/v1/batches/${wrong}`)).status, wrong).toBe(404);
    }
    expect((await program().get(`/api/v1/batches/${code}`)).status).toBe(401);
  });

  it('shows the batch with its history, without names and order numbers', async () => {
    const { code } = await register();
    await by(commune.household).post(`/api/v1/batches/${code}/events`).send(dried);
    const { body } = await by(commune.officer).get(`/api/v1/batches/${code}`);
    expect(body).toMatchObject({ code, quality: { outsideLimits: [], chain: { ok: true } }, recall: null });
    expect(body.events).toHaveLength(1);
    expect(JSON.stringify(body)).not.toMatch(/Lò Thị Đôi|salt|wordsHash|requestId|orderNumber/);
  });

  it('lists page by page, filtered by product and state', async () => {
    const { code } = await register();
    const list = (query: string) => by(commune.household).get(`/api/v1/batches?${query}`);
    const first = await list(`productId=${product.id}&limit=1`);
    expect(first.body).toMatchObject({ data: [{ code }], hasMore: true });
    const next = await list(`productId=${product.id}&limit=1&after=${code}`);
    expect(next.body.data[0].code).not.toBe(code);
    expect((await list('state=recalled')).body).toEqual({ data: [], hasMore: false });
    for (const wrong of ['limit=0', 'limit=101', 'state=x', 'productId[$ne]=1', 'limit=1&limit=2']) {
      expect((await list(wrong)).status, wrong).toBe(422);
    }
  });
});

describe('POST /batches/{code}/events and /corrections', () => {
  it('answer with id, time and both hashes, and the chain goes on', async () => {
    const { code } = await register();
    const post = (path: string, body: object) =>
      by(commune.household).post(`/api/v1/batches/${code}/${path}`).send(body);
    const first = await post('events', { ...dried, packs: [{ packId: packOf(product), count: 3 }] });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ recordedAt: noon.toISOString(), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const correction = await post('corrections', { eventId: first.body.id, reason: 'nhầm', place: 'Sân' });
    expect(correction.status).toBe(201);
    expect(correction.body).toMatchObject({ corrects: first.body.id, previousHash: first.body.hash });
    const { body } = await by(commune.household).get(`/api/v1/batches/${code}`);
    expect(body.events[0].correctedBy).toBe(correction.body.id);
    expect(body.stock).toEqual([{ packId: packOf(product), onHand: 13, held: 0 }]);
  });

  it('are 404 for strangers and unknown codes or events, 403 for the officer', async () => {
    const { code } = await register();
    const record = (who: { token: string }, to: string) => by(who).post(`/api/v1/batches/${to}/events`).send(dried);
    expect((await record(commune.stranger, code)).status).toBe(404);
    expect((await record(commune.household, 'ZZZZZZZC')).status).toBe(404);
    expect((await record(commune.officer, code)).status).toBe(403);
    const correction = { eventId: 'x', reason: 'nhầm' };
    expect((await by(commune.household).post(`/api/v1/batches/${code}/corrections`).send(correction)).status).toBe(404);
  });

  it('name the wrong measurement by its pointer', async () => {
    const { code } = await register();
    const measurements = [
      { key: 'drying-days', value: 2, unit: 'ngày' },
      { key: 'moisture', value: 400, unit: '%' },
    ];
    const answer = await by(commune.household)
      .post(`/api/v1/batches/${code}/events`)
      .send({ ...dried, measurements });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/measurements/1/value' }]);
  });
});

describe('any body at all', () => {
  it('is taken or refused by name, never met with a 500', async () => {
    const { code } = await register();
    const { body: event } = await by(commune.household).post(`/api/v1/batches/${code}/events`).send(dried);
    const packs = [{ packId: packOf(product), count: 1 }];
    const inputs = [{ batchCode: code, quantity: { value: 1, unit: 'kg' } }];
    const targets: [string, object][] = [
      ['/api/v1/batches', { ...batchBody(), lot: 'LOT', note: 'x', expiresOn: '2027-11-16', inputs }],
      [`/api/v1/batches/${code}/events`, { ...dried, place: 'Sân', note: 'x', photoIds: [], packs }],
      [`/api/v1/batches/${code}/corrections`, { eventId: event.id, reason: 'x', ...dried, stage: undefined, packs }],
    ];
    for (const [path, good] of targets) {
      await fc.assert(
        fc.asyncProperty(spoiled(good), async (body) => {
          const { status } = await by(commune.household).post(path).send(body);
          expect([201, 400, 404, 409, 422], `${path} ${JSON.stringify(body)}`).toContain(status);
        }),
        { numRuns: 25 },
      );
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });
});
