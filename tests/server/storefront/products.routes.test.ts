import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aBatch, anAccount, aProduct, firstPack, onSale } from '../orders/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
  await anAccount(commune.sellers.household);
});

describe('products over the API', () => {
  it('are public, with seller, packs and what is left, and nothing private of the seller', async () => {
    await aProduct(commune.household.actor);
    const { product, packId } = await onSale(commune.household.actor, 7);
    const { body } = await program().get('/api/v1/products?limit=1');
    expect(body.hasMore).toBe(true);
    expect(body.data).toEqual([
      {
        id: product.id,
        slug: product.slug,
        name: product.name,
        kind: 'mien-dong',
        seller: { id: commune.sellers.household.id, kind: 'household', name: 'Hộ bà Lò Thị Đôi' },
        packs: [{ id: packId, name: 'Gói 1', netQuantity: { value: 0.5, unit: 'kg' }, priceVnd: 60_000, available: 7 }],
        shopLinks: [],
        url: `/san-pham/${product.slug}`,
      },
    ]);
    const next = await program().get(`/api/v1/products?limit=1&after=${product.id}`);
    expect(next.body.data[0].id).not.toBe(product.id);
    expect((await program().get(`/api/v1/products/${product.id}`)).body.id).toBe(product.id);
  });

  it('are searched without regard to diacritics, and a search is never a pattern', async () => {
    await aProduct(commune.household.actor);
    const found = await program().get('/api/v1/products?q=MIEN%20DONG');
    expect(found.body.data.length).toBeGreaterThan(0);
    expect((await program().get('/api/v1/products?q=.*')).body.data).toEqual([]);
    for (const search of ['%00', 'mien%00dong', '%01%7f'])
      expect((await program().get(`/api/v1/products?q=${search}`)).status, search).toBe(200);
    expect((await program().get('/?q=%00')).status).toBe(200);
    expect((await program().get('/api/v1/products?limit=0')).status).toBe(422);
    expect((await program().get('/api/v1/products/nothing')).status).toBe(404);
  });

  it('count only batches that can be sold', async () => {
    const product = await aProduct(commune.household.actor);
    await aBatch(commune.household.actor, product, 4, { expiresOn: '2026-11-15' });
    await aBatch(commune.household.actor, product, 3, { expiresOn: '2026-11-16' });
    const { body } = await program().get(`/api/v1/products/${product.id}`);
    expect(body.packs[0].available).toBe(3);
  });

  it('are added and changed by who acts for the seller only', async () => {
    const wanted = {
      name: 'Mật ong bạc hà',
      kind: 'mat-ong',
      packs: [{ name: 'Chai', netQuantity: { value: 0.5, unit: 'l' }, priceVnd: 180_000 }],
    };
    expect((await program().post('/api/v1/products').send(wanted)).status).toBe(401);
    expect((await program(commune.officer.token).post('/api/v1/products').send(wanted)).status).toBe(403);
    const wrong = await program(commune.household.token)
      .post('/api/v1/products')
      .send({ ...wanted, sellerName: 'x' });
    expect(wrong.body.errors[0].pointer).toBe('/sellerName');
    const added = await program(commune.household.token).post('/api/v1/products').send(wanted);
    expect(added.status).toBe(201);
    const path = `/api/v1/products/${added.body.id}`;
    expect((await program(commune.stranger.token).patch(path).send({ name: 'Của tôi' })).status).toBe(404);
    const changed = await program(commune.cooperative.token).patch(path).send({ name: 'Mật ong hoa rừng' });
    expect([changed.status, changed.body.name]).toEqual([200, 'Mật ong hoa rừng']);
    expect(changed.body.packs[0].id).toBe(firstPack(added.body));
  });

  it.each([
    ['a letter that nobody sees', 'Gạo Séng Cù Than U\u200byên', 'Séng Cù Than Uyên'],
    ['styled letters', 'Gạo 𝗦é𝗻𝗴 Cù Than Uyên', 'Séng Cù Than Uyên'],
    ['dots between', 'Gạo S.é.n.g Cù Than Uyên', 'Séng Cù Than Uyên'],
    ['a Cyrillic look-alike', 'Gạo Séng Cù Thаn Uyên', 'không phải chữ cái của ta'],
  ])('refuse a name that law reserves, written with %s', async (_how, name, words) => {
    const packs = [{ name: 'Túi', netQuantity: { value: 5, unit: 'kg' }, priceVnd: 200_000 }];
    const owner = program(commune.household.token);
    const answer = await owner.post('/api/v1/products').send({ name, kind: 'gao-seng-cu', packs });
    const refusal = { pointer: '/name', detail: expect.stringContaining(words) };
    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining(refusal)]]);
    const rice = { name: 'Gạo Séng Cù Bình Lư', kind: 'gao-seng-cu', packs };
    const { id } = (await owner.post('/api/v1/products').send(rice)).body;
    const changed = await program(commune.household.token).patch(`/api/v1/products/${id}`).send({ name });
    expect([changed.status, changed.body.errors]).toEqual([422, [expect.objectContaining(refusal)]]);
  });
});
