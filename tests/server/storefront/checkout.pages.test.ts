import { describe, expect, it } from 'vitest';
import { changeProduct } from '../../../server/catalog/products.ts';
import { SellerModel } from '../../../server/identity/seller.ts';
import { getSeller } from '../../../server/identity/sellers.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { placeOrder, setShippingRates } from '../../../server/orders/orders.ts';
import { shortLinkFor } from '../../../server/outreach/short-links.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { inCash, stockOf } from '../orders/makers.ts';
import { form, toldOn, visitors } from './visitors.ts';

useDatabase();
const { browserOf, commune, filledCart, order, sale } = visitors();

/** The checkout's form as this page showed it. */
const sendAsShown = (agent: Awaited<ReturnType<typeof filledCart>>['agent'], html: string) =>
  agent
    .post('/thanh-toan')
    .type('form')
    .send({ _key: formKey(html), told: toldOn(html), ...form });

describe('an order', () => {
  it('says by which channel its buyer came, and nothing where nobody knows', async () => {
    const { agent, product } = await filledCart();
    const { id: sellerId } = commune().sellers.household;
    const path = `/san-pham/${product.slug}`;
    const short = await shortLinkFor({ path, channel: 'zalo', sellerId }, noon);
    await agent.get(short).set('User-Agent', 'Mozilla/5.0 (Linux; Android 10; SM-A105F) Zalo android/12100');
    await order(agent);
    const latest = async () => (await OrderModel.findOne().sort({ _id: -1 }).lean())?.cameFrom;
    expect(await latest()).toBe('zalo');
    expect((await browserOf(commune().household).get('/don-hang?xem=cho-tien')).text).toContain('Khách đến từ Zalo');
    await order((await filledCart()).agent);
    expect(await latest()).toBeNull();
  });
});

