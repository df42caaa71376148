import { describe, expect, it } from 'vitest';
import { addShopLink, openShopLink, removeShopLink, shopLinkCounts } from '../../../server/catalog/shop-links.ts';
import { noon } from '../../support/services.ts';
import { sendForm, useBrowsers } from '../identity/browsers.ts';
import { someGoods } from '../traceability/makers.ts';

const { browser, people, signedIn } = useBrowsers();

describe('/go/{linkId}', () => {
  const aLink = (n: number) =>
    addShopLink(
      people().neighbour.actor,
      { sellerId: people().sellers.neighbour.id },
      { channel: 'shopee', url: `https://shopee.vn/${n}` },
      noon,
    );
  const opened = async () => (await shopLinkCounts(people().sellers.neighbour.id))[0]?.opened ?? 0;

  it.each(['/go/x', '/go/%2f%2fevil.example', `/go/${'0'.repeat(24)}`, '/go/https:%2f%2fevil.example', '/go/x/hong'])(
    'is 404 for %s',
    async (path) => {
      const answer = await browser().get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.location).toBeUndefined();
    },
  );

  it('counts people who go there, not robots, previews or pages fetched ahead', async () => {
    const { id, url } = await aLink(1);
    const path = `/go/${id}`;
    const before = await opened();
    const phone = 'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/120 Mobile Safari/537.36';
    const asPerson = () => browser().get(path).set('User-Agent', phone);
    const go = await asPerson();
    expect(go.status).toBe(303);
    expect(go.headers).toMatchObject({ location: url, 'cache-control': 'no-store' });
    await browser().head(path).set('User-Agent', phone);
    await browser().get(path).set('User-Agent', 'facebookexternalhit/1.1');
    await browser().get(path);
    await asPerson().set('Sec-Purpose', 'prefetch;prerender');
    await asPerson().set('Purpose', 'prefetch');
    await asPerson().set('Sec-Fetch-Mode', 'no-cors');
    expect(await opened()).toBe(before + 1);
  });

  it('leads to who sold there once its owner took it away, as posters still carry it', async () => {
    const { id } = await aLink(9);
    const { id: sellerId, slug } = people().sellers.neighbour;
    await removeShopLink(people().neighbour.actor, { sellerId }, id);
    expect((await browser().get(`/go/${id}`)).headers.location).toBe(`/ho/${slug}`);
    const { actor } = people().household;
    const product = await someGoods(actor);
    const owner = { productId: product.id };
    const link = await addShopLink(actor, owner, { channel: 'shopee', url: 'https://shopee.vn/10' }, noon);
    await removeShopLink(actor, owner, link.id);
    expect((await browser().get(`/go/${link.id}`)).headers.location).toBe(`/san-pham/${product.slug}`);
    expect((await browser().get(`/go/${link.id}/hong`)).status).toBe(404);
  });

  it('shows the seller how often each product was visited, on the page of that product', async () => {
    const { actor } = people().household;
    const [product, other] = [await someGoods(actor), await someGoods(actor)];
    const wanted = { channel: 'tiktok', url: 'https://www.tiktok.com/@mien' } as const;
    const { id } = await addShopLink(actor, { productId: product.id }, wanted, noon);
    for (let times = 0; times < 3; times += 1) await openShopLink(id, noon);
    const household = await signedIn((commune) => commune.household);
    const page = (await household.get(`/hang-cua-toi/${product.id}`)).text;
    expect(page).toMatch(/Số lần khách mở[^]*11\/2026[^]*TikTok[^]*>3</);
    expect((await household.get(`/hang-cua-toi/${other.id}`)).text).not.toContain('Số lần khách mở');
  });

  it('takes a report that it leads nowhere, from anybody', async () => {
    const { id } = await aLink(2);
    const guest = browser();
    expect((await guest.get(`/go/${id}/hong`)).text).toContain('Báo đường dẫn hỏng');
    const answer = await sendForm(guest, `/go/${id}/hong`, {});
    expect(answer.status).toBe(303);
    expect((await guest.get(answer.headers.location ?? '')).text).toContain('Cảm ơn bạn đã báo');
    const neighbour = await signedIn((commune) => commune.neighbour);
    expect((await neighbour.get(`/gian-hang/${people().sellers.neighbour.id}`)).text).toContain('1 người báo hỏng');
  });
});
