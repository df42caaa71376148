import { afterEach, describe, expect, it } from 'vitest';
import { getListing, putBack, screenListing, takeDown } from '../../../server/catalog/listings.ts';
import { changeProduct, getProduct, type Product } from '../../../server/catalog/products.ts';
import { addShopLink } from '../../../server/catalog/shop-links.ts';
import { liftSuspension, suspendSeller } from '../../../server/identity/suspensions.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { setPlatform } from '../../../server/platform.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';
import { passed, tellersOf, whoTellsOf } from './makers.ts';

useDatabase();
const { browser, browserOf, clock, commune, sale } = visitors();
afterEach(() => {
  setPlatform({ mode: null, operator: null });
  clock.now = noon;
});

const officer = () => commune().officer.actor;
const code = (wantedCode: string) => expect.objectContaining({ code: wantedCode });
const intermediary = () => setPlatform({ mode: 'intermediary', operator: null });

const tellers = (product: Product) => tellersOf(product, commune().sellers.household.slug);
const tellOf = (product: Product) => whoTellsOf(product, tellers(product), browser);

async function expectHidden(product: Product, batchCode: string, packId: string, status: number): Promise<void> {
  expect(await tellOf(product)).toEqual([]);
  for (const path of [`/san-pham/${product.slug}`, `/api/v1/products/${product.id}`])
    expect((await browser().get(path)).status, path).toBe(status);
  expect((await browser().get(`/san-pham/${product.slug}/anh-chia-se.jpg`)).status).toBe(404);
  await expect(placeOrder(wanted(packId), noon)).rejects.toThrow(code('pack-unknown'));
  // What holds the goods together with their origin stays, and leads nowhere that is hidden.
  const origin = await browser().get(`/t/${batchCode}`);
  expect(origin.status).toBe(200);
  expect(origin.text).toContain(product.name);
  expect(origin.text).not.toContain(`/san-pham/${product.slug}`);
  const json = await browser().get(`/t/${batchCode}`).set('Accept', 'application/json');
  expect(json.body).toMatchObject({ offers: [], shops: [], product: { url: null } });
}

describe('goods that were taken down', () => {
  it('answer 410 and leave no trace but their origin, until they are put back', async () => {
    const { product, batch, packId } = await sale();
    const link = await addShopLink(
      commune().household.actor,
      { productId: product.id },
      { channel: 'shopee', url: 'https://shopee.vn/mien' },
      noon,
    );
    expect(await tellOf(product)).toEqual(tellers(product));
    await takeDown(officer(), product.id, { reason: 'Ảnh của người khác', authority: null }, noon);
    await takeDown(officer(), product.id, { reason: 'Hai lần', authority: null }, noon);
    await expectHidden(product, batch.code, packId, 410);
    expect((await browser().get(`/go/${link.id}`)).status).toBe(410);
    const own = await browserOf(commune().household).get(`/hang-cua-toi/${product.id}`);
    expect(own.text).toMatch(/Trang này đã bị gỡ[^]*Ảnh của người khác/);
    expect((await browserOf(commune().officer).get(`/san-pham/${product.slug}`)).text).toContain('Trang này đã bị gỡ');
    await putBack(officer(), product.id, noon);
    expect(await tellOf(product)).toEqual(tellers(product));
    expect((await getListing(officer(), product.id)).takenDown).toMatchObject([
      { reason: 'Ảnh của người khác', putBackAt: noon },
    ]);
  });

  it('leave the cart of who had them in it', async () => {
    const { product, packId } = await sale();
    const agent = browser();
    await agent.post('/gio-hang').type('form').send({ packId, quantity: '2' }).expect(303);
    expect((await agent.get('/gio-hang')).text).toContain(product.name);
    await takeDown(officer(), product.id, { reason: 'Sai', authority: 'Số 5/QĐ' }, noon);
    expect((await agent.get('/gio-hang')).text).not.toContain(product.name);
  });

  it('are the officer’s to take down, on a page that asks why', async () => {
    const { product } = await sale();
    await expect(
      takeDown(commune().household.actor, product.id, { reason: 'x', authority: null }, noon),
    ).rejects.toThrow(code('not-for-your-role'));
    expect((await browserOf(commune().cooperative).get(`/duyet-hang/${product.id}/go`)).status).toBe(403);
    const agent = browserOf(commune().officer);
    const path = `/duyet-hang/${product.id}/go`;
    const key = formKey((await agent.get(path).expect(200)).text);
    expect((await agent.post(path).type('form').send({ _key: key, reason: '' })).status).toBe(422);
    const again = formKey((await agent.get(path)).text);
    await agent.post(path).type('form').send({ _key: again, reason: 'Hàng cấm' }).expect(303);
    expect((await browser().get(`/san-pham/${product.slug}`)).status).toBe(410);
    expect((await agent.get('/duyet-hang?xem=taken-down')).text).toContain(product.name);
    const back = `/duyet-hang/${product.id}/dua-lai`;
    await agent
      .post(back)
      .type('form')
      .send({ _key: formKey((await agent.get(back)).text) })
      .expect(303);
    expect((await browser().get(`/san-pham/${product.slug}`)).status).toBe(200);
  });
});