describe('the checkout', () => {
  it('comes back filled, each mistake named and linked', async () => {
    const { agent, batch } = await filledCart();
    const answer = await order(agent, { ...form, name: '', phone: '123', method: 'ship' });
    expect(answer.status).toBe(422);
    for (const field of ['name', 'phone', 'line', 'commune', 'province']) {
      expect(answer.text, field).toContain(`href="#${field}"`);
    }
    expect(answer.text).toContain('value="123"');
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
  });

  it('says what is left when somebody was quicker', async () => {
    const { agent, packId, product } = await filledCart(3, 2);
    await placeOrder(inCash(packId, 2), noon);
    const answer = await order(agent);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`${product.name}, Gói 1: chỉ còn 1`);
    expect(answer.text).toContain('value="Nguyễn Thị Lan"');
  });

  const gone = { name: 'Gói 9', netQuantity: { value: 9, unit: 'kg' }, priceVnd: 90_000 };
  it.each([
    ['a higher price', { priceVnd: 90_000 }, 'Gói 1: giá nay là 90.000\u00a0₫ (lúc nãy 60.000\u00a0₫)'],
    ['a lower price', { priceVnd: 30_000 }, 'giá nay là 30.000\u00a0₫'],
    ['less in the pack', { netQuantity: { value: 0.4, unit: 'kg' } }, 'đổi tên hoặc lượng hàng'],
    ['another name', { name: 'Gói lớn' }, 'đổi tên hoặc lượng hàng'],
  ])('comes back and says so when the seller has meanwhile set %s', async (_what, change, said) => {
    const { agent, product, batch } = await filledCart();
    const page = await agent.get('/thanh-toan');
    const packs = product.packs.map((pack) => ({ ...pack, ...change }));
    await changeProduct(commune().household.actor, product.id, { packs }, noon);
    const send = (html: string) => sendAsShown(agent, html);
    const back = await send(page.text);
    expect(back.status).toBe(409);
    expect(back.text).toContain(said);
    expect(back.text).toContain('value="Nguyễn Thị Lan"');
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
    expect((await send(back.text)).status).toBe(303);
  });

  it('comes back when the place to fetch it has changed, and the order keeps the one that was shown', async () => {
    const { agent } = await filledCart();
    const page = await agent.get('/thanh-toan');
    const { id } = commune().sellers.household;
    const address = { line: 'Bản Mới', commune: 'Bình Lư', province: 'Lai Châu', formerly: null };
    const { address: before } = await getSeller(id);
    await SellerModel.updateOne({ _id: id }, { $set: { address } });
    const send = (html: string) => sendAsShown(agent, html);
    const back = await send(page.text);
    expect(back.status).toBe(409);
    expect(back.text).toContain('Nơi đến lấy nay là Bản Mới');
    const placed = await send(back.text);
    expect(placed.status).toBe(303);
    await SellerModel.updateOne({ _id: id }, { $set: { address: before } });
    expect((await agent.get(placed.headers.location ?? '')).text).toContain('Bản Mới');
  });

  it('comes back when the cart holds something else than was shown, or nothing was shown at all', async () => {
    const { agent, packId, batch } = await filledCart();
    const page = await agent.get('/thanh-toan');
    const more = await sale();
    await agent.post('/gio-hang').type('form').send({ packId, quantity: '1' });
    await agent.post('/gio-hang').type('form').send({ packId: more.packId, quantity: '1' });
    const told = async (text: string) =>
      agent
        .post('/thanh-toan')
        .type('form')
        .send({ _key: formKey((await agent.get('/thanh-toan')).text), told: text, ...form });
    const back = await told(toldOn(page.text));
    expect([back.status, back.text.includes('giỏ nay có 3 gói (lúc nãy 2)')]).toEqual([409, true]);
    expect(back.text).toContain('vừa được thêm vào giỏ');
    for (const text of ['', 'x', '....']) expect((await told(text)).status).toBe(409);
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
  });

  it('comes back when a pack is no longer sold', async () => {
    const { agent, product } = await filledCart();
    const other = await sale();
    await agent.post('/gio-hang').type('form').send({ packId: other.packId, quantity: '1' });
    const page = await agent.get('/thanh-toan');
    await changeProduct(commune().household.actor, product.id, { packs: [gone] }, noon);
    const back = await agent
      .post('/thanh-toan')
      .type('form')
      .send({ _key: formKey(page.text), told: toldOn(page.text), ...form });
    expect([back.status, back.text.includes('không còn bán nữa')]).toEqual([409, true]);
  });

  it('leads to the secret page, forgets the cart, and does a form sent twice once', async () => {
    const { agent, batch } = await filledCart();
    const page = await agent.get('/thanh-toan');
    const send = () =>
      agent
        .post('/thanh-toan')
        .type('form')
        .send({ _key: formKey(page.text), told: toldOn(page.text), ...form });
    const first = await send();
    expect(first.status).toBe(303);
    expect(first.headers.location).toMatch(/^\/don\/DH[0-9A-Z]{8}\?key=[\w-]{22}$/);
    expect((await agent.get('/gio-hang')).text).toContain('Giỏ hàng đang trống');
    // The second tap finds an empty cart, and its order all the same.
    const second = await send();
    expect([second.status, second.headers.location]).toEqual([303, first.headers.location]);
    expect(await stockOf(batch.code)).toMatchObject({ held: 2 });
  });

  it('tells the fees by zone and adds the right one', async () => {
    const { household } = commune().sellers;
    const feesVnd = { commune: 10_000, province: 25_000, country: 45_000 };
    await setShippingRates(commune().household.actor, household.id, { feesVnd, freeFromVnd: 900_000 }, noon);
    const { agent } = await filledCart();
    expect((await agent.get('/gio-hang')).text).toContain('trong tỉnh 25.000\u00a0₫');
    const page = (await agent.get('/thanh-toan')).text;
    expect(page).toContain('trong tỉnh 25.000\u00a0₫');
    expect(page).toContain('name="toldVnd" value="25000"');
    expect(page).toContain('145.000\u00a0₫');
    const address = { line: 'Số 1', commune: 'Đống Đa', province: 'Hà Nội' };
    const told = await order(agent, { ...form, method: 'ship', ...address, toldVnd: '25000' });
    expect(told.status).toBe(422);
    for (const said of ['45.000\u00a0₫', '165.000\u00a0₫', 'value="45000"', 'value="Hà Nội"', 'Gửi ngoài tỉnh'])
      expect(told.text).toContain(said);
    const answer = await order(agent, { ...form, method: 'ship', ...address, toldVnd: '45000' });
    const { text } = await agent.get(answer.headers.location ?? '');
    expect(text).toContain('45.000\u00a0₫');
    expect(text).toContain('165.000\u00a0₫');
    await setShippingRates(
      commune().household.actor,
      household.id,
      { feesVnd: { commune: 0, province: 0, country: 0 }, freeFromVnd: null },
      noon,
    );
  });
});
