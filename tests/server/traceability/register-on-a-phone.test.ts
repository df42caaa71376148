import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { fromRoot } from '../../../server/root.ts';
import { aPhone, openChromium } from '../../support/browser.ts';
import { useDatabase } from '../../support/database.ts';
import { askedOn, checkScreen, countTaps, tapsForAPhoto } from '../../support/phone-screen.ts';
import { testConfig } from '../../support/services.ts';
import { aCooperative, aHousehold, aSignedIn, pin } from '../identity/makers.ts';
import { someGoods } from './makers.ts';

useDatabase();
const services = { config: testConfig(), now: () => new Date() };
const server = http.createServer(createApp(services, findActor));
let chromium: Browser;
let context: BrowserContext;
let page: Page;
let origin: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { actor, phone } = await aSignedIn(await aHousehold((await aCooperative()).id), new Date());
  await someGoods(actor);
  chromium = await openChromium();
  context = await aPhone(chromium);
  await context.addInitScript(countTaps);
  page = await context.newPage();
  await page.goto(`${origin}/dang-nhap`);
  await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByLabel('Mã PIN').fill(pin);
  await page.getByRole('main').getByRole('button', { name: 'Vào chợ' }).tap();
  await page.waitForURL('**/ban-lam-viec');
}, 60_000);
afterAll(async () => {
  await chromium.close();
  server.close();
});

const check = () => checkScreen(page);
const asked = () => askedOn(page);
const main = () => page.getByRole('main');
async function atTheDesk(): Promise<void> {
  await page.goto(`${origin}/ban-lam-viec`);
  await page.evaluate("sessionStorage.setItem('taps', '0')");
}
const taps = async () => Number(await page.evaluate("sessionStorage.getItem('taps')"));
async function follow(name: string | RegExp, to: string | RegExp): Promise<void> {
  await Promise.all([page.waitForURL(to), main().getByRole('link', { name }).tap()]);
}
const openForm = () => follow(/^Ghi lô mới/, /\/lo\/moi\?hang=/);
const press = async (name: string | RegExp, to = /\/lo\/[0-9A-Z]{8}$/) => {
  await Promise.all([page.waitForURL(to), main().getByRole('button', { name }).tap()]);
};

describe('a new household on a phone', () => {
  it('registers its first batch: how much, and nothing else', async () => {
    await atTheDesk();
    await check();
    await openForm();
    await check();
    expect(await asked()).toEqual([
      'Ảnh lô hàng (không bắt buộc)',
      'Làm được bao nhiêu',
      'Đơn vị',
      'Ngày làm',
      'Hạn sử dụng (không bắt buộc)',
      'Ghi lô hàng',
      'Lưu nháp, ghi tiếp sau',
    ]);
    await page.getByLabel('Làm được bao nhiêu').tap();
    await page.keyboard.type('45');
    await press('Ghi lô hàng');
    expect(await taps()).toBeLessThanOrEqual(8);
    await check();
  });

  it('registers a batch like the last one in at most 8 taps', async () => {
    await atTheDesk();
    await openForm();
    await check();
    await press('Ghi như lần trước');
    expect(await taps()).toBeGreaterThanOrEqual(2);
    expect(await taps()).toBeLessThanOrEqual(8);
    expect(await main().textContent()).toMatch(/Lượng\s*45\s*kg/);
  });

  it('registers one with a photo and another amount in at most 12', async () => {
    await atTheDesk();
    await openForm();
    const choosing = page.waitForEvent('filechooser');
    await page.getByLabel('Ảnh lô hàng').tap();
    await (await choosing).setFiles(fromRoot('tests/support/noodles.jpg'));
    await page.getByLabel('Làm được bao nhiêu').tap();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('50');
    await press('Ghi lô hàng');
    const count = (await taps()) + tapsForAPhoto;
    expect(count).toBeGreaterThanOrEqual(7);
    expect(count).toBeLessThanOrEqual(12);
    expect(await main().locator('img.photo').getAttribute('src')).toMatch(/^\/anh\//);
  });

  it('records a step on screens that can be read aloud', async () => {
    await follow('Ghi bước khác', /\/buoc$/);
    await check();
    await follow('Phơi nắng', /sun-drying$/);
    await check();
    const [first, ...rest] = await asked();
    expect(first).toBe('Ảnh (không bắt buộc)');
    expect(rest.slice(-2)).toEqual(['Ghi bước này', 'Lưu nháp, ghi tiếp sau']);
    await press('Ghi bước này');
  });
});

describe('a half-filled form', () => {
  const kept = () => page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft '))");
  const amount = () => page.getByLabel('Làm được bao nhiêu');

  it('is there again after the page was closed, and gone once it has arrived', async () => {
    await atTheDesk();
    await openForm();
    await amount().fill('37');
    const address = page.url();
    await page.goto(`${origin}/lo`);
    await page.goto(address);
    expect(await amount().inputValue()).toBe('37');
    await main().getByRole('status').waitFor();
    await check();
    await press('Ghi lô hàng');
    expect(await kept()).toEqual([]);
  });

  it('is there again when the network failed while it was sent', async () => {
    await atTheDesk();
    await openForm();
    const address = page.url();
    await amount().fill('38');
    await context.setOffline(true);
    const failed = page.waitForEvent('requestfailed');
    await main().getByRole('button', { name: 'Ghi lô hàng' }).tap({ noWaitAfter: true });
    await failed;
    await context.setOffline(false);
    await page.goto(`${origin}/lo`);
    await page.goto(address);
    expect(await amount().inputValue()).toBe('38');
  });

  it('is listed once it was set aside, and goes from the phone', async () => {
    await press(/^Lưu nháp/, /\/lo$/);
    expect(await kept()).toEqual([]);
    await check();
    await follow(/^Miến dong thử Lưu lúc/, /hang=/);
    expect(await amount().inputValue()).toBe('38');
  });

  it('leaves nothing on a shared phone after signing out', async () => {
    await amount().fill('39');
    expect(await kept()).toHaveLength(1);
    await page.goto(`${origin}/ban-lam-viec`);
    await main().getByRole('button', { name: 'Đăng xuất' }).tap();
    await page.waitForURL((url) => url.pathname !== '/ban-lam-viec');
    expect(await kept()).toEqual([]);
  });
});
