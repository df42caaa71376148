import { describe, expect, it } from 'vitest';
import { placeOrder, setShippingRates } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { inCash, stockOf } from '../orders/makers.ts';
import { form, visitors } from './visitors.ts';

useDatabase();
const { commune, filledCart, order } = visitors();

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

  it('leads to the secret page, forgets the cart, and does a form sent twice once', async () => {
    const { agent, batch } = await filledCart();
    const page = await agent.get('/thanh-toan');
    const send = () =>
      agent
        .post('/thanh-toan')
        .type('form')
        .send({ _key: formKey(page.text), ...form });
    const first = await send();
    expect(first.status).toBe(303);
    expect(first.headers.location).toMatch(/^\/don\/DH[0-9A-Z]{8}\?key=[\w-]{22}$/);
    expect((await agent.get('/gio-hang')).text).toContain('Giỏ hàng đang trống');
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