describe('goods where somebody looks first', () => {
  it('show once an officer looked at what they say now, and only that', async () => {
    const { product, batch, packId } = await sale();
    intermediary();
    await expectHidden(product, batch.code, packId, 404);
    const agent = browserOf(commune().officer);
    expect((await agent.get('/duyet-hang')).text).toContain(product.name);
    const page = await agent.get(`/duyet-hang/${product.id}`);
    const version = /name="version" value="(\d+)"/.exec(page.text)?.[1] ?? '';
    const send = { _key: formKey(page.text), version, result: 'refused' };
    expect((await agent.post(`/duyet-hang/${product.id}`).type('form').send(send)).status).toBe(422);
    await screenListing(officer(), product.id, { version: Number(version), passed: false, reason: 'Thiếu ảnh' }, noon);
    await expectHidden(product, batch.code, packId, 404);
    expect((await browserOf(commune().household).get('/hang-cua-toi/' + product.id)).text).toContain('Thiếu ảnh');
    await passed(officer(), product.id);
    expect(await tellOf(product)).toEqual(tellers(product));
    const [pack] = product.packs;
    if (!pack) throw new Error('no pack');
    const dearer = [{ id: pack.id, name: pack.name, netQuantity: pack.netQuantity, priceVnd: 70_000 }];
    await changeProduct(commune().household.actor, product.id, { packs: dearer }, noon);
    expect((await browser().get(`/san-pham/${product.slug}`)).status).toBe(200);
    await changeProduct(commune().household.actor, product.id, { name: `${product.name} mới` }, noon);
    expect((await browser().get(`/san-pham/${product.slug}`)).status).toBe(404);
    expect((await getListing(officer(), product.id)).looks.map((look) => look.passed)).toEqual([true, false]);
  });

  it.each([
    ['a name', { name: 'Miến khác' }],
    ['a description', { description: { vi: 'Ngon' } }],
    ['a pack', { packs: [{ name: 'Gói to', netQuantity: { value: 2, unit: 'kg' }, priceVnd: 1000 }] }],
  ])('wait again for a look after %s was changed', async (_what, change) => {
    const { product } = await sale();
    await passed(officer(), product.id);
    expect((await getProduct(product.id)).screening).toBe('passed');
    await changeProduct(commune().household.actor, product.id, change, noon);
    expect((await getProduct(product.id)).screening).toBe('waiting');
  });

  it('are passed only as they were looked at', async () => {
    const { product } = await sale();
    const { version } = await getListing(officer(), product.id);
    await changeProduct(commune().household.actor, product.id, { name: 'Vừa đổi' }, noon);
    const look = { version, passed: true, reason: null };
    await expect(screenListing(officer(), product.id, look, noon)).rejects.toThrow(code('listing-changed'));
  });
});

describe('a suspended stall', () => {
  const { household } = { household: () => commune().sellers.household };
  const days = (n: number) => new Date(noon.getTime() + n * 86_400_000);

  it('is told ahead with the reason, then hidden whole but for its origins, then opened', async () => {
    const { product, batch } = await sale();
    const wish = { from: '2026-11-20', reason: 'Bán hàng không đúng mô tả', authority: null };
    await expect(suspendSeller(officer(), household().id, wish, noon)).rejects.toMatchObject({
      mistakes: [{ pointer: '/from', code: 'suspension-too-soon', facts: { earliest: '2026-11-21' } }],
    });
    await suspendSeller(officer(), household().id, { ...wish, from: '2026-11-21' }, noon);
    await expect(suspendSeller(officer(), household().id, { ...wish, from: '2026-11-21' }, noon)).rejects.toThrow(
      code('already-suspended'),
    );
    const own = browserOf(commune().household);
    expect((await own.get('/ban-lam-viec')).text).toContain('gian hàng có thông báo tạm ngừng');
    const notice = await own.get(`/nguoi-ban/${household().id}`);
    expect(notice.text).toMatch(
      /21\/11\/2026[^]*Bán hàng không đúng mô tả[^]*khieu-nai\?loai&#x3D;seller-suspended|khieu-nai\?loai=seller-suspended/,
    );
    expect((await browser().get(`/san-pham/${product.slug}`)).status).toBe(200);
    clock.now = days(5);
    expect(await tellOf(product)).toEqual([]);
    for (const path of [`/san-pham/${product.slug}`, `/ho/${household().slug}`])
      expect((await browser().get(path)).status, path).toBe(410);
    expect((await browser().get('/sitemap.xml')).text).not.toContain(`/ho/${household().slug}<`);
    const origin = await browser().get(`/t/${batch.code}`).expect(200);
    expect(origin.text).not.toContain(`/ho/${household().slug}`);
    const { packId } = { packId: product.packs[0]?.id ?? '' };
    await expect(placeOrder(wanted(packId), days(5))).rejects.toThrow(code('seller-suspended'));
    await liftSuspension({ ...officer(), freshAt: days(5) }, household().id, days(5));
    expect(await tellOf(product)).toEqual(tellers(product));
  });

  it('is closed at once at an authority’s word', async () => {
    const wish = { from: '2026-11-16', reason: 'Theo yêu cầu', authority: 'Công văn 12/CV ngày 15/11/2026' };
    const { id } = await suspendSeller(officer(), household().id, wish, noon);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect((await browser().get(`/ho/${household().slug}`)).status).toBe(410);
    await liftSuspension(officer(), household().id, noon);
    expect((await browser().get(`/ho/${household().slug}`)).status).toBe(200);
  });
});
