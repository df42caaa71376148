import { beforeAll, describe, expect, it } from 'vitest';
import { getProduct, listProducts, type Product } from '../../../server/catalog/products.ts';
import { ownShopLinks } from '../../../server/catalog/shop-links.ts';
import { formKey } from '../../support/app.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { packOf, someGoods } from '../traceability/makers.ts';

const { browser, people, signedIn } = useBrowsers();

let product: Product;
let agent: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  agent = await signedIn((commune) => commune.household);
});

const pack = (index: number, name = 'Gói 500 g', price = '60.000') => ({
  [`packs.${index}.name`]: name,
  [`packs.${index}.netQuantity.value`]: '0,5',
  [`packs.${index}.netQuantity.unit`]: 'kg',
  [`packs.${index}.priceVnd`]: price,
});
const blank = (index: number) => ({ [`packs.${index}.name`]: '', [`packs.${index}.netQuantity.unit`]: 'g' });

describe('/hang-cua-toi', () => {
  it('is for sellers, and shows their own', async () => {
    expect((await browser().get('/hang-cua-toi')).headers.location).toMatch(/^\/dang-nhap/);
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get('/hang-cua-toi')).status).toBe(403);
    expect((await agent.get('/hang-cua-toi')).text).toContain(`/hang-cua-toi/${product.id}`);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get('/hang-cua-toi')).text).toContain('chưa có mặt hàng nào');
    expect((await stranger.get(`/hang-cua-toi/${product.id}`)).status).toBe(404);
    expect((await stranger.get(`/hang-cua-toi/${product.id}/sua`)).status).toBe(404);
    expect((await stranger.get(`/hang-cua-toi/${product.id}/kenh`)).status).toBe(404);
    expect((await agent.get('/hang-cua-toi/x')).status).toBe(404);
  });
});

describe('/hang-cua-toi/moi', () => {
  const path = '/hang-cua-toi/moi';

  it.each([
    ['a letter that nobody sees', 'Gạo Séng Cù Than U\u200byên', 'Séng Cù Than Uyên'],
    ['a Cyrillic look-alike', 'Gạo Séng Cù Thаn Uyên', 'không phải chữ cái của ta'],
  ])('refuses a name that law reserves, written with %s', async (_how, name, words) => {
    const answer = await fillIn(agent, path, { kind: 'gao-seng-cu', name, ...pack(0) });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`<a href="#name">[^<]*${words}`));
  });

  it('comes back filled in, each mistake at its row', async () => {
    const form = { kind: 'mien-dong', name: '', ...pack(0, 'Gói', 'rẻ'), ...pack(1, ''), ...blank(2) };
    const answer = await fillIn(agent, path, form);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/<a href="#name">[^<]*Mục này cần điền/);
    expect(answer.text).toMatch(/<a href="#packs\.0\.priceVnd">[^<]*Số tiền không đúng/);
    expect(answer.text).toContain('value="rẻ"');
    expect(answer.text).toMatch(/value="mien-dong" checked/);
    const half = await fillIn(agent, path, { kind: 'mien-dong', name: 'Miến', ...pack(0), ...pack(2, '') });
    expect(half.text).toMatch(/<a href="#packs\.2\.name">[^<]*Mục này cần điền/);
    const none = await fillIn(agent, path, { kind: 'mien-dong', name: 'Miến', ...blank(0) });
    expect(none.text).toContain('<a href="#packs.0.name">');
  });

  it('says at its field what only the house knows', async () => {
    const form = { kind: 'gao-seng-cu', name: 'Séng Cù Than Uyên', gtin: '09506000134353', ...pack(0) };
    const answer = await fillIn(agent, path, form);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/<a href="#name">[^<]*“Séng Cù Than Uyên” là nhãn hiệu của nơi khác/);
    expect(answer.text).toContain('<a href="#gtin">');
  });

  it('adds a product with a photo and its packs', async () => {
    const answer = await agent
      .post(path)
      .field({
        _key: formKey((await agent.get(path)).text),
        kind: 'mat-ong',
        name: 'Mật ong rừng',
        story: 'Ong rừng.',
        ...pack(0),
        ...blank(1),
      })
      .attach('photo', await aPhoto(320, 240), { filename: 'a.jpg', contentType: 'image/jpeg' });
    expect(answer.status).toBe(303);
    const [added] = await listProducts({ sellerIds: [people().household.actor.sellerId ?? ''], kind: 'mat-ong' });
    expect(added).toMatchObject({
      name: 'Mật ong rừng',
      photoId: expect.any(String),
      description: { vi: 'Ong rừng.', en: 'Ong rừng.' },
      packs: [{ name: 'Gói 500 g', netQuantity: { value: 0.5, unit: 'kg' }, priceVnd: 60_000 }],
    });
    const page = await agent.get(answer.headers.location ?? '');
    expect(page.text).toMatch(/0,5\skg · 60\.000\s₫/);
  });

  it('lets a cooperative add for its households only', async () => {
    const cooperative = await signedIn((commune) => commune.cooperative);
    const { household, stranger } = people().sellers;
    const form = (sellerId: string) => ({ kind: 'tho-cam', name: 'Khăn', sellerId, ...pack(0, 'Chiếc') });
    expect((await cooperative.get(path)).text).toContain(household.name);
    expect((await fillIn(cooperative, path, form(stranger.id))).status).toBe(404);
    expect((await fillIn(cooperative, path, form(household.id))).status).toBe(303);
  });
});

