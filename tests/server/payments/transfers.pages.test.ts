import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { setTransferAside } from '../../../server/payments/setting-aside.ts';
import { listTransfers, receiveTransfer } from '../../../server/payments/transfers.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { type Agent, signIn } from '../identity/browsers.ts';
import type { Commune } from '../identity/makers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aConnectedMarket, aMessageFor, aWaitingOrder } from './makers.ts';

useDatabase();

const { browser } = testApp();
let commune: Commune;
let packId: string;
let connection: BankConnection;
let household: Agent;
let cooperative: Agent;
let officer: Agent;

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(100));
  [household, cooperative, officer] = await Promise.all([
    signedIn('household'),
    signedIn('cooperative'),
    signedIn('officer'),
  ]);
});

const signedIn = (who: 'household' | 'cooperative' | 'officer' | 'stranger') => signIn(browser(), commune[who]);

async function aStray(by = -1000) {
  const waiting = await aWaitingOrder(packId);
  await receiveTransfer(connection, aMessageFor(waiting.intent, { amountVnd: waiting.intent.amountVnd + by }), noon);
  const [transfer] = await listTransfers(commune.household.actor, { state: 'review', limit: 1 });
  return { ...waiting, path: `/tien-ve/${transfer?.id ?? ''}` };
}

