import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import { openSandboxConnection } from '../../../server/payments/bank-connections.ts';
import { findIntent } from '../../../server/payments/intents.ts';
import { readPicture } from '../../../server/payments/read-picture.ts';
import { noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { minutesAfter } from '../identity/makers.ts';
import { aMarket, aWaitingOrder } from './makers.ts';

useDatabase();

const { browser, program, clock } = testApp();
let packId: string;

beforeAll(async () => {
  ({ packId } = await aMarket(100));
  await openSandboxConnection(noon);
});

const picture = (path: string) =>
  browser()
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });

describe('the pictures of a code', () => {
  it('are nothing for who does not know the payment', async () => {
    for (const id of ['pi_x', `pi_${'a'.repeat(22)}`, '..%2f..']) {
      await browser().get(`/thanh-toan/${id}/vietqr.svg`).expect(404);
      await browser().get(`/thanh-toan/${id}/vietqr.png`).expect(404);
    }
  });

  it('hold exactly the payment’s text, in every size offered, and are kept by the phone alone', async () => {
    const { intent } = await aWaitingOrder(packId);
    for (const query of ['', '?rong=360', '?rong=1200', '?rong=99999999', '?rong=x']) {
      if (query === '?rong=x') {
        await browser().get(`/thanh-toan/${intent.id}/vietqr.png${query}`).expect(422);
        continue;
      }
      const png = await picture(`/thanh-toan/${intent.id}/vietqr.png${query}`).expect(200);
      expect(png.headers['cache-control']).toContain('private');
      expect(await readPicture(png.body)).toBe(intent.payload);
    }
    for (const query of ['', '?chi=ma']) {
      const svg = await picture(`/thanh-toan/${intent.id}/vietqr.svg${query}`)
        .expect('Content-Type', /svg/)
        .expect(200);
      expect(await readPicture(await sharp(svg.body).resize(400).png().toBuffer())).toBe(intent.payload);
    }
  });
});

describe('the page of an order that waits for a transfer', () => {
  const page = async (path: string, lang = 'vi') => (await browser().get(`${path}&lang=${lang}`).expect(200)).text;

  it('shows whom, how much and with which content, to be read and copied without script', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    const html = await page(`/don/${order.number}?key=${key}`);
    for (const said of [
      'LÒ THỊ MẪU',
      'Vietcombank',
      intent.account.number,
      '60.000',
      intent.reference,
      'Đừng sửa nội dung chuyển khoản',
    ]) {
      expect(html).toContain(said);
    }
    expect(html).toContain(`src="/thanh-toan/${intent.id}/vietqr.svg?chi=ma"`);
    expect(html).toContain('<time datetime="2026-11-16T05:30:00.000Z">');
    expect(html).toContain(`data-url="/api/v1/orders/${order.number}?key&#x3D;${key}"`);
    expect(await page(`/don/${order.number}?key=${key}`, 'en')).toContain('Do not change the transfer content');
  });

  it('takes “I have paid” for pending, and says so', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    const said = await browser().post(`/thanh-toan/${intent.id}/da-chuyen`).type('form').send({ key }).expect(303);
    expect(said.headers.location).toBe(`/don/${order.number}?key=${key}`);
    expect((await findOrder(order.number))?.state).toBe('placed');
    expect(await page(said.headers.location ?? '')).toContain('Đang đợi ngân hàng báo');
  });

  it('is paid by the demonstration bank, which reads the picture and sends what a bank would', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    await browser().post(`/thanh-toan/${intent.id}/ngan-hang-mau`).type('form').send({ key }).expect(303);
    expect(await findOrder(order.number)).toMatchObject({ state: 'paid' });
    expect(await findIntent(intent.id)).toMatchObject({ state: 'succeeded' });
    const html = await page(`/don/${order.number}?key=${key}`);
    expect(html).toContain('Đã nhận 60.000');
    expect(html).not.toContain('vietqr.svg');
  });

  it('is refused to another site’s page', async () => {
    const { intent } = await aWaitingOrder(packId);
    await browser()
      .post(`/thanh-toan/${intent.id}/da-chuyen`)
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({})
      .expect(403);
  });

  it('warns against paying once the order is over', async () => {
    const { order, key } = await aWaitingOrder(packId);
    await program().post(`/api/v1/orders/${order.number}/cancellation?key=${key}`).send({}).expect(201);
    expect(await page(`/don/${order.number}?key=${key}`)).toContain('Đừng chuyển tiền cho đơn này');
  });

  it('says that the time is over while the packs are still held', async () => {
    const { order, key } = await aWaitingOrder(packId);
    clock.now = minutesAfter(noon, 35);
    expect(await page(`/don/${order.number}?key=${key}`)).toContain('Đã quá giờ chuyển tiền');
    clock.now = noon;
  });
});