describe('/hang-cua-toi/{id}/sua', () => {
  it('offers what is there, keeps ids of packs, and takes off what was emptied', async () => {
    const own = await someGoods(people().household.actor);
    const path = `/hang-cua-toi/${own.id}/sua`;
    expect((await agent.get(path)).text).toContain(`name="packs.1.id" value="${packOf(own, 1)}"`);
    const rows = {
      'packs.0.id': packOf(own),
      ...pack(0, 'Gói nhỏ', '65.000'),
      'packs.1.id': packOf(own, 1),
      ...blank(1),
      ...pack(2, 'Gói to'),
    };
    expect((await fillIn(agent, path, { name: 'Tên mới', ...rows })).status).toBe(303);
    const changed = await getProduct(own.id);
    expect(changed.name).toBe('Tên mới');
    expect(changed.packs.map(({ name, priceVnd }) => [name, priceVnd])).toEqual([
      ['Gói nhỏ', 65_000],
      ['Gói to', 60_000],
    ]);
    expect(changed.packs[0]?.id).toBe(packOf(own));
  });
});

describe('outside shops', () => {
  it('are added and taken away at the product and at the seller', async () => {
    const seller = people().household.actor.sellerId ?? '';
    expect((await agent.get('/gian-hang')).headers.location).toBe(`/gian-hang/${seller}`);
    for (const path of [`/hang-cua-toi/${product.id}`, `/gian-hang/${seller}`]) {
      const wrong = await fillIn(agent, `${path}/kenh`, { channel: 'shopee', url: 'https://evil.example/' });
      expect(wrong.status).toBe(422);
      expect(wrong.text).toMatch(/<a href="#url">[^<]*Không thấy đường dẫn nào/);
      expect(wrong.text).toContain('value="https://evil.example/"');
      expect(
        (await fillIn(agent, `${path}/kenh`, { channel: 'zalo', url: 'https://zalo.me/1' })).headers.location,
      ).toBe(path);
      const owner = path.startsWith('/g') ? { sellerId: seller } : { productId: product.id };
      const [link] = await ownShopLinks(people().household.actor, owner);
      expect((await agent.get(path)).text).toContain('https://zalo.me/1');
      expect((await fillIn(agent, path, { link: '0'.repeat(24) })).status).toBe(404);
      expect((await fillIn(agent, path, { link: link?.id ?? '' })).status).toBe(303);
      expect(await ownShopLinks(people().household.actor, owner)).toEqual([]);
    }
    const cooperative = await signedIn((commune) => commune.cooperative);
    expect((await cooperative.get('/gian-hang')).text).toContain(`/gian-hang/${seller}`);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get(`/gian-hang/${seller}`)).status).toBe(404);
  });

  it('that are websites wait for the officer', async () => {
    await fillIn(agent, `/hang-cua-toi/${product.id}/kenh`, { channel: 'website', url: 'https://miendong.com.vn' });
    expect((await agent.get(`/hang-cua-toi/${product.id}`)).text).toContain('Chờ cán bộ xã xem');
    expect((await agent.get('/trang-web-cho-duyet')).status).toBe(403);
    const officer = await signedIn((commune) => commune.officer);
    const page = await officer.get('/trang-web-cho-duyet');
    const id = /name="link" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await fillIn(officer, '/trang-web-cho-duyet', { link: id })).status).toBe(303);
    expect((await browser().get(`/go/${id}`)).headers.location).toBe('https://miendong.com.vn/');
  });
});
