import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  type ReturnRules,
  returnLimits,
  returnVersionsOf,
  setReturnRules,
} from '../../../server/orders/return-rules.ts';
import { setPlatform } from '../../../server/platform.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { later } from '../orders/makers.ts';
import { form as orderForm, visitors, wordsOn } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, clock, commune, filledCart, order } = visitors();

const path = '/quy-dinh-doi-tra';
const typed = {
  faultDays: '30',
  mindDays: '7',
  wayBack: 'buyer',
  excluded: 'Đồ ăn đã mở gói',
  warrantyMonths: '6',
  reach: '0987 000 111, bản Nà Đa',
};
const rules: ReturnRules = { ...typed, faultDays: 30, mindDays: 7, warrantyMonths: 6, wayBack: 'buyer' };

const save = async (who: { token: string }, fields: object, query = '') => {
  const agent = browserOf(who);
  const page = await agent.get(`${path}${query}`);
  return await agent
    .post(`${path}${query}`)
    .type('form')
    .send({ _key: formKey(page.text), ...fields });
};

describe('the rules of return', () => {
  it('give no less than has to be given, and name each number that is out of bounds', async () => {
    const bad = { faultDays: String(returnLimits.faultDays.least - 1), mindDays: '-1', warrantyMonths: '9999' };
    const back = await save(commune().stranger, { ...typed, ...bad });
    expect(back.status).toBe(422);
    for (const field of Object.keys(bad)) expect(back.text).toContain(`href="#${field}"`);
    expect(back.text).toContain(`Ghi từ ${returnLimits.faultDays.least} đến`);
    expect(back.text).toContain('Đồ ăn đã mở gói');
    expect(await returnVersionsOf(commune().sellers.stranger.id)).toHaveLength(1);
  });

  it('are nobody else’s to say, but for the cooperative’s; said again as they stand they are no new version', async () => {
    const { sellers, neighbour, officer, cooperative } = commune();
    const { id } = sellers.household;
    await expect(setReturnRules(neighbour.actor, id, rules, noon)).rejects.toMatchObject({ kind: 'missing' });
    await expect(setReturnRules(officer.actor, id, rules, noon)).rejects.toMatchObject({ kind: 'forbidden' });
    const { id: neighbours } = sellers.neighbour;
    for (const _twice of [1, 2])
      expect((await save(cooperative, typed, `?nguoi-ban=${neighbours}`)).headers.location).toContain('da-luu=1');
    expect(await returnVersionsOf(neighbours)).toMatchObject([{ number: 0 }, { number: 1, ...rules }]);
  });

  it('of two who save at once let one in, and tell the other', async () => {
    const { actor } = commune().stranger;
    const { id } = commune().sellers.stranger;
    const wishes = [3, 4, 5].map((mindDays) => setReturnRules(actor, id, { ...rules, mindDays }, noon));
    const ends = await Promise.allSettled(wishes);
    const kept = ends.filter(({ status }) => status === 'fulfilled').length;
    const versions = await returnVersionsOf(id);
    expect(versions.map(({ number }) => number)).toEqual(Array.from({ length: kept + 1 }, (_, n) => n));
    for (const end of ends)
      if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'return-rules-meanwhile' });
  });
});

describe('a buyer', () => {
  const said = ['Đổi ý: nhận trả trong 7 ngày', 'Không nhận trả khi đổi ý: Đồ ăn', 'Bảo hành 6 tháng', '0987 000 111'];

  it('reads that there is no warranty where the seller says nothing, and no rules where nothing is sold', async () => {
    const { product } = await filledCart();
    const pages = [`/san-pham/${product.slug}`, `/ho/${commune().sellers.household.slug}`];
    for (const page of pages) {
      const text = wordsOn((await browser().get(page)).text);
      expect(text).toContain('Không bảo hành.');
      expect(text).toContain('không nhận trả khi đổi ý');
      expect(text).toContain(`báo trong ${returnLimits.faultDays.least} ngày`);
    }
    expect((await browser().get(`${pages[0]}?lang=en`)).text).toContain('No warranty.');
    setPlatform({ mode: 'showcase', operator: null });
    for (const page of pages) expect((await browser().get(page)).text).not.toContain('Không bảo hành.');
    setPlatform({ mode: null, operator: null });
  });

  it('concludes what was shown: other rules since send the order back, and the order keeps its own on page and paper', async () => {
    const { agent, product } = await filledCart();
    const { slug } = commune().sellers.household;
    await agent.get('/thanh-toan');
    await save(commune().household, typed);
    const back = await order(agent);
    expect([back.status, back.text.includes('Điều kiện mua bán vừa đổi')]).toEqual([409, true]);
    const seen = [back.text];
    for (const page of [`/san-pham/${product.slug}`, `/ho/${slug}`]) seen.push((await browser().get(page)).text);
    for (const text of seen) for (const words of said) expect(wordsOn(text)).toContain(words);
    expect(back.text).toMatch(/<details open>\s*<summary>Đổi, trả và bảo hành của /);
    const terms = /name="terms" value="([^"]*)"/.exec(back.text)?.[1];
    expect(terms).toBe('seller.1');
    const placed = await order(agent, { ...orderForm, terms });
    const link = placed.headers.location ?? '';
    clock.now = later(noon, 60);
    await save(commune().household, { ...typed, mindDays: '0', warrantyMonths: '0' });
    const page = wordsOn((await agent.get(link)).text);
    const { body } = await agent.get(link.replace('?', '/tom-tat.pdf?'));
    const paper = execFileSync('pdftotext', ['-layout', '-', '-'], { input: body as Buffer }).toString();
    for (const words of said) for (const text of [page, paper.replaceAll(/\s+/g, ' ')]) expect(text).toContain(words);
    expect(page).not.toContain('Không bảo hành.');
    expect((await browser().get(`/ho/${slug}`)).text).toContain('Không bảo hành.');
  });

  it('is led from the published facts to every seller with rules of its own', async () => {
    const { text } = await browser().get('/phap-ly/doi-tra-hoan-tien');
    expect(text).toContain(`href="/ho/${commune().sellers.household.slug}#doi-tra"`);
    expect(wordsOn(text)).toContain(`ít nhất ${returnLimits.faultDays.least} ngày từ khi nhận`);
  });
});
