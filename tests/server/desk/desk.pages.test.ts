import { describe, expect, it } from 'vitest';
import { placeOrder } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { inCash, markPaid, onSale, wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();

async function aPaid(quantity = 2) {
  const { packId, batch, product } = await sale();
  const { order } = await placeOrder(wanted(packId, quantity), noon);
  await markPaid(order.number, `FT-${order.number}`, noon);
  return { number: order.number, packId, batch, product };
}

describe('the desk', () => {
  it('asks strangers to sign in', async () => {
    for (const path of ['/ban-lam-viec', '/don-hang', '/phi-gui-hang', '/don/DH00000000/phieu-giao']) {
      const answer = await browser().get(path);
      expect([answer.status, answer.headers.location?.split('?')[0]], path).toEqual([303, '/dang-nhap']);
    }
  });

  it('leads a household to batches, orders, money, labels and shops, and counts what waits', async () => {
    const before = Number(
      /data-count="paidNotPacked"[^>]*>(\d+)</.exec(
        (await browserOf(commune().household).get('/ban-lam-viec')).text,
      )?.[1],
    );
    await aPaid();
    const { text } = await browserOf(commune().household).get('/ban-lam-viec');
    expect(text).toContain(`data-count="paidNotPacked">${before + 1}<`);
    for (const path of ['/lo/moi', '/lo', '/don-hang', '/tien-ve', '/hang-cua-toi', '/gian-hang', '/phi-gui-hang']) {
      expect(text).toContain(`href="${path}"`);
    }
    expect(text).toContain('<order-bell data-address="/api/v1/desk"');
  });

  it('leads a new seller through the first five things, ticks those that are done, and shows them to no officer', async () => {
    const { stranger, officer } = commune();
    const shown = async () => {
      const { text } = await browserOf(stranger).get('/ban-lam-viec').expect(200);
      const [, list = ''] = /id="first-steps">([\s\S]*?)<\/ol>/.exec(text) ?? [];
      return {
        links: [...list.matchAll(/href="([^"]+)"/g)].map(([, url]) => url),
        done: list.split('· xong').length - 1,
      };
    };
    const paths = ['/hang-cua-toi/moi', '/tai-khoan-nhan-tien', '/lo/moi', '/lo', '/so-dien-thoai'];
    expect(await shown()).toEqual({ links: paths, done: 0 });
    const { batch } = await onSale(stranger.actor, 1);
    expect(await shown()).toEqual({ links: [paths[1], `/lo/${batch.code}`, paths[4]], done: 2 });
    expect((await browserOf(officer).get('/ban-lam-viec')).text).not.toContain('first-steps');
  });

  it('leads the officer to batches and recalls, not to selling', async () => {
    const { text } = await browserOf(commune().officer).get('/ban-lam-viec');
    expect(text).toContain('href="/thu-hoi"');
    expect(text).not.toContain('href="/lo/moi"');
    expect(text).not.toContain('order-bell');
  });
});

describe('the list of orders', () => {
  it('shows the seller the buyer and the next button, strangers nothing, the officer no buyer', async () => {
    const { number } = await aPaid();
    const own = (await browserOf(commune().household).get('/don-hang')).text;
    expect(own).toContain(number);
    expect(own).toContain('0912 345 678');
    expect(own).toContain(`/don/${number}/dong-goi`);
    expect((await browserOf(commune().stranger).get('/don-hang')).text).not.toContain(number);
    const seen = (await browserOf(commune().officer).get('/don-hang')).text;
    expect(seen).toContain(number);
    expect(seen).not.toMatch(/0912|Nguyễn Thị Lan|dong-goi/);
  });

  it('comes back to the list after a button, and nowhere else', async () => {
    const { number } = await aPaid();
    const agent = browserOf(commune().cooperative);
    const key = formKey((await agent.get('/don-hang')).text);
    const bad = await agent
      .post(`/don/${number}/dong-goi`)
      .type('form')
      .send({ _key: key, next: 'https://evil.example' });
    expect(bad.status).toBe(422);
    const done = await agent.post(`/don/${number}/dong-goi`).type('form').send({ _key: key, next: '/don-hang' });
    expect([done.status, done.headers.location]).toEqual([303, '/don-hang']);
  });

  it('keeps apart what is to do, delivered and come to nothing, page by page', async () => {
    const { packId } = await sale(50);
    await Promise.all(Array.from({ length: 21 }, () => placeOrder(inCash(packId), noon)));
    const agent = browserOf(commune().household);
    const first = await agent.get('/don-hang');
    const next = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
    expect(next).toMatch(/^\/don-hang\?sau=DH/);
    expect((await agent.get(next ?? '')).status).toBe(200);
    expect((await agent.get('/don-hang?xem=xong')).text).toContain('Không có đơn nào ở đây');
    for (const query of ['?xem=khong-thanh', '?xem=zzz', '?sau=zzz', '?xem=a&xem=b']) {
      expect((await agent.get(`/don-hang${query}`)).status, query).toBe(200);
    }
  });
});

describe('the delivery note', () => {
  it('is for who sends the parcel only', async () => {
    const { number } = await aPaid();
    expect((await browserOf(commune().stranger).get(`/don/${number}/phieu-giao`)).status).toBe(404);
    expect((await browserOf(commune().officer).get(`/don/${number}/phieu-giao`)).status).toBe(403);
  });

  it('says from whom, to whom, what, from which batch, and that it is paid', async () => {
    const { number, batch } = await aPaid();
    const { text } = await browserOf(commune().household).get(`/don/${number}/phieu-giao`);
    for (const words of [number, 'Nguyễn Thị Lan', '0912 345 678', batch.code, '120.000\u00a0₫', 'Đã trả tiền']) {
      expect(text).toContain(words);
    }
  });

  it('says what to collect when it is paid in cash', async () => {
    const { packId } = await sale();
    const { order } = await placeOrder(inCash(packId), noon);
    const { text } = await browserOf(commune().household).get(`/don/${order.number}/phieu-giao`);
    expect(text).toContain('Thu khi giao:');
    expect(text).toContain('60.000\u00a0₫');
  });
});

describe('the shipping fees', () => {
  it('come back with mistakes, are kept, and are nobody else’s to set', async () => {
    const agent = browserOf(commune().neighbour);
    const _key = formKey((await agent.get('/phi-gui-hang')).text);
    const wrong = await agent
      .post('/phi-gui-hang')
      .type('form')
      .send({ _key, commune: 'x', province: '', country: '-5' });
    expect(wrong.status).toBe(422);
    for (const field of ['commune', 'province', 'country']) expect(wrong.text).toContain(`href="#${field}"`);
    const fees = { commune: '0', province: '25.000', country: '45 nghìn', freeFrom: '500.000' };
    const kept = await agent
      .post('/phi-gui-hang')
      .type('form')
      .send({ _key: formKey(wrong.text), ...fees });
    expect(kept.status).toBe(303);
    const { text } = await agent.get(kept.headers.location ?? '');
    expect(text).toContain('Đã lưu');
    expect(text).toContain('value="45000"');
    const other = await browserOf(commune().stranger).get(`/phi-gui-hang?nguoi-ban=${commune().sellers.neighbour.id}`);
    expect(other.status).toBe(404);
    const cooperative = await browserOf(commune().cooperative).get(
      `/phi-gui-hang?nguoi-ban=${commune().sellers.neighbour.id}`,
    );
    expect(cooperative.text).toContain('value="45000"');
  });
});
