import { describe, expect, it } from 'vitest';
import { markPaid, placeOrder } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aBatch, stockOf, wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browserOf, commune, sale } = visitors();

async function aPaid(quantity = 2) {
  const { packId, batch, product } = await sale();
  const { order } = await placeOrder(wanted(packId, quantity), noon);
  await markPaid(order.number, `FT-${order.number}`, noon);
  return { number: order.number, packId, batch, product };
}

describe('the recall page', () => {
  it('is not for households, and not there for strangers', async () => {
    const { batch } = await aPaid();
    expect((await browserOf(commune().household).get(`/lo/${batch.code}/thu-hoi`)).status).toBe(403);
    expect((await browserOf(commune().otherCooperative).get(`/lo/${batch.code}/thu-hoi`)).status).toBe(404);
  });

  it('shows what it reaches, recalls, lets go what is unpaid, and ends again', async () => {
    const { number, batch, packId, product } = await aPaid();
    const unpaid = await placeOrder(wanted(packId, 3), noon);
    const inputs = [{ batchCode: batch.code, quantity: { value: 1, unit: 'kg' } }];
    const made = await aBatch(commune().household.actor, product, 0, { inputs });
    const agent = browserOf(commune().officer);
    const path = `/lo/${batch.code}/thu-hoi`;
    const before = await agent.get(path);
    for (const reached of [number, unpaid.order.number, made.code]) expect(before.text).toContain(reached);
    const empty = await agent
      .post(path)
      .type('form')
      .send({ _key: formKey(before.text), reason: 'mốc' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('href="#advice"');
    const send = { _key: formKey(empty.text), reason: 'Độ ẩm quá cao', advice: 'Mang trả lại' };
    await agent.post(path).type('form').send(send).expect(303);
    const after = await agent.get(path);
    expect(after.text).toContain('Độ ẩm quá cao');
    expect(after.text).toContain('Đã huỷ');
    expect(await stockOf(batch.code)).toEqual({ onHand: 8, held: 0, sold: 2 });
    await agent
      .post(`${path}/go`)
      .type('form')
      .send({ _key: formKey(after.text), reason: 'Đã kiểm lại' })
      .expect(303);
    expect((await agent.get(path)).text).not.toContain('Lô đang thu hồi');
  });

  it('keeps the words of both languages, and gives who acts for the seller a message to each buyer', async () => {
    const { number, batch } = await aPaid();
    const agent = browserOf(commune().cooperative);
    const path = `/lo/${batch.code}/thu-hoi`;
    const key = formKey((await agent.get(path)).text);
    const words = {
      reason: 'Độ ẩm quá cao.',
      advice: 'Mang trả lại.',
      reasonEn: 'Too moist.',
      adviceEn: 'Bring it back.',
    };
    await agent
      .post(path)
      .type('form')
      .send({ _key: key, ...words })
      .expect(303);
    const own = (await agent.get(path)).text;
    expect(own).toContain('href="tel:+84912345678"');
    expect(own).toMatch(
      new RegExp(`Chào Nguyễn Thị Lan\\.[^<]*${number}[^<]*Vì sao: Độ ẩm quá cao\\.\\nNên làm: Mang trả lại`),
    );
    expect(own).toMatch(/href="sms:\+84912345678\?body(=|&#x3D;)Ch%C3%A0o%20/);
    expect((await agent.get(`${path}?lang=en`)).text).toMatch(/Why: Too moist\.\nWhat to do: Bring it back\./);
    const officer = (await browserOf(commune().officer).get(path)).text;
    expect(officer).toContain('Báo cho người mua');
    expect(officer).not.toMatch(/0912|Nguyễn Thị Lan/);
  });
});
