import { describe, expect, it } from 'vitest';
import { ProductModel } from '../../../server/catalog/product.ts';
import { changeProduct } from '../../../server/catalog/products.ts';
import { getProfile, isInSeason } from '../../../server/catalog/profiles.ts';
import { toDoFor } from '../../../server/desk/to-do.ts';
import { forgetEnquiries } from '../../../server/orders/enquiries.ts';
import { EnquiryModel } from '../../../server/orders/enquiry.ts';
import { sweepOrders } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aProduct, onSale } from '../orders/makers.ts';
import { visitors } from './visitors.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();

describe('the market’s front', () => {
  it('shows what is in season, and of each village what it wrote down last, as long as nothing was asked for', async () => {
    const { product } = await sale(2);
    const front = (await browser().get('/')).text;
    expect(front).toContain('Mới từ các bản');
    const news = front.slice(front.indexOf('id="news"'), front.indexOf('</section>', front.indexOf('id="news"')));
    expect(news.match(/menu__link/g)).toHaveLength(1);
    expect(news).toContain(product.slug);
    expect(front.includes('Đang mùa')).toBe(isInSeason(getProfile(product.kind), noon));
    expect((await browser().get('/?xep=cheapest')).text).not.toContain('Mới từ các bản');
    expect((await browser().get('/phap-ly/thu-tu-hien-thi')).text).toContain('“Mới từ các bản”');
  });
});

describe('the lists of the market', () => {
  it('finds the few goods that are left behind hundreds that are sold out, in each order', async () => {
    const { household } = commune();
    const goods = await onSale(household.actor, 3);
    const soldOut = Array.from({ length: 260 }, (_, n) => ({
      slug: `het-hang-${n}`,
      name: 'Hết hàng',
      folded: 'het hang',
      kind: 'mien-dong',
      sellerId: goods.product.sellerId,
      packs: [],
      fromVnd: 1,
      photoId: null,
      description: null,
      needsInspection: false,
      version: 0,
      createdAt: noon,
    }));
    await ProductModel.collection.insertMany(soldOut);
    for (const order of ['', '&xep=cheapest']) {
      const { text } = await browser().get(`/?con=co${order}`);
      expect(text).toContain(goods.product.slug);
      expect(text).not.toContain('het-hang-');
    }
    await ProductModel.deleteMany({ name: 'Hết hàng' });
  });

  it('sorts by a price that was changed', async () => {
    const { household } = commune();
    const product = await aProduct(household.actor, [50_000]);
    const packs = product.packs.map((pack) => ({ ...pack, priceVnd: 3 }));
    await changeProduct(household.actor, product.id, { packs }, noon);
    expect((await browser().get('/?xep=cheapest')).text.split('tile__name')[1]).toContain(product.slug);
  });
});

describe('who would buy much of something', () => {
  const wish = { howMuch: '200 gói', name: 'Bùi Văn Sỉ', phone: '0987 654 321', note: 'Trước Tết', consent: 'yes' };

  it('asks its seller, once however often it is sent, and is called, answered and forgotten after ninety days', async () => {
    const { household, cooperative } = commune();
    const { product } = await sale(3);
    const path = `/san-pham/${product.slug}/mua-si`;
    expect((await browser().get(`/san-pham/${product.slug}`)).text).toContain(path);
    const guest = browser();
    for (let tries = 0; tries < 2; tries += 1) {
      const sent = await guest.post(path).type('form').send(wish);
      expect([sent.status, sent.headers.location]).toEqual([303, `${path}?xong=1`]);
    }
    expect((await guest.get(`${path}?xong=1`)).text).toContain('Đã gửi cho người bán');
    for (const { actor } of [household, cooperative]) {
      const waiting = (await toDoFor(actor, noon)).find(({ key }) => key === 'orders-enquiries');
      expect(waiting).toMatchObject({ count: 1, url: '/mua-si' });
    }
    const desk = browserOf(household);
    const { text } = await desk.get('/mua-si').expect(200);
    for (const word of ['200 gói', 'Bùi Văn Sỉ', 'tel:+84987654321', 'Trước Tết', product.name])
      expect(text).toContain(word);
    const id = /\/mua-si\/([0-9a-f]{24})\/xong/.exec(text)?.[1] ?? '';
    await desk
      .post(`/mua-si/${id}/xong`)
      .type('form')
      .send({ _key: formKey(text) })
      .expect(303);
    expect((await desk.get('/mua-si')).text).toContain('Đã trả lời');
    expect((await toDoFor(household.actor, noon)).map(({ key }) => key)).not.toContain('orders-enquiries');
    const days = (n: number) => new Date(noon.getTime() + n * 86_400_000);
    await sweepOrders(days(89));
    expect(await EnquiryModel.countDocuments()).toBe(1);
    await sweepOrders(days(91));
    expect(await EnquiryModel.countDocuments()).toBe(0);
  });

  it('asks consent for those who will call, and for nobody else', async () => {
    const { product } = await sale(1);
    expect((await browser().get(`/san-pham/${product.slug}/mua-si`)).text).toContain('và hợp tác xã gọi số này');
    const own = await onSale(commune().cooperative.actor, 1);
    const { text } = await browser().get(`/san-pham/${own.product.slug}/mua-si`);
    expect(text).toContain('gọi số này');
    expect(text).not.toContain('và hợp tác xã gọi');
  });

  it('says what is missing, and leaves no phone without consent', async () => {
    const { product } = await sale(1);
    const path = `/san-pham/${product.slug}/mua-si`;
    const { consent: _, ...rest } = wish;
    const answer = await browser()
      .post(path)
      .type('form')
      .send({ ...rest, phone: 'x' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Bùi Văn Sỉ');
    expect(await EnquiryModel.countDocuments()).toBe(0);
    expect((await browser().get('/san-pham/khong-co/mua-si')).status).toBe(404);
  });

  it('is nobody else’s to see, and gone with the phone', async () => {
    const { neighbour } = commune();
    const { product } = await sale(1);
    await browser().post(`/san-pham/${product.slug}/mua-si`).type('form').send(wish).expect(303);
    const [kept] = await EnquiryModel.find().lean();
    expect((await browserOf(neighbour).get('/mua-si')).text).not.toContain('Bùi Văn Sỉ');
    const other = browserOf(neighbour);
    const _key = formKey((await other.get(`/san-pham/${product.slug}`)).text);
    await other
      .post(`/mua-si/${String(kept?._id)}/xong`)
      .type('form')
      .send({ _key })
      .expect(404);
    await forgetEnquiries({ phone: '+84987654321' });
    expect(await EnquiryModel.countDocuments()).toBe(0);
  });

  it('is let in five times an hour from one address', async () => {
    const { product } = await sale(1);
    const ask = (n: number) =>
      browser()
        .post(`/san-pham/${product.slug}/mua-si`)
        .type('form')
        .send({ ...wish, howMuch: `${n} gói` });
    const statuses: number[] = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await ask(n)).status);
    expect(statuses.at(-1)).toBe(429);
    expect(await EnquiryModel.countDocuments()).toBeLessThanOrEqual(5);
  });
});