describe('/tien-ve', () => {
  it('sends who is not signed in to the door', async () => {
    await browser().get('/tien-ve').expect(303);
    await browser().get('/tien-ve/000000000000000000000000').expect(303);
  });

  it('shows what to look at, why, and the order it may be meant for', async () => {
    const { order, path } = await aStray();
    const { text } = await household.get('/tien-ve').expect(200);
    for (const said of ['59.000', 'Thiếu so với đơn', order.number, path]) expect(text).toContain(said);
    const page = await household.get(path).expect(200);
    expect(page.text).toContain('Mã của đơn có trong nội dung');
    expect(page.text).toContain('Thiếu 1.000');
    expect((await officer.get('/tien-ve?lang=en').expect(200)).text).toContain('Less than the order');
  });

  it('tells the buyer by how much the money differs, and never asks for all of it again', async () => {
    const [short, over] = [await aStray(-10_000), await aStray(5000)];
    const pageOf = async ({ order, key }: typeof short) =>
      (await browser().get(`/don/${order.number}?key=${key}`).expect(200)).text;
    const rest = await pageOf(short);
    expect(rest).toMatch(/class="pay__amount number">10\.000[^]*data-text="10000"[^]*Còn thiếu 10\.000[^]*chuyển nốt/);
    expect(rest).not.toMatch(/class="pay__code|class="pay__amount number">60\.000|data-text="60000"/);
    expect(await pageOf(over)).toMatch(/^(?![^]*class="pay")[^]*Thừa 5\.000[^]*Người bán sẽ xem lại/);
  });

  it('says so when there is nothing', async () => {
    const stranger = await signedIn('stranger');
    for (const tab of ['review', 'owed', 'matched', 'set-aside'])
      await stranger.get(`/tien-ve?loai=${tab}`).expect(200);
    const { path } = await aStray();
    await stranger.get(path).expect(404);
  });

  it('brings a form with a mistake back, and a right one to the order', async () => {
    const { order, path } = await aStray();
    const key = formKey((await household.get(path)).text);
    const wrong = await household.post(path).type('form').send({ _key: key, orderNumber: '' }).expect(422);
    expect(wrong.text).toContain('href="#orderNumber"');
    const unknown = await household
      .post(path)
      .type('form')
      .send({ _key: formKey(wrong.text), orderNumber: 'DH00000000' });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('Không có đơn này');
    const right = await household
      .post(path)
      .type('form')
      .send({ _key: formKey(unknown.text), orderNumber: order.number.toLowerCase() });
    expect([right.status, right.headers.location]).toEqual([303, `/don/${order.number}`]);
    const paid = await findOrder(order.number);
    expect([paid?.state, paid?.history.at(-1)?.by]).toEqual(['paid', commune.household.actor.name]);
    const done = await household.get(path).expect(200);
    expect(done.text).toContain('Đã vào đơn');
    expect(done.text).not.toContain('name="orderNumber"');
  });

  it.each([
    {
      by: -20_000,
      buyer: ['Đã nhận 40.000', 'trên 60.000', 'Thiếu 20.000', 'coi như đã trả đủ'],
      english: ['Received 40.000', 'of 60.000', '20.000', 'took it as paid in full'],
      desk: ['Đã nhận 40.000', 'thiếu 20.000', 'người bán đã đồng ý'],
      zalo: 'coi như đã trả đủ và đang đóng gói',
    },
    {
      by: 5_000,
      buyer: ['Đã nhận 65.000', 'trên 60.000', 'Thừa 5.000'],
      english: ['Received 65.000', 'of 60.000', '5.000', 'too much'],
      desk: ['Đã nhận 65.000', 'thừa 5.000'],
      zalo: 'Phần thừa chúng tôi sẽ chuyển trả bạn',
    },
  ])('says what came in, to the buyer and on the desk, when it differs by $by đồng', async (told) => {
    const { order, key, path } = await aStray(told.by);
    const form = { _key: formKey((await household.get(path)).text), orderNumber: order.number };
    await household.post(path).type('form').send(form).expect(303);
    const buyer = (await browser().get(`/don/${order.number}?key=${key}`).expect(200)).text;
    for (const said of told.buyer) expect(buyer).toContain(said);
    const english = (await browser().get(`/don/${order.number}?key=${key}&lang=en`).expect(200)).text;
    for (const said of told.english) expect(english).toMatch(new RegExp(said));
    const desk = (await household.get('/don-hang').expect(200)).text;
    for (const said of told.desk) expect(desk).toContain(said);
    const own = (await household.get(`/don/${order.number}`).expect(200)).text;
    for (const said of [told.buyer[0] ?? '', told.zalo]) expect(own).toContain(said);
    expect(own).not.toContain('đã nhận đủ');
  });

  it('says that all was received when a second transfer brought the rest', async () => {
    const { order, key, path, intent } = await aStray(-30_000);
    const form = { _key: formKey((await household.get(path)).text), orderNumber: order.number };
    await household.post(path).type('form').send(form).expect(303);
    await receiveTransfer(connection, aMessageFor(intent, { amountVnd: 30_000 }), noon);
    const [rest] = await listTransfers(commune.household.actor, { state: 'review', limit: 1 });
    const aside = { note: 'trả hai lần', returned: false, restOf: order.number };
    await setTransferAside(commune.household.actor, rest?.id ?? '', aside, noon);
    const buyer = (await browser().get(`/don/${order.number}?key=${key}`).expect(200)).text;
    expect(buyer).toContain('Đã nhận 60.000');
    expect(buyer).not.toMatch(/Thiếu|trên 60.000/);
    expect((await household.get('/don-hang').expect(200)).text).not.toContain('thiếu 30.000');
  });

  it('sets a transfer aside with its reason in the book', async () => {
    const { path } = await aStray();
    const key = formKey((await cooperative.get(path)).text);
    const aside = `${path}/de-rieng`;
    await cooperative.post(aside).type('form').send({ _key: key }).expect(422);
    const sent = { _key: formKey((await cooperative.get(path)).text), note: 'Trả lại, mã FT26320', returned: 'yes' };
    await cooperative.post(aside).type('form').send(sent).expect(303);
    const { text } = await household.get(path).expect(200);
    expect(text).toContain('Trả lại, mã FT26320');
    expect((await household.get('/tien-ve?loai=set-aside').expect(200)).text).toContain(path);
  });

  it('keeps the photo of a return, and names a mistyped order', async () => {
    const { path } = await aStray();
    const aside = `${path}/de-rieng`;
    const fields = { _key: formKey((await household.get(path)).text), note: 'FT26321' };
    const wrong = await household
      .post(aside)
      .field({ ...fields, restOf: 'DH1' })
      .expect(422);
    expect(wrong.text).toContain('href="#restOf"');
    const send = household.post(aside).field({ _key: formKey(wrong.text), note: 'FT26321', returned: 'yes' });
    await send.attach('photo', await aPhoto(), 'tra-lai.jpg').expect(303);
    expect((await household.get(path).expect(200)).text).toContain(`href="${path}/anh"`);
    expect((await household.get(`${path}/anh?rong=320`).expect(200)).headers['content-type']).toBe('image/webp');
    await officer.get(`${path}/anh`).expect(403);
    await browser().get(`${path}/anh`).expect(303);
  });

  it('lets an officer look and not act', async () => {
    const { order, path } = await aStray();
    const { text } = await officer.get(path).expect(200);
    expect(text).not.toContain('<form class="form"');
    const key = formKey((await household.get(path)).text);
    await officer.post(path).type('form').send({ _key: key, orderNumber: order.number }).expect(403);
  });
});

describe('/don/{number}/da-nhan-tien', () => {
  it('needs the form of the page, and pays by the seller’s word', async () => {
    const { order, key } = await aWaitingOrder(packId);
    const page = await household.get(`/don/${order.number}`).expect(200);
    expect(page.text).toContain('Đã nhận được tiền');
    const path = `/don/${order.number}/da-nhan-tien`;
    await household.post(path).type('form').send({}).expect(403);
    await browser()
      .post(path)
      .type('form')
      .send({ key })
      .expect(303)
      .expect('location', /dang-nhap/);
    await household
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text) })
      .expect(303);
    expect((await findOrder(order.number))?.state).toBe('paid');
  });
});
