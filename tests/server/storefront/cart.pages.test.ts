import { describe, expect, it } from 'vitest';
import { formKey } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { onSale } from '../orders/makers.ts';
import { form, toldOn, visitors } from './visitors.ts';

useDatabase();
const { browser, commune, filledCart, sale } = visitors();

describe('the cart', () => {
  it('is empty at first', async () => {
    expect((await browser().get('/gio-hang')).text).toContain('Giỏ hàng đang trống');
    expect((await browser().get('/thanh-toan')).headers.location).toBe('/gio-hang');
  });

  it('comes back with what is wrong', async () => {
    const { packId } = await sale();
    for (const quantity of ['0', 'x', '', '1,5', '-3', '100000']) {
      const answer = await browser().post('/gio-hang').type('form').send({ packId, quantity });
      expect(answer.status, quantity).toBe(422);
      expect(answer.text).toContain('error-summary');
    }
  });

  it('adds, changes and takes out, without script', async () => {
    const { agent, packId } = await filledCart(10, 2);
    await agent.post('/gio-hang').type('form').send({ packId, quantity: '1' });
    expect((await agent.get('/gio-hang')).text).toContain('180.000\u00a0₫');
    await agent.post('/gio-hang/so-luong').type('form').send({ packId, quantity: '1' });
    expect((await agent.get('/gio-hang')).text).toContain('60.000\u00a0₫');
    await agent.post('/gio-hang/so-luong').type('form').send({ packId, quantity: '0' });
    expect((await agent.get('/gio-hang')).text).toContain('Giỏ hàng đang trống');
  });

  it('says that a browser keeps no cookie, instead of being empty without a word', async () => {
    const { packId } = await sale();
    // A new browser each time is one that brings nothing back.
    const added = await browser().post('/gio-hang').type('form').send({ packId, quantity: '1' });
    expect((await browser().get(added.headers.location ?? '')).text).toContain('Trình duyệt này đang chặn cookie');
    const keeping = browser();
    const kept = await keeping.post('/gio-hang').type('form').send({ packId, quantity: '1' });
    expect((await keeping.get(kept.headers.location ?? '')).text).not.toContain('chặn cookie');
  });

  it('warns of more than is left, before the order', async () => {
    const { agent } = await filledCart(3, 5);
    const { text } = await agent.get('/gio-hang');
    expect(text).toContain('Chỉ còn 3');
    expect(text).not.toContain('/thanh-toan?');
  });

  it('makes one order for each seller', async () => {
    const { agent } = await filledCart();
    const other = await onSale(commune().neighbour.actor, 3);
    await agent.post('/gio-hang').type('form').send({ packId: other.packId, quantity: '1' });
    const { text } = await agent.get('/gio-hang');
    expect(text).toContain('Mỗi người bán là một đơn riêng');
    expect(text.match(/\/thanh-toan\?nguoi-ban/g)).toHaveLength(2);
    const checkout = await agent.get(`/thanh-toan?nguoi-ban=${commune().sellers.neighbour.slug}`);
    expect(checkout.text).toContain(other.product.name);
    expect(checkout.text).not.toContain('value="vietqr"'); // this seller has no account
    await agent
      .post(`/thanh-toan?nguoi-ban=${commune().sellers.neighbour.slug}`)
      .type('form')
      .send({ ...form, payBy: 'cash', _key: formKey(checkout.text), told: toldOn(checkout.text) })
      .expect(303);
    const left = (await agent.get('/gio-hang')).text;
    expect(left).not.toContain(other.product.name);
    expect(left.match(/\/thanh-toan\?nguoi-ban/g)).toHaveLength(1);
  });
});
