import { beforeAll, describe, expect, it } from 'vitest';
import { takeDown } from '../../../server/catalog/listings.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { inAll } from '../../../server/language.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { blockKinds, emptyBlock } from '../../../server/visits/block.ts';
import { ownVisits } from '../../../server/visits/own-visits.ts';
import { VisitModel } from '../../../server/visits/visit.ts';
import { putBlock } from '../../../server/visits/visit-blocks.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, goods } from '../traceability/makers.ts';
import { aPhotoOn, aVisit, facts, shown, versionOf } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();
const officer = () => people().officer.actor;
const maker = () => people().sellers.household;

let desk: Agent;
let product: Product;

beforeAll(async () => {
  desk = await signedIn((commune) => commune.officer);
  product = await addProduct(people().household.actor, goods(), noon);
});

const page = async (path: string) => (await browser().get(path).expect(200)).text;
const pathOf = async (id: string) => `/tham/${(await VisitModel.findById(id).lean())?.slug}`;

describe('an officer', () => {
  const fields: Record<(typeof blockKinds)[number], (photo: string, batch: string) => Record<string, string>> = {
    text: () => ({ words: 'Bản làm miến từ lâu.', wordsEn: 'Noodles have been made here for long.' }),
    photo: (photo) => ({ photo }),
    pair: (photo) => ({ photo, second: photo }),
    product: () => ({ product: product.id }),
    batch: (_photo, batch) => ({ batch: `https://localhost/t/${batch}` }),
    seller: () => ({ seller: maker().id }),
    clip: (photo) => ({ heading: 'Tráng miến', clipUrl: 'https://youtu.be/abc', photo }),
    place: () => ({ heading: 'Sân phơi', position: '22,3312; 103,6105' }),
    season: () => ({ heading: 'Đào củ', fromMonth: '11', toMonth: '1' }),
  };

  it('puts a page together in forms without script, looks at it, shows it and takes it back', async () => {
    const begun = await fillIn(desk, '/trang-tham', { kind: 'village', title: 'Bản Thử', village: maker().village });
    const own = String(begun.headers.location).replace('/thong-tin', '');
    const id = own.split('/').at(-1) ?? '';
    const over = async () => String((await versionOf(officer(), id)).version);
    const send = async (path: string, more: Record<string, string>) =>
      fillIn(desk, `${own}${path}`, { version: await over(), ...more });
    const said = { title: 'Bản Thử', titleEn: 'Thử village', lead: 'Bản bên suối.', village: maker().village };
    expect((await send('/thong-tin', { ...said, position: '22,3312; 103,6105' })).status).toBe(303);
    const photo = await aPhotoOn(officer(), id);
    const { code } = await aBatchOf(people().household.actor, product);
    for (const kind of blockKinds) {
      const answer = await send(`/them/${kind}`, fields[kind](photo, code));
      expect([kind, answer.status]).toEqual([kind, 303]);
    }
    const path = await pathOf(id);
    expect((await browser().get(path)).status).toBe(404);
    expect((await desk.get(`${own}/xem`).expect(200)).text).toContain('Bản làm miến từ lâu.');
    expect((await send('', {})).status).toBe(422);
    expect((await send('', { agreed: 'yes' })).status).toBe(303);
    const html = await page(path);
    expect(html).toMatch(/<h1>Bản Thử<\/h1>[^]*Bản làm miến từ lâu[^]*Tháng 11 – Tháng 1/);
    for (const link of [`/san-pham/${product.slug}`, `/t/${code}`, `/ho/${maker().slug}`, 'https://youtu.be/abc'])
      expect(html).toContain(`href="${link}"`);
    expect(await page(`${path}?lang=en`)).toMatch(/<h1>Thử village<\/h1>[^]*Noodles have been made here/);
    await fillIn(desk, own, { version: await over() }, `${own}/cat`);
    expect((await browser().get(path)).status).toBe(404);
    expect((await desk.get(own)).text).toContain('Bản làm miến từ lâu.');
  });

  it('moves and removes parts, and never writes over what somebody else has just changed', async () => {
    const id = await aVisit(officer(), facts('Trang xếp'), [
      { kind: 'text', words: inAll('Một') },
      { kind: 'text', words: inAll('Hai') },
    ]);
    const own = `/trang-tham/${id}`;
    const words = async () =>
      (await ownVisits(officer()))
        .find(({ record }) => String(record._id) === id)
        ?.text.blocks.map((block) => [block.id, block.words?.vi]) ?? [];
    const [first, second] = (await words()).map(([block]) => block);
    const move = async (said: string, version: number) =>
      (await fillIn(desk, own, { version: String(version), move: said }, `${own}/khoi`)).status;
    const { version } = await versionOf(officer(), id);
    expect(await move(`up ${second}`, version)).toBe(303);
    expect(await move(`up ${first}`, version)).toBe(409);
    expect((await words()).map(([, said]) => said)).toEqual(['Hai', 'Một']);
    expect(await move(`remove ${second}`, version + 1)).toBe(303);
    expect((await words()).map(([, said]) => said)).toEqual(['Một']);
  });

  it('alone may write; a form that comes twice begins one page', async () => {
    const id = await aVisit(officer(), facts('Trang riêng'));
    for (const who of ['household', 'cooperative'] as const) {
      const other = await signedIn((commune) => commune[who]);
      for (const path of ['/trang-tham', `/trang-tham/${id}`, `/trang-tham/${id}/xem`])
        expect((await other.get(path)).status, path).toBe(403);
    }
    expect((await browser().get('/trang-tham')).status).toBe(303);
    const _key = /name="_key" value="([^"]+)"/.exec((await desk.get('/trang-tham')).text)?.[1] ?? '';
    const send = () => desk.post('/trang-tham').type('form').send({ _key, kind: 'stay', title: 'Nhà một lần' });
    expect((await send()).headers.location).toBe((await send()).headers.location);
    expect(await VisitModel.countDocuments({ slug: { $in: ['nha-mot-lan', 'nha-mot-lan-2'] } })).toBe(1);
  });
});

