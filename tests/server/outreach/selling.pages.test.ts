import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { addShopLink } from '../../../server/catalog/shop-links.ts';
import { channelFacts, getChannel } from '../../../server/channels.ts';
import { keepImage } from '../../../server/media/images.ts';
import { mostBytes } from '../../../server/outreach/kit-pictures.ts';
import { ShortLinkModel } from '../../../server/outreach/short-link.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, goods } from '../traceability/makers.ts';

const { browser, people, signedIn } = useBrowsers();
const phone = 'Mozilla/5.0 (Linux; Android 10; SM-A105F) Chrome/120 Mobile Safari/537.36';

let product: Product;
let household: Agent;

beforeAll(async () => {
  const sellerId = people().sellers.household.id;
  const noise = Buffer.from(Array.from({ length: 1600 * 1200 * 3 }, (_, n) => (n * 7919) % 251));
  const bytes = await sharp(noise, { raw: { width: 1600, height: 1200, channels: 3 } })
    .jpeg()
    .toBuffer();
  const photo = await keepImage(bytes, sellerId, noon);
  product = await addProduct(people().household.actor, { ...goods(), photoId: photo.id }, noon);
  household = await signedIn((commune) => commune.household);
});

describe('a selling kit', () => {
  it('is three taps from the product, in words to copy and pictures to save', async () => {
    const own = (await household.get(`/hang-cua-toi/${product.id}`)).text;
    expect(own).toContain(`href="/hang-cua-toi/${product.id}/bo-ban"`);
    const choice = (await household.get(`/hang-cua-toi/${product.id}/bo-ban`)).text;
    for (const { name } of channelFacts) expect(choice).toContain(`href="/hang-cua-toi/${product.id}/bo-ban/${name}"`);
    const kit = (await household.get(`/hang-cua-toi/${product.id}/bo-ban/shopee`)).text;
    expect(kit).toContain('bo-ban.zip');
    expect(kit).toMatch(/copy-text[^]*Miến dong thử/);
    expect(kit).not.toContain('class="photo"');
  });

  it.each(channelFacts.map(({ name }) => name))(
    'for %s holds photos in that size, a code and the words',
    async (name) => {
      const answer = await household
        .get(`/hang-cua-toi/${product.id}/bo-ban/${name}/bo-ban.zip`)
        .buffer()
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });
      const files = unzipSync(answer.body as Buffer);
      expect(Object.keys(files)).toEqual(['chu.txt', 'ma.png', 'anh-1.jpg']);
      const photo = Buffer.from(files['anh-1.jpg'] ?? []);
      const { width, height, exif } = await sharp(photo).metadata();
      expect({ width, height, exif }).toEqual({ ...getChannel(name).pictures.goods, exif: undefined });
      expect(photo.length).toBeLessThanOrEqual(mostBytes);
      expect((files['ma.png'] ?? []).length).toBeLessThanOrEqual(mostBytes);
      expect(new TextDecoder().decode(files['chu.txt'])).toMatch(/^TÊN HÀNG\r\nMiến dong thử/);
    },
  );

  it('is nobody else’s', async () => {
    const neighbour = await signedIn((commune) => commune.neighbour);
    for (const end of ['', '/shopee', '/shopee/ma.png', '/shopee/anh-1.jpg', '/shopee/bo-ban.zip'])
      expect((await neighbour.get(`/hang-cua-toi/${product.id}/bo-ban${end}`)).status, end).toBe(404);
    expect((await household.get(`/hang-cua-toi/${product.id}/bo-ban/gone`)).status).toBe(404);
    expect((await household.get(`/hang-cua-toi/${product.id}/bo-ban/shopee/anh-9.jpg`)).status).toBe(404);
  });

  it('leads to the stall there once it is open', async () => {
    const page = `/hang-cua-toi/${product.id}/bo-ban/facebook`;
    expect((await household.get(page)).text).toMatch(/\/k\/[0-9A-Z]{6}</);
    const facebook = { channel: 'facebook', url: 'https://fb.com/binhlu' };
    const { id } = await addShopLink(people().household.actor, { productId: product.id }, facebook, noon);
    expect((await household.get(page)).text).toContain(`/go/${id}<`);
  });
});

