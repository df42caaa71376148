import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileComplaint } from '../../../server/complaints/complaints.ts';
import { sealUnder } from '../../../server/identity/accounts.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { heldOfBuyer, heldOfOneself, heldOfSeller } from '../../../server/privacy/seeing.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { later, wanted } from '../orders/makers.ts';
import { visitors, wordsOn } from '../storefront/visitors.ts';
import { aWholeHousehold, line, phone, sold } from './makers.ts';
import { tracesOf } from './people.ts';
import { everyRecord } from './records.ts';

useDatabase();
sealUnder('a-session-secret-for-tests-only-0123456789');
const { browser, browserOf, clock, commune } = visitors();

let whole: Awaited<ReturnType<typeof aWholeHousehold>>;
beforeAll(async () => {
  whole = await aWholeHousehold(commune().sellers.ours.id, commune().officer.actor);
  await sold(whole);
});

const buyersPhone = '0961112223';
const buyer = {
  name: 'Chảo Láo Sử',
  phone: '+84961112223',
  address: { line: 'Số 5 ngõ Mây', commune: 'Bình Lư', province: 'Lai Châu', formerly: null },
};
async function bought() {
  const delivery = { method: 'ship' as const, payBy: 'cash' as const };
  const { order } = await placeOrder({ ...wanted(whole.packId, 1), buyer, delivery, note: 'Gọi trước' }, noon);
  const contact = { name: buyer.name, phone: buyer.phone };
  const how = { channel: 'web' as const, sender: null, requestId: null };
  await fileComplaint({ kind: 'late-delivery', text: 'Chờ mãi', contact, orderNumber: order.number }, how, noon);
  return order.number;
}

const send = async (who: { token: string }, path: string, fields: object) => {
  const agent = browserOf(who);
  const page = await agent.get(path);
  return await agent
    .post(path)
    .type('form')
    .responseType('blob')
    .send({ _key: formKey(page.text), ...fields });
};
const textOf = (answer: { body: unknown }) => wordsOn((answer.body as Buffer).toString());

describe('what is held about somebody', () => {
  it('leaves out no record in which the person stands', async () => {
    const held = await heldOfSeller(commune().officer.actor, whole.seller.id, noon);
    const sought = { name: 'Quàng Thị Xuyến', phone, line };
    const told = new Set(held.mentions.map(({ collection }) => collection));
    const named = (await everyRecord()).filter(({ text }) => tracesOf(sought, text).length > 0);
    const whereElse = new Set(named.map(({ place }) => place).filter((place) => !told.has(place)));
    const inParts = ['sellers', 'accounts', 'plots', 'doubts', 'receiving_accounts', 'orders', 'complaints'];
    expect([...whereElse].filter((place) => !inParts.includes(place))).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
    expect(told.has('batches') && told.has('stories')).toBe(true);
  });

  it('is handed over by the officer alone, who has made sure who asks, on a page or as one file', async () => {
    const number = await bought();
    const { officer, household, cooperative } = commune();
    for (const who of [household, cooperative]) expect((await browserOf(who).get('/xem-du-lieu')).status).toBe(403);
    await expect(heldOfBuyer(cooperative.actor, buyer.phone, noon)).rejects.toMatchObject({ kind: 'forbidden' });
    const asked = { who: 'buyer', phone: buyersPhone, as: 'page' };
    expect((await send(officer, '/xem-du-lieu', asked)).status).toBe(422);
    const page = await send(officer, '/xem-du-lieu', { ...asked, sure: 'yes' });
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'private, no-store']);
    const all = [number, 'Chảo Láo Sử', 'Số 5 ngõ Mây', 'Gọi trước', 'Chờ mãi', '096 111 22 23'.replaceAll(' ', '')];
    for (const words of all) expect(textOf(page).replaceAll(/(?<=\d)[ .](?=\d)/g, '')).toContain(words);
    const file = await send(officer, '/xem-du-lieu', { ...asked, sure: 'yes', as: 'paper' });
    const paper = wordsOn(execFileSync('pdftotext', ['-raw', '-', '-'], { input: file.body as Buffer }).toString());
    for (const words of [number, 'Gọi trước', 'Chờ mãi']) expect(paper).toContain(words);
  });

  it('is a seller’s own to see, with its papers and places, and tells it of nobody else', async () => {
    const own = await heldOfOneself(whole.actor, noon);
    expect(own.mentions).toEqual([]);
    expect(own.seller?.identity?.facts?.number).toBe('012345678901');
    expect(own.seller?.plots[0]?.position).toEqual({ latitude: 22.3, longitude: 103.6 });
    expect(own.buyer.doubts).toEqual([]);
    const page = textOf(await send(commune().household, '/du-lieu-ve-toi', { as: 'page' }));
    expect(page).toContain(commune().sellers.household.name);
    expect(page).not.toContain('Quàng Thị Xuyến');
    expect((await browserOf(commune().officer).get('/du-lieu-ve-toi')).status).toBe(403);
  });
});

describe('a request to see', () => {
  it('is sent, answered, handed over and settled, with the days the law gives', async () => {
    const form = { kind: 'data-see', text: 'Cho tôi xem chợ giữ gì', name: buyer.name, phone: buyersPhone };
    const guest = browser();
    const receipt = await guest
      .post('/khieu-nai')
      .type('form')
      .send({ _key: formKey((await guest.get('/khieu-nai')).text), ...form });
    const code = /KN[0-9A-Z]{8}/.exec(receipt.text)?.[0] ?? '';
    // Monday noon: two working days, ten of the calendar.
    for (const by of ['18/11/2026', '26/11/2026']) expect(receipt.text).toContain(by);
    const officer = browserOf(commune().officer);
    const path = `/khieu-nai/ho-so/${code}`;
    const opened = await officer.get(path);
    expect(opened.text).toContain('href="/xem-du-lieu"');
    const speak = async (fields: object) =>
      officer
        .post(path)
        .type('form')
        .send({ _key: formKey((await officer.get(path)).text), ...fields })
        .expect(303);
    await speak({ did: 'extended', text: 'Còn hỏi bên giao hàng' });
    expect((await officer.get(path)).text).toContain('06/12/2026');
    clock.now = later(noon, 60);
    await speak({ did: 'settled', outcome: 'upheld', text: 'Đã đưa tệp tận tay' });
    const own = await guest
      .post('/khieu-nai/tra-cuu')
      .type('form')
      .send({ _key: formKey((await guest.get('/khieu-nai/tra-cuu')).text), code, contact: buyersPhone });
    for (const words of ['Đã giải quyết', 'Đã đưa tệp tận tay', 'gia hạn']) expect(own.text).toContain(words);
  });
});
