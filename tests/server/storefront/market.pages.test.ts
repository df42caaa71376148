import { describe, expect, it } from 'vitest';
import { addShopLink } from '../../../server/catalog/shop-links.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aBatch, aProduct, inCash, onSale } from '../orders/makers.ts';
import { visitors } from './visitors.ts';

useDatabase();
const { browser, commune, sale } = visitors();

describe('the market', () => {
  // Before any of the tests below sells something.
  it('says that nothing is on offer yet, where nothing was looked for', async () => {
    const { text } = await browser().get('/').expect(200);
    expect(text).toContain('Chợ chưa có mặt hàng nào');
    expect(text).not.toContain('Không thấy');
  });

  it('shows goods with price, village and what is left', async () => {
    const { product } = await sale(7);
    const { text, status } = await browser().get('/');
    expect(status).toBe(200);
    expect(text).toContain(`href="/san-pham/${product.slug}"`);
    expect(text).toContain('60.000\u00a0₫');
    expect(text).toContain('Nà Đa');
    expect(text).toContain('Còn 7');
  });

  it('finds without diacritics, and says so when nothing is found', async () => {
    const { product } = await sale();
    expect((await browser().get('/?q=mien+dong')).text).toContain(product.slug);
    const none = await browser().get('/').query({ q: '<script>alert(1)</script>' });
    expect(none.text).toContain('Không thấy mặt hàng nào như vậy');
    expect(none.text).not.toContain('<script>alert');
    for (const query of [
      '?q=a&q=b',
      '?loai[$ne]=1',
      '?after=zzz',
      '?xep=x&con=2',
      '?xep=cheapest&after=zzz',
      '?ban[]=x',
      '?q=%00',
    ]) {
      expect((await browser().get(`/${query}`)).status, query).toBe(200);
    }
  });

  it('leads from a code pasted into its search to the page of that label', async () => {
    await sale();
    const pasted = 'Mã: 0123 4568 – https://cho.example/T/01234568';
    const answer = await browser().get('/').query({ q: pasted });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(`/t?${new URLSearchParams({ code: pasted }).toString()}`);
  });

  it('offers to look at the kinds that somebody sells, and at no other', async () => {
    await sale();
    const { text } = await browser().get('/');
    expect(text.replaceAll('&#x3D;', '=')).toContain('href="/?loai=mien-dong"');
    expect(text).not.toContain('href="/?loai=duoc-lieu"');
  });

  it('sorts by the price on the tile and filters by village and by what is left, also over pages', async () => {
    const { household, sellers } = commune();
    const dear = await aProduct(household.actor, [900_001, 800_000]);
    const cheap = await aProduct(household.actor, [1_000]);
    const some = (await onSale(household.actor, 3)).product;
    for (let made = 0; made < 25; made += 1) await aProduct(household.actor, [70_000]);
    const seen = async (query: string): Promise<string[]> => {
      const text = (await browser().get(query)).text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
      const slugs = [...text.matchAll(/tile__name"><a href="\/san-pham\/([^"]+)"/g)].map(([, slug = '']) => slug);
      const next = /rel="next" href="([^"]+)"/.exec(text)?.[1];
      return next === undefined ? slugs : [...slugs, ...(await seen(next))];
    };
    const here = new URLSearchParams({ ban: sellers.household.village }).toString();
    const cheapest = await seen(`/?xep=cheapest&${here}`);
    expect(cheapest[0]).toBe(cheap.slug);
    expect(cheapest.at(-1)).toBe(dear.slug);
    expect(new Set(cheapest).size).toBe(cheapest.length);
    expect((await seen(`/?xep=dearest&${here}`))[0]).toBe(dear.slug);
    expect((await seen(`/?${here}`)).toSorted()).toEqual(cheapest.toSorted());
    const left = await seen('/?con=co');
    expect(left).toContain(some.slug);
    expect(left).not.toContain(cheap.slug);
    expect(await seen('/?ban=Bản+không+có')).toEqual([]);
  });

  it('speaks English by the same address', async () => {
    expect((await browser().get('/?lang=en')).text).toContain('Speciality goods of Bình Lư commune');
  });
});

describe('a product’s page', () => {
  it('is 404 with help for a product that is not there', async () => {
    expect((await browser().get('/san-pham/khong-co')).status).toBe(404);
  });

  it('tells search engines what it costs and whether it is there', async () => {
    const { product } = await sale(4);
    const { text } = await browser().get(`/san-pham/${product.slug}`);
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '');
    expect(data).toMatchObject({ '@type': 'Product', name: product.name });
    expect(data.offers[0]).toMatchObject({
      price: 60_000,
      priceCurrency: 'VND',
      availability: 'https://schema.org/InStock',
    });
  });

  it('shows packs, seller, outside shops and recent batches', async () => {
    const { product, batch } = await sale(4);
    await addShopLink(
      commune().household.actor,
      { productId: product.id },
      { channel: 'shopee', url: 'https://shopee.vn/x' },
      noon,
    );
    await aBatch(commune().household.actor, product, 0, { expiresOn: '2026-11-15' });
    const { text } = await browser().get(`/san-pham/${product.slug}`);
    expect(text).toContain(`href="/t/${batch.code}"`);
    expect(text).toContain('Hết hạn');
    expect(text).toMatch(/href="\/go\/[0-9a-f]{24}"/);
    expect(text).toContain('action="/gio-hang"');
    expect(text).not.toContain('https://shopee.vn/x');
  });

  it('has no buy button for what is sold out', async () => {
    const gone = await onSale(commune().household.actor, 1);
    await placeOrder(inCash(gone.packId), noon);
    const { text } = await browser().get(`/san-pham/${gone.product.slug}`);
    expect(text).toContain('Hết hàng');
    expect(text).not.toContain('name="quantity"');
  });
});

describe('a seller’s page', () => {
  it('shows address, people and goods, and no private phone', async () => {
    const { product } = await sale();
    const { slug } = commune().sellers.household;
    const { text } = await browser().get(`/ho/${slug}`);
    expect(text).toContain('Bản Nà Đa');
    expect(text).toContain('Thái');
    expect(text).toContain(product.slug);
    expect(text).not.toContain(commune().household.phone);
    expect((await browser().get('/ho/khong-co')).status).toBe(404);
  });
});
