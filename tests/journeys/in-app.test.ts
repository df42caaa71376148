import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import agents from '../server/agents.json' with { type: 'json' };
import { goOnWithMarket } from '../support/begun-market.ts';
import { openChromium, phone } from '../support/browser.ts';
import { orderFrom } from '../support/forms.ts';
import type { Market } from '../support/market.ts';
import { codeInPicture } from '../support/printed.ts';

// What a buyer does, in the browsers of the apps in which our links are sent round, as far as Chromium can be made into one: the app's
// name, and none of what it lacks. Left undone is a tap that does nothing.

let market: Market;
let chromium: Browser;
beforeAll(async () => {
  [market, chromium] = await Promise.all([goOnWithMarket(), openChromium()]);
});
afterAll(async () => {
  await chromium.close();
  await market.stop();
});

const inApps = [
  ['Zalo', agents.people['the Zalo app on Android']],
  ['Facebook', agents.people['the Facebook app on Android']],
  ['TikTok', agents.people['TikTok on an iPhone']],
] as const;

/** Runs before the page's own scripts. What it takes away is looked at last, when the page had its say. */
function takeAway(): void {
  const refuse = () => {
    throw new DOMException('not here', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse, configurable: true });
  for (const name of ['clipboard', 'share', 'serviceWorker', 'mediaDevices', 'permissions'])
    Object.defineProperty(Navigator.prototype, name, { get: () => undefined, configurable: true });
  document.execCommand = () => false;
  window.open = () => null;
  URL.createObjectURL = () => 'blob:none';
  window.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented) return;
    if (link.target !== '_blank' && !link.hasAttribute('download') && !link.href.startsWith('blob:')) return;
    event.preventDefault();
    link.dataset.swallowed = 'yes';
  });
}

async function openApp(userAgent: string): Promise<BrowserContext> {
  const options = { viewport: phone, deviceScaleFactor: 1, isMobile: true, hasTouch: true, locale: 'vi-VN' };
  const context = await chromium.newContext({ ...options, userAgent, acceptDownloads: false, serviceWorkers: 'block' });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(takeAway);
  return context;
}

/** What a tap on a button that copies leaves: the text, selected. */
async function copiedByHand(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button, exact: true }).click();
  return page.evaluate(() => {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement ? field.value.slice(field.selectionStart, field.selectionEnd) : '';
  });
}

describe.each(inApps)('in %s a buyer', (app, agent) => {
  let context: BrowserContext;
  let page: Page;
  let order = '';
  const errors: string[] = [];
  beforeAll(async () => {
    context = await openApp(agent);
    page = await context.newPage();
    page.on('pageerror', ({ message }) => errors.push(message));
  });
  afterAll(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  const words = async () => ((await page.textContent('main')) ?? '').replaceAll(/\s+/g, ' ');

  it('scans: the address of a label opens its page, and says how to get out of the app', async () => {
    await page.goto(`${market.url}/san-pham/mien-dong-tan-binh`);
    await page.locator('a[href^="/t/"]').first().click();
    await page.waitForURL(/\/t\/[0-9A-Z]{8}$/);
    expect(await words()).toContain(`Bạn đang xem trong ${app}.`);
    const out = page.locator('way-out').getByRole('link');
    if (/Android/.test(agent)) expect(await out.getAttribute('href')).toContain(`/t/${page.url().slice(-8)}#Intent;`);
    else expect(await out.count()).toBe(0);
  });

  it('sees the verdict first', async () => {
    const box = await page.locator('h1').boundingBox();
    expect(await page.textContent('h1')).toMatch(/^Hàng thật/);
    expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(phone.height);
  });

  it('follows the journey', async () => {
    await page.getByRole('link', { name: 'Hành trình' }).click();
    expect(await page.locator('.journey__step').first().isVisible()).toBe(true);
  });

  it('sees a photo large', async () => {
    await page.locator('a:has(> img.photo)').click();
    await page.waitForURL(/\/anh\/.*-1280\.webp$/);
    expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBeGreaterThan(300);
    await page.goBack();
  });

  it('shares the page by its address', async () => {
    expect(await copiedByHand(page, 'Chia sẻ trang này')).toMatch(/^http:\/\/localhost:\d+\/t\/[0-9A-Z]{8}$/);
  });

  it('doubts', async () => {
    await page.locator('a[href^="/nghi-ngo?code="]').click();
    await page.getByLabel('Có gì lạ?').fill(`Tem bị mờ (${app})`);
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    expect(await words()).toContain('Đã nhận, cảm ơn bạn');
  });

  it('buys', async () => {
    await page.goto(`${market.url}/san-pham/mien-dong-tan-binh`);
    await orderFrom(page);
    order = page.url();
  });

  it('pays: keeps the code without a download, and copies each line', async () => {
    await page.getByRole('link', { name: 'Lưu ảnh mã' }).click();
    const kept = page.locator('.way-out--instead img');
    expect(await codeInPicture(await kept.screenshot())).toMatch(/^000201/);
    expect(await words()).toContain('Giữ tay vào hình');
    expect(await copiedByHand(page, 'Chép: Số tài khoản')).toBe('0000000101');
    expect(await copiedByHand(page, 'Chép: Số tiền')).toMatch(/^\d+$/);
    expect(await copiedByHand(page, 'Chép: Nội dung chuyển khoản')).toMatch(/^BL[0-9A-Z]{8}$/);
    await page.getByRole('button', { name: /Trả thử/ }).click();
    await page.getByText('Đã nhận').first().waitFor();
    expect(await page.locator('[data-swallowed]').count()).toBe(0);
  });

  it('follows the order, also from the list that this browser keeps', async () => {
    await page.getByRole('link', { name: 'Đơn của tôi' }).first().click();
    await page.getByRole('link', { name: new RegExp(/DH\w+/.exec(order)?.[0] ?? 'DH') }).click();
    expect(await words()).toContain('Đã trả tiền');
    expect(await page.locator('way-out').innerText()).toContain(app);
  });

  it('complains', async () => {
    await page.goto(`${market.url}/khieu-nai`);
    await page.getByLabel('Chuyện gì?').selectOption({ label: 'Hàng sai, thiếu, hỏng, không như lời tả' });
    await page.getByLabel('Số đơn').fill(/DH\w+/.exec(order)?.[0] ?? '');
    await page.getByLabel('Kể lại sự việc').fill('Gói hàng bị rách');
    await page.getByLabel('Tên bạn').fill('Nguyễn Thị Bưởi');
    await page.getByLabel('Số điện thoại').fill('0912345678');
    await page.getByRole('button', { name: 'Gửi khiếu nại' }).click();
    expect(await words()).toContain('Đã nhận khiếu nại');
  });
});
