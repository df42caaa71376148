import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { storiesFor } from '../../../server/catalog/stories.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { spoiled } from '../traceability/hostile.ts';
import { someGoods } from '../traceability/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
let product: Product;
let household: ReturnType<typeof program>;
let path: string;

beforeAll(async () => {
  commune = await aCommune();
  product = await someGoods(commune.household.actor);
  household = program(commune.household.token);
  path = `/api/v1/products/${product.id}/story`;
});

const publicly = async () => (await storiesFor({ productId: product.id, sellerId: product.sellerId })).product;
const pointersIn = ({ body }: { body: { errors?: { pointer: string }[] } }) =>
  body.errors?.map(({ pointer }) => pointer);
const consent = { person: 'Lò Thị Én', showsName: true, showsFace: false, way: 'in-person', givenOn: '2026-11-15' };

describe('the story of a product, for machines', () => {
  it('begins empty, and is shown to nobody before something is written and names are agreed to', async () => {
    const { status, body } = await household.get(path);
    expect([status, body]).toEqual([
      200,
      { state: 'draft', version: 0, draft: null, shown: null, shownAt: null, shownBy: null, photos: [], consents: [] },
    ]);
    const unagreed = await household.post(`${path}/showing`).send({ version: 0, namesAgreed: false });
    expect([unagreed.status, pointersIn(unagreed)]).toEqual([422, ['/namesAgreed']]);
    const empty = await household.post(`${path}/showing`).send({ version: 0, namesAgreed: true });
    expect([empty.status, pointersIn(empty)]).toEqual([422, ['/told/vi']]);
    expect(await publicly()).toBeNull();
  });

  it('is written bit by bit, and by one of two who wrote over the same version', async () => {
    const first = await household.patch(path).send({ version: 0, told: { vi: 'Nhà tôi làm miến.' } });
    expect(first.body).toMatchObject({
      state: 'draft',
      version: 1,
      draft: { told: { vi: 'Nhà tôi làm miến.', en: '' } },
    });
    const second = await household.patch(path).send({ version: 1, clipUrl: 'https://youtu.be/abc' });
    expect(second.body.draft).toMatchObject({ told: { vi: 'Nhà tôi làm miến.' }, clipUrl: 'https://youtu.be/abc' });
    const third = await household.patch(path).send({ version: 2, clipUrl: null });
    expect(third.body.draft).toMatchObject({ told: { vi: 'Nhà tôi làm miến.' }, clipUrl: null });
    const late = await household.patch(path).send({ version: 1, told: { vi: 'Chữ khác' } });
    expect([late.status, late.body.type]).toEqual([409, expect.stringContaining('story-changed')]);
    const elsewhere = await household.patch(path).send({ version: 3, clipUrl: 'https://youtube.com.example/x' });
    expect([elsewhere.status, pointersIn(elsewhere)]).toEqual([422, ['/clipUrl']]);
  });

  it('is shown, and taken down again, which may be repeated', async () => {
    const shown = await household.post(`${path}/showing`).send({ version: 3, namesAgreed: true });
    expect([shown.status, shown.body.state, shown.body.draft]).toEqual([201, 'shown', null]);
    expect((await publicly())?.told.vi).toBe('Nhà tôi làm miến.');
    expect((await household.delete(`${path}/showing`)).status).toBe(204);
    expect((await household.delete(`${path}/showing`)).status).toBe(204);
    expect(await publicly()).toBeNull();
    expect((await household.get(path)).body).toMatchObject({ state: 'draft', draft: { told: { en: '' } } });
  });

  it('shows nothing that is not declared', async () => {
    const { body } = await household.get(path);
    expect(Object.keys(body).sort()).toEqual(
      ['consents', 'draft', 'photos', 'shown', 'shownAt', 'shownBy', 'state', 'version'].sort(),
    );
  });

  it('meets no body with a 500', async () => {
    const good = {
      version: 0,
      told: { vi: 'x', en: 'y' },
      craftVillage: 'Bình Lư',
      motif: { vi: 'Hoa' },
      clipUrl: null,
    };
    await fc.assert(
      fc.asyncProperty(spoiled(good), async (body) => {
        const { status } = await household.patch(path).send(body);
        expect([200, 400, 409, 422], JSON.stringify(body)).toContain(status);
      }),
      { numRuns: 25 },
    );
  });
});

describe('consents, for machines', () => {
  it('name the field that is wrong', async () => {
    const send = (changed: object) => household.post(`${path}/consents`).send({ ...consent, ...changed });
    expect(pointersIn(await send({ showsName: false }))).toEqual(['/showsName']);
    expect(pointersIn(await send({ givenOn: '2099-01-01' }))).toEqual(['/givenOn']);
    expect((await send({ withdrawnAt: '2026-11-16T00:00:00Z' })).status).toBe(422);
  });

  it('are written down once for one key, stand until they are taken back, and hold the text back from then on', async () => {
    const record = () =>
      household.post(`${path}/consents`).set('Idempotency-Key', 'one-consent-0123').send(consent).expect(201);
    const [{ body: made }, { body: again }] = [await record(), await record()];
    expect(again).toEqual(made);
    const { version } = (await household.get(path)).body;
    const written = await household.patch(path).send({ version, told: { vi: 'Chị Lò Thị Én làm miến.' } });
    await household.post(`${path}/showing`).send({ version: written.body.version, namesAgreed: true }).expect(201);
    expect((await publicly())?.people).toEqual([{ name: 'Lò Thị Én', task: null, people: null }]);
    const withdrawal = `${path}/consents/${made.id}/withdrawal`;
    expect((await program(commune.stranger.token).post(withdrawal).send({})).status).toBe(404);
    const taken = await household.post(withdrawal).send({}).expect(201);
    expect(taken.body).toMatchObject({
      state: 'held-back',
      consents: [{ id: made.id, withdrawnBy: expect.any(String) }],
    });
    expect((await household.post(withdrawal).send({}).expect(201)).body).toEqual(taken.body);
    expect(await publicly()).toBeNull();
    expect((await household.post(`${path}/consents/nobody/withdrawal`).send({})).status).toBe(404);
  });
});