describe('a page for visitors', () => {
  it('is found from the goods, the seller and the batch of its village, and leads to them', async () => {
    const id = await aVisit(officer(), facts('Bản Hai Chiều', { village: maker().village.replace(/^bản /, '') }));
    const batch = await aBatchOf(people().household.actor, product);
    await shown(officer(), id);
    const path = await pathOf(id);
    const ways = [`/san-pham/${product.slug}`, `/ho/${maker().slug}`, `/t/${batch.code}`];
    for (const way of ways) expect(await page(way), way).toContain(`href="${path}"`);
    expect(await page(path)).toMatch(new RegExp(`/san-pham/${product.slug}"[^]*href="/ho/${maker().slug}"`));
    expect(await page('/tham')).toContain(`href="${path}"`);
  });

  it('shows no goods that were taken down, and no batch that was called back', async () => {
    const other = await addProduct(people().household.actor, { ...goods(), name: 'Miến sắp gỡ' }, noon);
    const { code } = await aBatchOf(people().household.actor, product);
    const id = await aVisit(officer(), facts('Trang hàng', { village: 'Nơi không có ai' }), [
      { kind: 'product', productId: other.id },
      { kind: 'batch', batchCode: code },
    ]);
    await shown(officer(), id);
    const path = await pathOf(id);
    expect(await page(path)).toMatch(new RegExp(`Miến sắp gỡ[^]*/t/${code}`));
    await takeDown(officer(), other.id, { reason: 'Sai', authority: null }, noon);
    const words = inAll('Ẩm');
    await recallBatch(people().cooperative.actor, code, { reason: words, advice: words }, noon);
    expect(await page(path)).not.toMatch(new RegExp(`Miến sắp gỡ|/t/${code}`));
  });

  it('loads nothing from elsewhere before a tap, and stays below 50 KB with all that it can hold', async () => {
    const paragraph = 'Miến dong làm ở bản, phơi nắng trên giàn tre. '.repeat(43).slice(0, 1990);
    const id = await aVisit(
      officer(),
      facts('Bản dài', { village: maker().village, position: { latitude: 22.33, longitude: 103.6 } }),
    );
    const photo = await aPhotoOn(officer(), id);
    const put = async (block: object, kind: (typeof blockKinds)[number]) =>
      putBlock(
        officer(),
        await versionOf(officer(), id),
        { block: { ...emptyBlock(kind), ...block }, instead: null },
        noon,
      );
    for (let n = 0; n < 6; n += 1) await put({ words: inAll(paragraph) }, 'text');
    await expect(put({ words: inAll(paragraph) }, 'text')).rejects.toMatchObject({ code: 'visit-mistaken' });
    const clip = { heading: inAll('Phim'), clipUrl: 'https://www.tiktok.com/@ban/video/1', photoIds: [photo] };
    for (let n = 0; n < 24; n += 1) await put(n % 2 ? clip : { productId: product.id }, n % 2 ? 'clip' : 'product');
    await expect(put({ productId: product.id }, 'product')).rejects.toMatchObject({ code: 'too-many-blocks' });
    await shown(officer(), id);
    const html = await page(await pathOf(id));
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(50 * 1024);
    expect(html).not.toMatch(/<iframe|<video|(?:src|srcset|poster|data)="(?:https?:)?\/\//);
    expect(html).toContain('href="https://www.tiktok.com/@ban/video/1"');
  });

  it.each([
    ['village', 'TouristDestination', {}],
    ['stay', 'LodgingBusiness', {}],
    ['experience', 'TouristAttraction', {}],
    ['festival', 'TouristAttraction', {}],
    ['festival', 'Festival', { firstDay: '2026-12-20', lastDay: '2026-12-21' }],
  ] as const)('about a %s is told to search engines as %s, in each language', async (kind, type, more) => {
    const position = { latitude: 22.33, longitude: 103.61 };
    const id = await aVisit(officer(), { ...facts(`Nơi ${type}`, { position, ...more }), kind });
    await shown(officer(), id);
    const path = await pathOf(id);
    const html = await page(path);
    const data = JSON.parse(/<script type="application\/ld\+json">([^]*?)<\/script>/.exec(html)?.[1] ?? '') as object;
    const place = { geo: { '@type': 'GeoCoordinates', ...position }, address: { addressCountry: 'VN' } };
    const days = { startDate: '2026-12-20', endDate: '2026-12-21', location: { '@type': 'Place', ...place } };
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': type,
      name: `Nơi ${type}`,
      url: `http://localhost:3000${path}`,
      ...(type === 'Festival' ? days : place),
    });
    expect(html).toContain(`<link rel="canonical" href="http://localhost:3000${path}">`);
    expect(html).toContain(`hreflang="en" href="http://localhost:3000${path}?lang&#x3D;en"`);
    expect(await page('/sitemap.xml')).toContain(`<loc>http://localhost:3000${path}</loc>`);
    const picture = await browser().get(`${path}/anh-chia-se.jpg`).expect(200);
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect((picture.body as Buffer).length).toBeLessThanOrEqual(300 * 1024);
  });

  it('that is not there, or not yet, is nowhere', async () => {
    const path = await pathOf(await aVisit(officer(), facts('Chưa đưa')));
    for (const address of [path, `${path}/anh-chia-se.jpg`, '/tham/khong-co'])
      expect((await browser().get(address)).status, address).toBe(404);
    expect(await page('/sitemap.xml')).not.toContain(path);
    expect(await page('/tham')).not.toContain(path);
  });
});
