import http from 'node:http';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { ownStory } from '../../../server/catalog/stories.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import { formKey } from '../../support/app.ts';
import { noon, testConfig } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, someGoods } from '../traceability/makers.ts';

// A story from the phone that writes it to the pages that show it.

const { browser, people, signedIn } = useBrowsers();
const clock = { now: noon.getTime() };
const services = { config: testConfig(), now: () => new Date(clock.now) };
const fronts = [0, 1].map(() => http.createServer(provenanceFront(services, createApp(services, findActor))));
afterAll(() => fronts.forEach((front) => front.close()));

let product: Product;
let code: string;
let path: string;
let agent: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  const { actor } = people().household;
  product = await someGoods(actor, 'tho-cam', 1);
  ({ code } = await aBatchOf(actor, product, { quantity: { value: 3, unit: 'chiếc' } }));
  path = `/hang-cua-toi/${product.id}/chuyen`;
  agent = await signedIn((commune) => commune.household);
});

const story = () => ownStory(people().household.actor, { productId: product.id });
const write = async (fields: Record<string, string>) => fillIn(agent, path, { ...fields, version: await version() });
const version = async () => String((await story()).version);
const scans = (lang = 'vi') =>
  Promise.all(
    fronts.map(
      async (front) => (await supertest(front).get(`/t/${code}?lang=${lang}`).set('Accept', 'text/html')).text,
    ),
  );
const publicPage = async (lang = 'vi') => (await browser().get(`/san-pham/${product.slug}?lang=${lang}`)).text;
const addPhoto = async (fields: Record<string, string>, bytes?: Buffer) => {
  const page = await agent.get(`${path}/anh`);
  const request = agent.post(`${path}/anh`).field('_key', formKey(page.text)).field(fields);
  return bytes ? request.attach('photo', bytes, 'anh.jpg') : request;
};
const long = `Nhà tôi dệt <b>từ bông</b> trên nương. ${'Chàm ủ bốn mươi ngày. '.repeat(30)}`;

describe('writing a story', () => {
  it('is for those who act for the seller', async () => {
    for (const page of ['', '/anh', '/nguoi']) {
      expect((await browser().get(path + page)).headers.location).toMatch(/^\/dang-nhap/);
      const stranger = await signedIn((commune) => commune.stranger);
      expect((await stranger.get(path + page)).status).toBe(404);
    }
  });

  it('shows nobody anything before everybody who is named agreed, and gives back what was typed', async () => {
    const answer = await write({ told: long, clipUrl: 'https://evil.example/', do: 'show' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#agreed"');
    expect(answer.text).toContain('Nhà tôi dệt &lt;b&gt;');
    expect((await write({ told: long, agreed: 'yes', clipUrl: 'https://evil.example/', do: 'show' })).text).toContain(
      'href="#clipUrl"',
    );
    expect(await publicPage()).not.toContain('Nhà tôi dệt');
  });

  it('keeps a draft to itself', async () => {
    expect((await write({ told: 'Mới viết dở', do: 'draft' })).status).toBe(303);
    expect((await agent.get(path)).text).toContain('Mới viết dở');
    expect(await publicPage()).not.toContain('Mới viết dở');
  });

  it('shows it where its goods are: all of it, its beginning behind the label, its Vietnamese in English pages', async () => {
    const motif = { craftVillage: 'Làng thêu Nà Đa', motif: 'Hình quả trám là ruộng bậc thang' };
    const clipUrl = 'https://youtu.be/abc';
    expect((await write({ told: long, agreed: 'yes', clipUrl, ...motif, do: 'show' })).status).toBe(303);
    const page = await publicPage('en');
    expect(page).toMatch(/<p class="lines" lang="vi">Nhà tôi dệt &lt;b&gt;từ bông/);
    expect(page).toContain('rel="noopener noreferrer nofollow ugc"');
    expect(page).toContain('Làng thêu Nà Đa');
    expect(page).not.toMatch(/<iframe|<video|<b>từ bông/);
    for (const scan of await scans()) {
      expect(scan).toContain('Nhà tôi dệt');
      expect(scan).toContain(`href="/san-pham/${product.slug}#story"`);
      expect(scan).not.toContain(long.slice(-400).trim());
      expect(Buffer.byteLength(scan)).toBeLessThan(50_000);
    }
  });
});

describe('a photo with a face', () => {
  const photoIn = (html: string) => /\/anh-chuyen\/[0-9a-f]{24}-320\.webp/.exec(html)?.[0] ?? null;

  it('needs its person’s consent, and says so on the form', async () => {
    const answer = await addPhoto({ who: 'somebody' }, await aPhoto(400, 300));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#who"');
    expect((await addPhoto({ who: 'nobody' })).text).toContain('href="#photo"');
  });

  it('is shown with the name while the consent stands, and gone within a second in every process', async () => {
    const person = { person: 'Tẩn Mẩy <i>Seo</i>', people: 'Dao', task: 'thêu', showsName: 'yes', showsFace: 'yes' };
    const recorded = await fillIn(agent, `${path}/nguoi`, { ...person, way: 'signed', givenOn: '2026-11-10' });
    expect(recorded.status).toBe(303);
    const [consent] = (await story()).consents;
    const bytes = await aPhoto(400, 300);
    const fields = { who: 'somebody', [`face.${consent?.id}`]: 'yes', caption: 'Đang thêu' };
    expect((await addPhoto(fields, bytes)).status).toBe(303);
    clock.now += 1000;
    const [scan = ''] = await scans();
    const photo = photoIn(scan) ?? '';
    expect(scan).toContain('Tẩn Mẩy &lt;i&gt;Seo');
    const shown = await browser().get(photo);
    expect([shown.status, shown.headers['cache-control']]).toEqual([200, 'public, no-cache']);
    const again = await browser().get(photo).set('If-None-Match', String(shown.headers.etag));
    expect(again.status).toBe(304);

    await fillIn(agent, path, { one: consent?.id ?? '' }, `${path}/nguoi/rut`);
    clock.now += 1000;
    for (const page of [...(await scans()), ...(await scans('en')), await publicPage()]) {
      expect(page).not.toContain('Tẩn Mẩy');
      expect(photoIn(page)).toBeNull();
    }
    expect((await browser().get(photo)).status).toBe(404);
    expect((await browser().get(photo).set('If-None-Match', String(shown.headers.etag))).status).toBe(404);
    expect((await agent.get(path)).text).toContain('Đã rút lúc');
  });

  it('is for its owner alone while the story is not shown', async () => {
    await addPhoto({ who: 'nobody', caption: 'Khung cửi' }, await aPhoto(400, 301));
    await write({ told: long, do: 'hide' });
    const photo = photoIn((await agent.get(path)).text) ?? '';
    expect((await agent.get(photo)).headers['cache-control']).toBe('private, no-store');
    expect((await browser().get(photo)).status).toBe(404);
    const { text } = await agent.get(path);
    const id = /name="one" value="([0-9a-f]{24})"/.exec(text)?.[1] ?? '';
    await fillIn(agent, path, { one: id }, `${path}/anh/bo`);
    expect((await agent.get(photo)).status).toBe(404);
  });
});
