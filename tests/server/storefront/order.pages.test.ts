import { describe, expect, it } from 'vitest';
import { expireOrder, packOrder, placeOrder, returnOrder } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aPhoto } from '../media/pictures.ts';
import { inCash, later, markPaid, stockOf, wanted } from '../orders/makers.ts';
import { visitors } from './visitors.ts';

useDatabase();
const { browser, browserOf, clock, commune, filledCart, order, sale } = visitors();

describe('the order’s page', () => {
  it('is 404 without the key, and for strangers who are signed in', async () => {
    const { packId } = await sale();
    const { order: placed } = await placeOrder(wanted(packId), noon);
    for (const agent of [browser(), browserOf(commune().stranger), browserOf(commune().neighbour)]) {
      for (const path of ['', '?key=', '?key=wrong']) {
        const answer = await agent.get(`/don/${placed.number}${path}`);
        expect([answer.status, answer.text.includes('Nguyễn')]).toEqual([404, false]);
      }
    }
  });

  it('shows the buyer what to pay and a way to cancel, keeps out of search, and no seller’s buttons', async () => {
    const { agent, batch } = await filledCart();
    const { headers } = await order(agent);
    const page = await agent.get(headers.location ?? '');
    expect(page.headers['x-robots-tag']).toBe('noindex');
    expect(page.headers['cache-control']).toContain('no-store');
    expect(page.text).toContain('120.000\u00a0₫');
    expect(page.text).toContain('LO THI DOI');
    expect(page.text).toMatch(/BL[0-9A-Z]{8}/);
    expect(page.text).toContain('aria-current="step"');
    expect(page.text).toContain(`href="/t/${batch.code}"`);
    expect(page.text).not.toMatch(/dong-goi|hoan-tien|Zalo|· người mua/);
    const cancel = (headers.location ?? '').replace('?', '/huy?');
    const cancelled = await agent
      .post(cancel)
      .type('form')
      .send({ _key: formKey(page.text) });
    expect(cancelled.headers.location).toBe(headers.location);
    expect((await agent.get(headers.location ?? '')).text).toContain('Đơn này đã huỷ');
    expect(await stockOf(batch.code)).toMatchObject({ held: 0 });
  });

  it('opens the payment that a crash left unopened', async () => {
    const { packId } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    expect((await browser().get(`/don/${placed.number}?key=${key}`)).text).toMatch(/BL[0-9A-Z]{8}/);
  });

  it('shows the seller the buyer, the buttons and words for Zalo; the officer neither', async () => {
    const { packId } = await sale();
    const { order: placed } = await placeOrder(wanted(packId), noon);
    await markPaid(placed.number, 'FT1', noon);
    const { text } = await browserOf(commune().cooperative).get(`/don/${placed.number}`);
    expect(text).toContain('0912 345 678');
    expect(text).toContain('dong-goi');
    expect(text).toContain('Chào Nguyễn Thị Lan');
    expect(text).toContain('· ngân hàng báo');
    const officer = (await browserOf(commune().officer).get(`/don/${placed.number}`)).text;
    expect(officer).toContain(placed.number);
    expect(officer).not.toMatch(/Nguyễn|0912|dong-goi/);
  });

  it('goes from packed to delivered by its buttons, and shows a refusal on the page', async () => {
    const { packId } = await sale();
    const address = { province: 'Lai Châu', commune: 'Bình Lư', line: 'bản Nà Đa' };
    const ship = wanted(packId, 1, {
      delivery: { method: 'ship', payBy: 'vietqr' },
      buyer: { name: 'Lan', phone: '+84912345678', address },
    });
    const { order: placed } = await placeOrder(ship, noon);
    await markPaid(placed.number, 'FT1', noon);
    const agent = browserOf(commune().household);
    const path = `/don/${placed.number}`;
    for (const [button, state] of [
      ['dong-goi', 'Đã đóng gói'],
      ['gui-di', 'Đã gửi đi'],
      ['da-giao', 'Đã giao'],
    ]) {
      const key = formKey((await agent.get(path)).text);
      await agent.post(`${path}/${button}`).type('form').send({ _key: key }).expect(303);
      expect((await agent.get(path)).text).toContain(state);
    }
    const key = formKey((await agent.get(path)).text);
    const again = await agent.post(`${path}/dong-goi`).type('form').send({ _key: key });
    expect(again.status).toBe(409);
    expect(again.text).toContain('lúc này không làm được việc đó');
    const refund = await agent.post(`${path}/hoan-tien`).type('form').send({ _key: key, note: '' });
    expect(refund.status).toBe(422);
    for (const field of ['note', 'packs']) expect(refund.text).toContain(`href="#${field}"`);
  });

  it('takes a parcel back that was refused in cash: asks for the goods, and owes and promises no money', async () => {
    const { packId, batch } = await sale();
    const { order: placed, key } = await placeOrder(inCash(packId), noon);
    const seller = browserOf(commune().household);
    const path = `/don/${placed.number}`;
    const press = async (button: string, fields: object) => {
      const { text } = await seller.get(path);
      return seller
        .post(`${path}/${button}`)
        .type('form')
        .send({ _key: formKey(text), ...fields });
    };
    await press('dong-goi', {});
    expect((await seller.get(path)).text).not.toContain('hoan-tien');
    const asked = await press('quay-ve', {});
    expect([asked.status, asked.text.includes('href="#goods"')]).toEqual([422, true]);
    expect((await press('quay-ve', { goods: 'back' })).status).toBe(303);
    expect((await stockOf(batch.code)).sold).toBe(0);
    for (const [language, said] of [
      ['vi', 'không có tiền phải trả lại'],
      ['en', 'nothing has to be given back'],
    ]) {
      const { text } = await browser().get(`${path}?key=${key}&lang=${language}`);
      expect(text).toContain(said);
      // Nor did it ever wait for a transfer.
      expect(text).not.toMatch(/đã trả lại tiền|has given your money back|bán tiếp|chờ trả tiền|Placed, to be paid/);
    }
  });

  it('tells who has paid for what went back that the money is owed', async () => {
    const { packId } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    await markPaid(placed.number, 'FT1', noon);
    await packOrder(commune().household.actor, placed.number, noon);
    await returnOrder(commune().household.actor, placed.number, { goods: 'back' }, noon);
    const path = `/don/${placed.number}`;
    expect((await browser().get(`${path}?key=${key}&lang=vi`)).text).toContain('phải trả lại tiền cho bạn');
    const seller = (await browserOf(commune().household).get(path)).text;
    expect(seller).toContain('Còn tốt, bán tiếp');
    expect(seller).toContain('hoan-tien');
    expect(seller).not.toContain('id="packs"');
  });

  it('shows the photo of a refund to the buyer and the seller, and not to the officer or strangers', async () => {
    const { packId } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    await markPaid(placed.number, 'FT1', noon);
    const seller = browserOf(commune().household);
    const path = `/don/${placed.number}`;
    const _key = formKey((await seller.get(path)).text);
    const broken = await seller
      .post(`${path}/hoan-tien`)
      .field({ _key, note: '' })
      .attach('photo', await aPhoto(), 'chuyen-tien.jpg');
    expect(broken.status).toBe(422);
    expect(broken.text).toContain('Ảnh đã nhận (1)');
    const away = await browser()
      .post(`${path}/hoan-tien`)
      .set('Referer', `http://localhost:3000${path}`)
      .field({ _key: formKey(broken.text), note: 'Đã trả FT2632' })
      .attach('photo', await aPhoto(), 'chuyen-tien.jpg');
    const back = new URL(String(away.headers.location), 'http://localhost:3000').searchParams.get('next') ?? '';
    const kept = (await seller.get(back)).text;
    expect(kept).toMatch(/<details class="no-print" open>\s*<summary[^>]*>[^<]*<\/summary>\s*<form[^>]*hoan-tien"/);
    expect(kept).toContain('Đã trả FT2632</textarea>');
    await seller
      .post(`${path}/hoan-tien`)
      .field({ _key: formKey(broken.text), note: 'FT26320123', packs: 'back' })
      .attach('photo', await aPhoto(), 'chuyen-tien.jpg')
      .expect(303);
    const image = `${path}/hoan-tien/anh`;
    expect((await browser().get(`${path}?key=${key}`)).text).toMatch(/hoan-tien\/anh\?key[^"]+rong=320"/);
    const shown = await browser().get(`${image}?key=${key}&rong=320`);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(shown.headers['cache-control']).toContain('no-store');
    expect((await seller.get(image)).status).toBe(200);
    for (const agent of [browser(), browserOf(commune().stranger), browserOf(commune().officer)])
      expect((await agent.get(image)).status).toBe(404);
  });

  it('refuses buttons from other sites, without a key, and to strangers', async () => {
    const { packId } = await sale();
    const { order: placed } = await placeOrder(wanted(packId), noon);
    await markPaid(placed.number, 'FT1', noon);
    const path = `/don/${placed.number}/dong-goi`;
    const foreign = await browserOf(commune().household)
      .post(path)
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({});
    expect(foreign.status).toBe(403);
    expect((await browserOf(commune().household).post(path).type('form').send({})).status).toBe(403);
    expect((await browserOf(commune().stranger).post(path).type('form').send({})).status).toBe(404);
    expect((await browser().post(path).type('form').send({})).headers.location).toContain('/dang-nhap');
  });

  it('says that money still counts after the time is up', async () => {
    const { packId } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    await expireOrder(placed.number, later(noon, 45));
    clock.now = later(noon, 50);
    const { text } = await browser().get(`/don/${placed.number}?key=${key}`);
    clock.now = noon;
    expect(text).toContain('Đã hết giờ giữ hàng');
  });
});
