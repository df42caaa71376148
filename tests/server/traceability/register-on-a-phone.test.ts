import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { fromRoot } from '../../../server/root.ts';
import { aPhone, openChromium } from '../../support/browser.ts';
import { useDatabase } from '../../support/database.ts';
import { askedOn, checkScreen, countTaps, tapsForADay, tapsForAPhoto } from '../../support/phone-screen.ts';
import { phoneWalk } from '../../support/phone-walk.ts';
import { testConfig } from '../../support/services.ts';
import { aCooperative, aHousehold, aSignedIn, pin } from '../identity/makers.ts';
import { fewTaps } from '../notebook/few-taps.ts';
import { aBatchOf, someGoods } from './makers.ts';

useDatabase();
const services = { config: testConfig(), now: () => new Date() };
const server = http.createServer(createApp(services, findActor));
let chromium: Browser;
let context: BrowserContext;
let page: Page;
let origin: string;
let farmer: Awaited<ReturnType<typeof aSignedIn>>;
let staff: Awaited<ReturnType<typeof aSignedIn>>;
let product: Product;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cooperative = await aCooperative();
  farmer = await aSignedIn(await aHousehold(cooperative.id), new Date());
  await aHousehold(cooperative.id, 'Hộ ông Vàng A Páo');
  product = await someGoods(farmer.actor);
  staff = await aSignedIn(cooperative, new Date());
  await aBatchOf(staff.actor, await someGoods(staff.actor, 'gao-seng-cu'), { expiresOn: nextYear });
  chromium = await openChromium();
  context = await aPhone(chromium);
  await context.addInitScript(countTaps);
  page = await context.newPage();
  await enter(farmer.phone, pin);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  server.close();
});

const places = [() => page, () => origin] as const;
const { main, atTheDesk, taps, follow, press, type, enter, leave } = phoneWalk(...places);
const nextYear = `${new Date().getFullYear() + 1}-06-30`;
const check = () => checkScreen(page);
const openForm = () => follow(/^Ghi lô mới/, /\/lo\/moi\?hang=/);

describe('a new household on a phone', () => {
  it('registers its first batch: how much, until when it keeps, and nothing else', async () => {
    await atTheDesk();
    await check();
    await openForm();
    await check();
    expect((await askedOn(page)).join(' · ')).toBe(
      'Ảnh lô hàng (không bắt buộc) · Làm được bao nhiêu · Đơn vị · Ngày làm · Hạn sử dụng · Ghi lô hàng · Lưu nháp, ghi tiếp sau',
    );
    await type('Làm được bao nhiêu', '45');
    await page.getByLabel('Hạn sử dụng').fill(nextYear);
    await press('Ghi lô hàng');
    expect((await taps()) + tapsForADay).toBeLessThanOrEqual(8);
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
    const [first, ...rest] = await askedOn(page);
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
    await leave();
    expect(await kept()).toEqual([]);
  });
});

describe('pooled milling on a phone, at most 12 taps from the desk', () => {
  const count = async () => {
    const counted = await taps();
    expect(counted).toBeGreaterThanOrEqual(6);
    expect(counted).toBeLessThanOrEqual(12);
  };
  it('of a household: three batches of its own become one', async () => {
    const lots = await Promise.all(
      [7, 8, 9].map((value) =>
        aBatchOf(farmer.actor, product, { quantity: { value, unit: 'kg' }, expiresOn: nextYear }),
      ),
    );
    await enter(farmer.phone, pin);
    await atTheDesk();
    await follow(/^Các lô của tôi/, /\/lo$/);
    await follow('Gộp thành lô mới', /gop=1/);
    await check();
    for (const { code } of lots) await page.locator(`label:has([id="used.${code}.all"])`).tap();
    await type('Làm được bao nhiêu', '20');
    await press('Ghi lô hàng');
    await count();
    for (const { code } of lots) expect(await main().textContent()).toContain(code);
  });
  it('of a cooperative: what two households deliver, and what was delivered before', async () => {
    await leave();
    await enter(staff.phone, pin);
    await atTheDesk();
    await follow(/^Các lô của tôi/, /\/lo$/);
    await follow('Nhận hàng của các hộ', /\/lo\/nhan\?hang=/);
    await check();
    await type(/^Hộ bà Lò Thị Đôi/, '300');
    await type(/^Hộ ông Vàng A Páo/, '450');
    await press('Ghi nhận hàng', /gop=1/);
    await check();
    await type('Làm được bao nhiêu', '490');
    await press('Ghi lô hàng');
    await count();
    expect(await main().textContent()).toMatch(/(300|450)\s*kg[^]*(300|450)\s*kg/);
  });
});

fewTaps(...places, async () => {
  await aBatchOf(farmer.actor, product, { expiresOn: nextYear });
  await leave();
  await enter(farmer.phone, pin);
});
