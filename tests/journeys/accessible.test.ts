import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOn } from '../support/axe.ts';
import { goOnWithMarket } from '../support/begun-market.ts';
import { aPhone, openChromium, signInAs } from '../support/browser.ts';
import { kindOf } from '../support/crawl.ts';
import type { Market } from '../support/market.ts';

// Everybody's pages on a phone, by the links on them: readable aloud (axe, WCAG 2.2 AA) and never wider than the screen.

let market: Market;
let chromium: Browser;
beforeAll(async () => {
  [market, chromium] = await Promise.all([goOnWithMarket(), openChromium()]);
});
afterAll(async () => {
  await chromium?.close();
  await market?.stop();
});

const most = process.env.FULL ? 100 : 8;

/**
 * By how much a page is wider than the screen: as it is, with text at one and a half and at twice its size, as people with weak
 * eyes set their phones, and with an address of 88 letters, which nothing breaks by itself, behind every text but amounts.
 */
const widths = `
  (() => {
    const root = document.documentElement;
    const over = () => root.scrollWidth - window.innerWidth;
    const sized = (size) => {
      root.style.fontSize = size;
      return over();
    };
    const found = { 'as it is': sized(''), 'at 150 %': sized('150%'), 'at 200 %': sized('200%') };
    root.style.fontSize = '';
    const texts = [...document.querySelectorAll('main :is(h1, h2, p, dt, dd, li, a, label, .menu__text):not(.price)')].map((one) => {
      const word = document.createElement('span');
      word.textContent = 'https://'.padEnd(88, 'w');
      one.append(word);
      return word;
    });
    found['with a word of 88 letters'] = over();
    for (const word of texts) word.remove();
    return found;
  })()
`;

describe('on a phone', () => {
  it.each([
    ['a guest', null, 'vi-VN'],
    ['a household', '0900000101', 'vi-VN'],
    ['a cooperative', '0900000201', 'vi-VN'],
    ['an officer, in English', '0900000301', 'en-GB'],
  ])('the pages of %s can be read aloud and fit the screen', async (_who, phone, lang) => {
    const context = await aPhone(chromium, { lang });
    const page = phone === null ? await context.newPage() : await signIn(context, phone, lang);
    const found: string[] = [];
    const seen = await walk(page, async (path) => {
      found.push(...(await complaintsOn(page)));
      const over = await page.evaluate<Record<string, number>>(widths);
      for (const [how, px] of Object.entries(over)) if (px > 1) found.push(`${path}: ${px} px too wide ${how}`);
    });
    expect(seen).toBeGreaterThan(5);
    expect(found).toEqual([]);
    await context.close();
  });
});

/** What of the card to pay by sticks out of it. */
const overTheBorder = `
  (() => {
    const card = document.querySelector('.pay').getBoundingClientRect();
    return [...document.querySelectorAll('.pay *')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > card.right)
      .map((one) => one.outerHTML.slice(0, 80));
  })()
`;

describe('the card to pay by', () => {
  it.each(['1234567890123', 'ABCDEFGHIJKLMNOPQRS'])(
    'holds its code and its buttons beside account %s',
    async (number) => {
      const context = await aPhone(chromium);
      const page = await context.newPage();
      const api = `${market.url}/api/v1`;
      const { data } = await (await page.request.get(`${api}/products`)).json();
      const [pack] = data.flatMap(({ packs }: { packs: { available: number }[] }) =>
        packs.filter((one) => one.available),
      );
      const buyer = { name: 'Nguyễn Lan', phone: '0912345678' };
      const delivery = { method: 'pickup', payBy: 'vietqr' };
      const wanted = { items: [{ packId: pack.id, quantity: 1 }], buyer, delivery };
      const order = await (await page.request.post(`${api}/orders`, { data: wanted })).json();
      await page.goto(order.url);
      const shown = page.locator('.pay__line dd.number').first();
      await shown.evaluate((one, text) => (one.textContent = text), number);
      expect(await page.locator('.pay__copy button').count()).toBe(5);
      expect(await page.evaluate(overTheBorder)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await context.close();
    },
  );
});

type Context = Awaited<ReturnType<typeof aPhone>>;

async function signIn(context: Context, phone: string, lang: string): Promise<Page> {
  if (lang === 'vi-VN') return signInAs(context, market.url, phone);
  const page = await context.newPage();
  await page.goto(`${market.url}/dang-nhap`);
  await page.locator('input[name=phone]').fill(phone);
  await page.locator('input[name=pin]').fill('246810');
  await page.locator('main form button').first().click();
  await page.waitForURL('**/ban-lam-viec');
  return page;
}

/** Looks at each kind of page once, as far as links lead; says how many. */
async function walk(page: Page, look: (path: string) => Promise<void>): Promise<number> {
  const waiting = ['/', '/ban-lam-viec', '/lo', '/gio-hang', '/binh-lu-digital'];
  const kinds = new Set<string>();
  let seen = 0;
  for (let path = waiting.shift(); path !== undefined && seen < most; path = waiting.shift()) {
    if (kinds.has(kindOf(path))) continue;
    kinds.add(kindOf(path));
    const answer = await page.goto(market.url + path);
    if (!answer?.headers()['content-type']?.includes('html')) continue;
    seen += 1;
    await look(path);
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? '/'));
    waiting.push(...links.filter((link) => !/^\/(assets|anh|api\/v1|go)|\.(pdf|png|svg|csv|jpg)(\?|$)/.test(link)));
  }
  return seen;
}
