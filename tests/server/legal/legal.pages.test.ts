import { describe, expect, it } from 'vitest';
import { productOrders } from '../../../server/catalog/products.ts';
import { deadlinesIn, workingTimeIn } from '../../../server/complaints/deadlines.pages.ts';
import { formatMoney } from '../../../server/format.ts';
import { standingRules } from '../../../server/identity/identity-checks.ts';
import { languages } from '../../../server/language.ts';
import { groups } from '../../../server/legal/groups.ts';
import { readPlatform } from '../../../server/legal/modes.ts';
import { saidFacts, saidOf } from '../../../server/legal/sections.pages.ts';
import { holdsUntil } from '../../../server/orders/order.ts';
import {
  cashHoldDays,
  cashLimits,
  getRetention,
  holdMinutes,
  mostOrderVnd,
  setRetention,
} from '../../../server/orders/orders.ts';
import { setPlatform } from '../../../server/platform.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();

describe('the published facts', () => {
  it.each(groups)('has a page of $id for everybody, that says something in each language', async (group) => {
    const page = await browser().get(`/phap-ly/${group.slug}`);
    expect(page.status).toBe(200);
    for (const language of languages) {
      const said = saidOf(group, await saidFacts('cho.example', language), language);
      expect(said.length).toBeGreaterThan(0);
      for (const { text } of said) expect(text).not.toMatch(/\{\w+\}/);
    }
  });

  it('has all eight points of privacy, in their order, and thirteen groups', async () => {
    expect(groups).toHaveLength(13);
    const page = (await browser().get('/phap-ly/du-lieu-ca-nhan')).text;
    expect([...page.matchAll(/<h2>(\S+)\) /g)].map((match) => match[1])).toEqual([
      'a',
      'b',
      'c',
      'd',
      'đ',
      'e',
      'g',
      'h',
    ]);
  });

  it('promises what the program does: hold times, limits, retention, deadlines, order of display', async () => {
    const text = async (slug: string) => (await browser().get(`/phap-ly/${slug}`)).text;
    const conditions = await text('dieu-kien-gioi-han');
    expect(holdsUntil('vietqr', noon).getTime() - noon.getTime()).toBe(holdMinutes * 60_000);
    expect(holdsUntil('cash', noon).getTime() - noon.getTime()).toBe(cashHoldDays * 86_400_000);
    expect(conditions).toContain(`giữ hàng ${holdMinutes} phút`);
    expect(conditions).toContain(`giữ hàng ${cashHoldDays} ngày`);
    expect(conditions).toContain(`quá ${cashLimits.packsAnybodyMayHold} gói`);
    expect(conditions).toContain(formatMoney(mostOrderVnd));
    const { months } = await getRetention();
    expect(await text('du-lieu-ca-nhan')).toContain(`xoá ${months} tháng sau`);
    await setRetention(commune().officer.actor, { months: 48 }, noon);
    expect(await text('du-lieu-ca-nhan')).toContain('xoá 48 tháng sau');
    expect(await text('quyen-va-nghia-vu')).toContain(`ít nhất ${standingRules.suspensionNoticeDays} ngày kèm lý do`);
    const complaints = await text('khieu-nai');
    for (const { name, respond, settle } of deadlinesIn('vi'))
      expect(complaints).toMatch(new RegExp(`${name}</th>\\s*<td>${respond}</td>\\s*<td>${settle}</td>`));
    expect(complaints).toContain(workingTimeIn('vi'));
    const [first, second] = [await sale(), await sale()];
    const market = (await browser().get('/')).text;
    expect(market.indexOf(second.product.slug)).toBeLessThan(market.indexOf(first.product.slug));
    expect(await text('thu-tu-hien-thi')).toContain('xếp hàng mới đăng lên trước');
  });

  it('tells each order that the market offers, and no other is offered', async () => {
    const { text: market } = await browser().get('/');
    const offered = [...market.matchAll(/<option value="([a-z-]+)"[^>]*>([^<]+)</g)];
    expect(offered.map(([, order]) => order)).toEqual([...productOrders]);
    const promised = (await browser().get('/phap-ly/thu-tu-hien-thi')).text.toLowerCase();
    const [first, ...chosen] = offered.map(([, , words = '']) => words.trim().toLowerCase());
    expect(first).toBe('mới đăng trước');
    for (const words of chosen) expect(promised).toContain(`“${words}”`);
  });

  it('answers a part that is none as any page that is not there', async () => {
    expect((await browser().get('/phap-ly/khong-co')).status).toBe(404);
  });
});

describe('fees of sellers', () => {
  it('are none until the officer says so, and a change holds after twenty days', async () => {
    expect((await browser().get('/phap-ly/gia')).text).toMatch(
      /Phí của người bán, cách tính<\/dt>\s*<dd>Không thu phí/,
    );
    const path = '/phap-ly/gia/sua';
    const agent = browserOf(commune().officer);
    for (const fee of ['', '2 % giá bán']) {
      const key = formKey((await agent.get(path)).text);
      await agent.post(path).type('form').send({ _key: key, fee }).expect(303);
    }
    const page = (await browser().get('/phap-ly/gia')).text;
    expect(page).toMatch(/Không thu phí[^]*Từ 06\/12\/2026[^]*2 % giá bán/);
  });
});

describe('the operator', () => {
  const facts = {
    name: 'Hợp tác xã Bình Lư',
    office: 'Bản Nà Đa, xã Bình Lư',
    representative: 'Vàng Thị Mai, giám đốc',
    registration: '6200123456, 01/02/2020, UBND huyện Tam Đường',
    phone: '0213 3 888 999',
    email: 'lienhe@cho.example',
    responsible: 'Vàng Thị Mai',
  };

  it('is confirmed by the officer alone, with every fact, and stands in the footer from then on', async () => {
    const path = '/phap-ly/don-vi-van-hanh/sua';
    expect((await browserOf(commune().household).get(path)).status).toBe(403);
    const officer = browserOf(commune().officer);
    const key = formKey((await officer.get(path).expect(200)).text);
    const half = await officer
      .post(path)
      .type('form')
      .send({ _key: key, ...facts, phone: '' });
    expect(half.status).toBe(422);
    expect(half.text).toContain('value="Hợp tác xã Bình Lư"');
    const again = formKey((await officer.get(path)).text);
    await officer
      .post(path)
      .type('form')
      .send({ _key: again, ...facts, text: 'Mở từ 2026.' })
      .expect(303);
    const page = (await browser().get('/phap-ly/don-vi-van-hanh')).text;
    for (const value of Object.values(facts)) expect(page).toContain(value);
    expect(page).toMatch(/Bản số 1, có hiệu lực từ 16\/11\/2026[^]*Mở từ 2026\./);
    await readPlatform({ production: false, platformMode: null }, noon);
    expect((await browser().get('/')).text).toMatch(
      /page-foot[^]*Hợp tác xã Bình Lư[^]*chịu trách nhiệm nội dung: Vàng Thị Mai/,
    );
    setPlatform({ mode: null, operator: null });
  });
});
