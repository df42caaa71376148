import { describe, expect, it } from 'vitest';
import { expireOrder, placeOrder } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { later, stockOf, wanted } from '../orders/makers.ts';
import { visitors } from './visitors.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();

describe('a buyer who says the money is sent', () => {
  const claimed = async () => {
    const { packId, batch } = await sale(2);
    const { order: placed, key } = await placeOrder(wanted(packId, 2), noon);
    const path = `/don/${placed.number}`;
    const { text } = await browser().get(`${path}?key=${key}`);
    const claim = /\/thanh-toan\/pi_\w+\/da-chuyen/.exec(text)?.[0] ?? '';
    return { placed, key, path, batch, packId, text, claim };
  };
  const press = async (agent: ReturnType<typeof browser>, path: string, button: string) =>
    agent
      .post(`${path}/${button}`)
      .type('form')
      .send({ _key: formKey((await agent.get(path)).text) });

  it('reads that the seller will look where no bank reports, and is asked for nothing twice', async () => {
    const { text, claim, path, key } = await claimed();
    expect(text).toContain('Người bán sẽ xem tài khoản rồi xác nhận');
    expect(text).toContain('nhờ đó người bán biết tiền trả cho đơn nào');
    expect(text).not.toMatch(/tự báo|ngân hàng báo|trong một phút/);
    await browser().post(claim).type('form').send({ key }).expect(303);
    const after = (await browser().get(`${path}?key=${key}`)).text;
    expect(after).toContain('Đang chờ người bán xem tài khoản');
    expect(after).not.toContain('/da-chuyen"');
  });

  it('is believed by no clock; the seller confirms after the time is up, too, if the packs are there', async () => {
    const { placed, key, path, batch, claim } = await claimed();
    expect(await expireOrder(placed.number, later(noon, 45))).toBe(true);
    const buyer = (await browser().get(`${path}?key=${key}`)).text;
    expect(buyer).toContain('/da-chuyen"');
    await browser().post(claim).type('form').send({ key }).expect(303);
    const seller = browserOf(commune().household);
    expect((await seller.get('/don-hang')).text).toContain(placed.number);
    const page = (await seller.get(path)).text;
    for (const button of ['da-nhan-tien', 'chua-thay-tien']) expect(page).toContain(`${path}/${button}`);
    expect((await press(seller, path, 'da-nhan-tien')).status).toBe(303);
    expect((await seller.get(path)).text).toContain('Đã trả tiền');
    expect(await stockOf(batch.code)).toMatchObject({ held: 0, sold: 2 });
  });

  it('is told when the seller finds nothing', async () => {
    const { key, path, claim } = await claimed();
    await browser().post(claim).type('form').send({ key });
    const seller = browserOf(commune().household);
    expect((await press(seller, path, 'chua-thay-tien')).status).toBe(303);
    expect((await browser().get(`${path}?key=${key}`)).text).toContain('Người bán chưa thấy tiền về');
    expect((await seller.get(path)).text).not.toContain('chua-thay-tien');
    const officer = await browserOf(commune().officer).post(`${path}/chua-thay-tien`).type('form').send({});
    expect(officer.status).toBe(403);
  });
});
