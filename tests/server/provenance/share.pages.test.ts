import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sharePicture } from '../../../server/provenance/share-picture.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aThread } from './makers.ts';

useDatabase();
const market = testApp();
const words = { market: 'Chợ Bình Lư', product: 'Miến dong', seller: 'Hộ Lò Thị Mai', invitation: 'Xem từng bước' };

it('has no picture for a code that is not there', async () => {
  expect((await market.browser().get('/t/01234568/anh-chia-se.jpg')).status).toBe(404);
  expect((await market.browser().get('/t/x/anh-chia-se.jpg')).status).toBe(404);
});

it('counts codes that are not there against who asks, as their pages do', async () => {
  const ask = () => market.browser().get('/t/01234568/anh-chia-se.jpg');
  const statuses: number[] = [];
  for (let tries = 0; tries < 31; tries += 1) statuses.push((await ask()).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  // Another file's app in this process starts at the same minute: nobody is refused there.
  expect((await testApp().browser().get('/t/01234568/anh-chia-se.jpg')).status).toBe(404);
  market.clock.now = new Date(market.clock.now.getTime() + 60_000);
});

it('is what the page names for Zalo and Facebook: 1200 × 630 px, JPEG, at most 300 KB', async () => {
  const { batch } = await aThread();
  const page = await market.browser().get(`/t/${batch.code}`);
  const address =
    /og:image" content="http:\/\/localhost:3000([^"]+)"/.exec(page.text.replaceAll('&#x3D;', '='))?.[1] ?? '';
  const answer = await market.browser().get(address);
  expect(answer.status).toBe(200);
  const { width, height, format } = await sharp(answer.body as Buffer).metadata();
  expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'jpeg' });
  expect((answer.body as Buffer).length).toBeLessThan(300_000);
});

it('is there for products and sellers too, as their pages name it', async () => {
  const { product, household } = await aThread();
  for (const path of [`/san-pham/${product.slug}`, `/ho/${household.slug}`]) {
    const page = await market.browser().get(path);
    expect(page.text).toContain(`<meta property="og:image" content="http://localhost:3000${path}/anh-chia-se.jpg">`);
    expect(page.text).toContain(`<share-page data-url="http://localhost:3000${path}"`);
    const answer = await market.browser().get(`${path}/anh-chia-se.jpg`);
    expect([answer.status, answer.type]).toEqual([200, 'image/jpeg']);
    expect((answer.body as Buffer).length).toBeLessThan(300_000);
  }
  for (const path of ['/san-pham/x', '/ho/x', '/ho/x%20en']) {
    expect((await market.browser().get(`${path}/anh-chia-se.jpg`)).status).toBe(404);
  }
});

it('is there for the market itself, with what is new there', async () => {
  await aThread();
  const page = await market.browser().get('/');
  expect(page.text).toContain('<meta property="og:image" content="http://localhost:3000/anh-chia-se.jpg">');
  expect(page.text).toContain('<meta property="og:description" content="Mua thẳng từ hộ');
  const answer = await market.browser().get('/anh-chia-se.jpg');
  expect([answer.status, answer.type]).toEqual([200, 'image/jpeg']);
  expect((await sharp(answer.body as Buffer).metadata()).width).toBe(1200);
});

it('takes the longest names and names that look like markup, with a photo or without', async () => {
  const long = 'Miến dong '.repeat(20);
  for (const product of [long, '<b>&"\'', 'ẶỄỮ'.repeat(30)]) {
    const picture = await sharePicture({ ...words, product, seller: product }, null);
    expect((await sharp(picture).metadata()).width).toBe(1200);
  }
});

it('lists the goods and sellers for search engines, and no batch', async () => {
  const { product, household, batch } = await aThread();
  const { text } = await market.browser().get('/sitemap.xml');
  expect(text).toContain(`<loc>http://localhost:3000/san-pham/${product.slug}</loc>`);
  expect(text).toContain(`<loc>http://localhost:3000/ho/${household.slug}</loc>`);
  expect(text).toContain(`<loc>http://localhost:3000/san-pham/${product.slug}?lang=en</loc>`);
  expect(text).not.toContain(batch.code);
  expect((await market.browser().get('/robots.txt')).text).toContain('Sitemap: http://localhost:3000/sitemap.xml');
});

it('tells search engines the same page in each language, each leading to all', async () => {
  const { product, household, batch } = await aThread();
  const addressOf = async (path: string) => {
    const text = (await market.browser().get(path).expect(200)).text.replaceAll('&#x3D;', '=');
    const links = [
      ...text.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="http:\/\/localhost:3000([^"]+)">/g),
    ];
    const canonical = /<link rel="canonical" href="http:\/\/localhost:3000([^"]+)">/.exec(text)?.[1];
    const lang = /<html lang="([^"]+)"/.exec(text)?.[1];
    return { canonical, lang, links: links.map(([, code, url]) => [code, url]) };
  };
  for (const path of ['/', `/san-pham/${product.slug}`, `/ho/${household.slug}`, `/t/${batch.code}`, '/quay']) {
    const links = [
      ['vi', path],
      ['en', `${path}?lang=en`],
      ['x-default', path],
    ];
    expect(await addressOf(path)).toEqual({ canonical: path, lang: 'vi', links });
    expect(await addressOf(`${path}?lang=en`)).toEqual({ canonical: `${path}?lang=en`, lang: 'en', links });
  }
});
