import { describe, expect, it } from 'vitest';
import { setShownPhone } from '../../../server/identity/seller-phone.ts';
import { makeLink, placeOrder } from '../../../server/orders/orders.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { wanted } from '../orders/makers.ts';
import { form, toldOn, visitors, wordsOn } from './visitors.ts';

useDatabase();
const { browser, browserOf, commune, filledCart, order, sale } = visitors();

const numbersOn = (html: string): string[] =>
  [...html.matchAll(/href="\/don\/(DH\w{8})\?key/g)].map(([, one]) => one ?? '');
const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  /orders=([^;]*)/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';

describe('a guest’s own orders', () => {
  it('are there again in the browser that ordered, with nothing of the buyer, and in no other one', async () => {
    const { agent } = await filledCart();
    const placed = await order(agent);
    const page = await agent.get('/don-cua-toi').expect(200);
    expect(page.headers['cache-control']).toContain('no-store');
    expect(page.text.replaceAll('&#x3D;', '=')).toContain(`href="${placed.headers.location ?? '-'}"`);
    for (const said of ['120.000', 'Mới đặt, chờ trả tiền', commune().sellers.household.name])
      expect(page.text).toContain(said);
    expect(page.text).not.toMatch(/Nguyễn Thị Lan|0912|Miến dong thử/);
    expect((await browser().get('/don-cua-toi')).text).not.toContain('/don/DH');
    expect((await agent.get('/gio-hang')).text).toContain('Giỏ hàng đang trống');
  });

  it('are kept by a second tap, too, whose first answer the browser threw away', async () => {
    const { packId } = await sale();
    const filled = await browser().post('/gio-hang').type('form').send({ packId, quantity: '2' });
    const cookie = /cart=[^;]+/.exec(String(filled.headers['set-cookie']))?.[0] ?? '';
    const page = await browser().get('/thanh-toan').set('Cookie', cookie);
    const tap = () =>
      browser()
        .post('/thanh-toan')
        .set('Cookie', cookie)
        .type('form')
        .send({ _key: formKey(page.text), told: toldOn(page.text), ...form });
    const [, second] = [await tap(), await tap()];
    expect([second.status, String(second.headers['set-cookie'])]).toEqual([303, expect.stringContaining('cart=;')]);
    const list = await browser()
      .get('/don-cua-toi')
      .set('Cookie', `orders=${cookieOf(second)}`);
    expect(numbersOn(list.text)).toEqual([/DH\w{8}/.exec(second.headers.location ?? '')?.[0]]);
  });

  it('are the last ten, and gone at the press of a button', async () => {
    const { agent, packId } = await filledCart(30, 1);
    const numbers: string[] = [];
    for (let made = 0; made < 11; made += 1) {
      await agent.post('/gio-hang').type('form').send({ packId, quantity: '1' });
      numbers.unshift(/DH\w{8}/.exec((await order(agent)).headers.location ?? '')?.[0] ?? '');
    }
    const page = await agent.get('/don-cua-toi');
    expect(numbersOn(page.text)).toEqual(numbers.slice(0, 10));
    expect(page.text).toContain('dùng chung');
    await agent
      .post('/don-cua-toi/xoa')
      .type('form')
      .send({ _key: formKey(page.text) })
      .expect(303);
    expect(numbersOn((await agent.get('/don-cua-toi')).text)).toEqual([]);
  });

  it('are none where the cookie was changed, cut, or made by somebody else', async () => {
    const { agent } = await filledCart();
    const cookie = cookieOf(await order(agent));
    const { packId } = await sale();
    const { order: other, key } = await placeOrder(wanted(packId), noon);
    const changed = `${cookie.startsWith('A') ? 'B' : 'A'}${cookie.slice(1)}`;
    const planted = Buffer.from(JSON.stringify([{ number: other.number, key }])).toString('base64url');
    for (const one of [changed, cookie.slice(0, 40), planted, '', '%00', 'x'.repeat(3000)]) {
      const page = await browser().get('/don-cua-toi').set('Cookie', `orders=${one}`).expect(200);
      expect(numbersOn(page.text), one.slice(0, 20)).toEqual([]);
    }
    expect(numbersOn((await browser().get('/don-cua-toi').set('Cookie', `orders=${cookie}`)).text)).toHaveLength(1);
  });
});

describe('a link that was lost', () => {
  const path = '/don-cua-toi/hoi-lai';
  const ask = async (fields: object) => {
    const agent = browser();
    const page = await agent.get(path);
    const answer = await agent
      .post(path)
      .type('form')
      .send({ _key: formKey(page.text), ...fields });
    return { answer, text: (await agent.get(answer.headers.location ?? path)).text };
  };
  const seller = () => browserOf(commune().household);
  const waits = async () => (await seller().get('/ban-lam-viec')).text.includes('Khách mất đường dẫn');

  it('is asked for by number and phone, says nothing of whether they fit, and waits for the seller when they do', async () => {
    const { packId } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    const { phone } = wanted(packId).buyer;
    const right = { orderNumber: placed.number.toLowerCase().replace('dh', 'dh '), phone };
    const answers = [];
    for (const wrong of [{ phone: '0987654321' }, { orderNumber: 'DH0123456' }, { orderNumber: 'rau' }])
      answers.push(await ask({ ...right, ...wrong }));
    expect(await waits()).toBe(false);
    answers.push(await ask(right));
    expect(
      new Set(answers.map(({ answer, text }) => `${answer.status} ${answer.headers.location} ${wordsOn(text)}`)).size,
    ).toBe(1);
    expect(await waits()).toBe(true);

    const page = await seller().get(`/don/${placed.number}`);
    expect(page.text).toContain('Người mua mất đường dẫn');
    const make = (agent = seller()) =>
      agent
        .post(`/don/${placed.number}/duong-dan`)
        .type('form')
        .send({ _key: formKey(page.text) });
    for (const who of ['stranger', 'neighbour', 'officer'] as const)
      expect([403, 404]).toContain((await make(browserOf(commune()[who]))).status);
    const [made, again] = [await make(), await make()];
    const linkIn = (text: string) =>
      /https?:[^ <]*\/don\/DH\w+\?key(?:=|&#x3D;)[\w-]+/.exec(text)?.[0].replace('&#x3D;', '=');
    expect([made.status, made.headers['cache-control'], linkIn(again.text)]).toEqual([
      200,
      'private, no-store',
      linkIn(made.text),
    ]);
    expect(await waits()).toBe(false);
    const opened = async (query: string) => (await browser().get(`/don/${placed.number}?key=${query}`)).status;
    const made1 = linkIn(made.text)?.split('key=')[1] ?? '';
    expect([await opened(key), await opened(made1), await opened(`${made1}x`)]).toEqual([200, 200, 404]);

    const { key: made2 } = await makeLink(commune().household.actor, placed.number);
    expect([await opened(key), await opened(made1), await opened(made2)]).toEqual([200, 404, 200]);
  });

  it('is not asked for more than ten times an hour from one address, nor without number or phone', async () => {
    const { answer } = await ask({ orderNumber: '', phone: '12' });
    expect(answer.status).toBe(422);
    const statuses = [];
    for (let times = 0; times < 11; times += 1)
      statuses.push((await ask({ orderNumber: 'DH0123456', phone: '0912345678' })).answer.status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses).toContain(303);
  });
});

describe('the seller’s phone', () => {
  const path = '/so-dien-thoai';
  const save = async (fields: object, agent = browserOf(commune().household), at = path) =>
    agent
      .post(at)
      .type('form')
      .send({ _key: formKey((await agent.get(at)).text), ...fields });
  const places = async () => {
    const { packId, batch } = await sale();
    const { order: placed, key } = await placeOrder(wanted(packId), noon);
    const note = await browserOf(commune().household).get(`/don/${placed.number}/phieu-giao`);
    const pages = [`/don/${placed.number}?key=${key}`, `/ho/${commune().sellers.household.slug}`, `/t/${batch.code}`];
    const texts = await Promise.all(pages.map(async (page) => (await browser().get(page)).text));
    return { number: placed.number, texts: [...texts, note.text] };
  };
  const asks = async (number: string) =>
    (await browserOf(commune().household).get(`/don/${number}`)).text.includes(`${path}?nguoi-ban=`);

  it('is asked for until it is answered, shown with a yes only, with its Zalo, and gone when taken back', async () => {
    const before = await places();
    expect(await asks(before.number)).toBe(true);
    const refused = await save({ phone: '0987 654 321' });
    expect([refused.status, refused.text.includes('href="#agree"')]).toEqual([422, true]);
    expect(refused.text).toContain('value="0987 654 321"');
    for (const text of (await places()).texts) expect(text).not.toMatch(/0987/);
    expect((await save({ phone: '0987 654 321', agree: 'yes' })).status).toBe(303);
    const shown = await places();
    for (const text of shown.texts) {
      expect(text).toContain('0987 654 321');
      expect(text).toContain('href="https://zalo.me/0987654321"');
    }
    expect(await asks(shown.number)).toBe(false);
    expect((await save({ phone: '', agree: 'yes' })).status).toBe(303);
    const after = await places();
    for (const text of after.texts) expect(text).not.toMatch(/0987|zalo\.me/);
    expect(await asks(after.number)).toBe(false);
  });

  it('has no Zalo on a landline, and is nobody else’s to set', async () => {
    const at = `${path}?nguoi-ban=${commune().sellers.household.id}`;
    await save({ phone: '0213 3875 123', agree: 'yes' }, browserOf(commune().cooperative), at);
    const { texts } = await places();
    expect(texts[0]).toContain('0213 387 5123');
    expect(texts[0]).not.toContain('zalo.me');
    for (const who of ['stranger', 'neighbour'] as const)
      expect((await browserOf(commune()[who]).get(at)).status).toBe(404);
    const { actor } = commune().officer;
    await expect(setShownPhone(actor, commune().sellers.household.id, null, noon)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