describe('a short link', () => {
  const pathOf = async (channel: string) => {
    await household.get(`/hang-cua-toi/${product.id}/bo-ban/${channel}`);
    const record = await ShortLinkModel.findOne({ channel, path: `/san-pham/${product.slug}` })
      .lean()
      .orFail();
    return { path: `/k/${record._id}`, opened: async () => (await ShortLinkModel.findById(record._id))?.opened };
  };

  it('is the same however often it is asked for', async () => {
    const [one, again] = [await pathOf('zalo'), await pathOf('zalo')];
    expect(again.path).toBe(one.path);
    expect(one.path.length).toBeLessThanOrEqual(9);
  });

  it('leads to the page, counts people and says by which channel they came', async () => {
    const { path, opened } = await pathOf('zalo');
    const answer = await browser().get(path.toLowerCase()).set('User-Agent', phone);
    expect([answer.status, answer.headers.location]).toEqual([303, `/san-pham/${product.slug}`]);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^tu=zalo;.*HttpOnly; SameSite=Lax/);
    const preview = await browser().get(path).set('User-Agent', 'ZaloShare/1.0');
    expect([preview.status, preview.headers['set-cookie']]).toEqual([303, undefined]);
    await household.get(path).set('User-Agent', phone);
    expect(await opened()).toBe(1);
    for (const gone of ['/k/x', '/k/000000']) expect((await browser().get(gone)).status).toBe(404);
  });
});

describe('a ready post', () => {
  const path = () => `/hang-cua-toi/${product.id}/bai-dang`;

  it('is offered for what there is to tell, and for nothing else', async () => {
    expect((await household.get(path())).text).toMatch(/Vào mùa[^]*bai-dang\/season\/zalo/);
    expect((await household.get(path())).text).not.toContain('bai-dang/batch/');
    expect((await household.get(`${path()}/batch/zalo`)).status).toBe(404);
    const { code } = await aBatchOf(people().household.actor, product);
    expect((await household.get(path())).text).toContain(`${path()}/batch/zalo`);
    const post = (await household.get(`${path()}/batch/zalo`)).text;
    expect(post).toContain('Lô mới: Miến dong thử');
    expect(post).not.toContain('class="photo"');
    const short = /\/k\/([0-9A-Z]{6})/.exec(post)?.[1] ?? '';
    expect((await browser().get(`/k/${short}`)).headers.location).toBe(`/t/${code}`);
  });

  it('has a picture in each shape of the channel, for its seller alone', async () => {
    for (const shape of getChannel('facebook').pictures.posts) {
      const { status, body, headers } = await household.get(`${path()}/season/facebook/${shape}.jpg`);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'image/jpeg',
        'private, no-store',
      ]);
      expect((body as Buffer).length).toBeLessThanOrEqual(mostBytes);
    }
    const neighbour = await signedIn((commune) => commune.neighbour);
    for (const end of ['', '/season/zalo', '/season/zalo/square.jpg'])
      expect((await neighbour.get(`${path()}${end}`)).status, end).toBe(404);
    for (const end of ['/season/gone', '/gone/zalo', '/season/zalo/gone.jpg'])
      expect((await household.get(`${path()}${end}`)).status, end).toBe(404);
  });
});

describe('the week of the commune’s page', () => {
  const path = '/binh-lu-digital/ke-hoach';

  it('has a ready post a day, which the officer moves, drops, puts back and marks as posted', async () => {
    await aBatchOf(people().household.actor, product);
    const officer = await signedIn((commune) => commune.officer);
    const week = '2026-11-16';
    const page = async () => (await officer.get(path).expect(200)).text;
    const post = `/hang-cua-toi/${product.id}/bai-dang/batch/facebook`;
    expect(await page()).toMatch(new RegExp(`16/11[^]*Lô mới: Miến dong thử[^]*${post}[^]*17/11`));
    const opened = (await officer.get(post).expect(200)).text;
    expect(opened).toContain('Lô mới: Miến dong thử của');
    const decide = (fields: Record<string, string>) =>
      fillIn(officer, path, { week, occasion: 'batch', product: product.id, day: '2026-11-19', ...fields });
    expect((await decide({ do: 'planned' })).status).toBe(303);
    expect(await page()).toMatch(/19\/11<\/h2>[^]*Lô mới: Miến dong thử/);
    await decide({ do: 'posted' });
    expect(await page()).toContain('badge badge--done');
    await decide({ do: 'dropped' });
    expect(await page()).toMatch(/Bài đã bỏ[^]*Lô mới: Miến dong thử/);
    await decide({ do: 'planned' });
    expect(await page()).not.toContain('Bài đã bỏ');
    expect((await decide({ do: 'planned', day: '2026-11-25' })).status).toBe(404);
    expect((await officer.get(`${path}?tuan=2026-99-99`)).status).toBe(200);
  });

  it('is the officer’s alone', async () => {
    for (const who of ['household', 'cooperative'] as const) {
      const other = await signedIn((commune) => commune[who]);
      expect((await other.get(path)).status).toBe(403);
    }
    expect((await browser().get(path)).status).toBe(303);
  });
});
