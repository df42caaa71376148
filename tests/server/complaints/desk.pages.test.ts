import { describe, expect, it } from 'vitest';
import { formKey } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, clock, commune, sale } = visitors();
type Browser = ReturnType<typeof browser>;

const post = async (agent: Browser, path: string, fields: object, page = path) =>
  await agent
    .post(path)
    .type('form')
    .send({ _key: formKey((await agent.get(page)).text), ...fields });
const send = async (fields: object) => {
  const said = {
    kind: 'copied-or-unsafe',
    text: 'Tem mờ, miến có mùi',
    name: 'Nguyễn Thị Bưởi',
    phone: '0912 345 678',
  };
  return await post(browser(), '/khieu-nai', { ...said, ...fields });
};
const codeIn = (html: string) => /KN[0-9A-Z]{8}/.exec(html)?.[0] ?? '';
const look = (code: string, contact: string) => post(browser(), '/khieu-nai/tra-cuu', { code, contact });

describe('the officer', () => {
  it('is asked by an authority, has 24 hours of the clock, and is late after them', async () => {
    const officer = browserOf(commune().officer);
    clock.now = new Date('2026-12-04T16:50:00+07:00');
    const asked = {
      kind: 'authority',
      text: 'Gỡ hàng giả số 15/CV',
      name: 'Đội quản lý thị trường',
      phone: '0912000999',
    };
    expect((await send(asked)).status).toBe(422);
    const { location = '' } = (await post(officer, '/khieu-nai/ho-so/moi', asked)).headers;
    const page = (await officer.get(location)).text;
    expect(page).toContain('05/12/2026 16:50');
    for (const path of ['/duyet-hang', '/nguoi-ban']) expect(page).toContain(`href="${path}"`);
    expect((await browserOf(commune().cooperative).get(location)).status).toBe(404);
    const rows = async () => (await officer.get('/khieu-nai/ho-so?tim=15/CV')).text;
    clock.now = new Date('2026-12-05T09:00:00+07:00');
    expect(await rows()).toContain('Hạn hôm nay');
    expect((await officer.get('/ban-lam-viec')).text).toContain('khiếu nại đến hạn hôm nay');
    clock.now = new Date('2026-12-05T16:51:00+07:00');
    expect(await rows()).toContain('Quá hạn');
    await post(officer, location, { did: 'settled', outcome: 'upheld', text: 'Đã gỡ, báo lại bằng công văn' });
    const settled = await officer.get(location).expect(200);
    expect(settled.text).toContain('báo lại bằng công văn');
    expect((await officer.get('/khieu-nai/ho-so?xem=xong')).text).toContain('Gỡ hàng giả');
  });

  it('looks again at what whoever complained is not content with, and it ends there', async () => {
    clock.now = new Date('2026-12-07T08:00:00+07:00');
    const code = codeIn((await send({ batchCode: (await sale()).batch.code })).text);
    const path = `/khieu-nai/ho-so/${code}`;
    const chair = browserOf(commune().cooperative);
    expect((await post(chair, path, { did: 'settled', outcome: 'not-upheld', text: 'Hàng đúng' })).status).toBe(303);
    const own = await look(code, '0912345678');
    expect(own.text).toContain('action="/khieu-nai/len-cap"');
    const further = { code, contact: '0912345678', text: 'Tôi còn giữ gói' };
    clock.now = new Date('2026-12-08T08:00:00+07:00');
    const again = await post(browser(), '/khieu-nai/len-cap', further, '/khieu-nai/tra-cuu');
    for (const words of [
      'Đang xem lại',
      'Tôi còn giữ gói',
      'Lần giải quyết đầu: ',
      '08/12/2026 14:00',
      '11/12/2026 17:00',
    ])
      expect(again.text.replaceAll(/\s+/g, ' ')).toContain(words);
    expect((await post(chair, path, { did: 'settled', outcome: 'upheld', text: 'Thôi' })).status).toBe(403);
    await post(browserOf(commune().officer), path, { did: 'settled', outcome: 'upheld', text: 'Đổi hàng, xin lỗi' });
    const over = (await look(code, '0912345678')).text;
    expect(over).toContain('Đổi hàng, xin lỗi');
    expect((await chair.get(path).expect(200)).text).toContain('Đổi hàng, xin lỗi');
    expect(over).not.toContain('/khieu-nai/len-cap');
  });
});
