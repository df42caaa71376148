import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../server/payments/vietqr/decode.ts';
import { fromRoot } from '../../server/root.ts';
import { goOnWithMarket } from '../support/begun-market.ts';
import { anOfficePc, aPhone, enter, loadedFor, openChromium, signInAs } from '../support/browser.ts';
import { orderFrom, recordStep } from '../support/forms.ts';
import type { Market } from '../support/market.ts';
import { codeInPicture, codesOnSheet, l7159, pageOfPdf, wordsInPdf } from '../support/printed.ts';

// The whole way, as people walk it: one batch, from the household's phone to a paid and shipped order.

let market: Market;
let chromium: Browser;
beforeAll(async () => {
  [market, chromium] = await Promise.all([goOnWithMarket(), openChromium()]);
});
afterAll(async () => {
  await chromium.close();
  await market.stop();
});

const signIn = (context: BrowserContext, phone: string) => signInAs(context, market.url, phone);

let code = '';
let unitUrl = '';
let orderUrl = '';
let orderNumber = '';
/** The batch the packs were taken from: the one that expires first. */
let soldFrom = '';

describe('the whole way', () => {
  it('a household registers a batch and two steps on a phone without script', async () => {
    const phone = await aPhone(chromium, { script: false });
    const page = await signIn(phone, '0900000101');
    await page.getByRole('link', { name: /Ghi lô mới/ }).click();
    const chooseProduct = page.getByRole('link', { name: /Miến dong/ });
    if (await chooseProduct.isVisible()) await chooseProduct.click();
    await page.locator('#photo').setInputFiles(fromRoot('tests/support/noodles.jpg'));
    await page
      .getByLabel(/được bao nhiêu|Lượng|Số lượng/i)
      .first()
      .fill('24,5');
    await page.getByRole('button', { name: /Ghi lô hàng/ }).click();
    await page.waitForURL(/\/lo\/[0-9A-Z]{8}/);
    code = /\/lo\/([0-9A-Z]{8})/.exec(page.url())?.[1] ?? '';

    await page.goto(`${market.url}/lo/${code}/buoc?stage=sun-drying`);
    await page.getByLabel(/Độ ẩm sau khi phơi/).fill('11,5');
    await recordStep(page);
    await page.goto(`${market.url}/lo/${code}/buoc?stage=packing`);
    await page.getByLabel('Gói 500 g').fill('30');
    await recordStep(page);
    expect(await page.textContent('main')).toContain('11,5');
    await phone.close();
  });

  it('a form with mistakes comes back as it was typed, and says what to mend', async () => {
    const phone = await aPhone(chromium, { script: false });
    const page = await signIn(phone, '0900000101');
    await page.goto(`${market.url}/lo/${code}/buoc?stage=sun-drying`);
    await page.getByLabel(/Độ ẩm sau khi phơi/).fill('nhiều');
    await page.getByLabel(/Ghi chú/).fill('Nắng to');
    await page.getByRole('button', { name: 'Ghi bước này' }).click();
    expect(await page.getByLabel(/Độ ẩm sau khi phơi/).inputValue()).toBe('nhiều');
    expect(await page.getByLabel(/Ghi chú/).inputValue()).toBe('Nắng to');
    const summary = page.getByRole('alert').getByRole('link');
    await summary.first().click();
    expect(page.url()).toContain('#');
    await phone.close();
  });

  it('a form that was sent after the session ended is there again after signing in, without script', async () => {
    const phone = await aPhone(chromium, { script: false });
    const page = await signIn(phone, '0900000101');
    await page.goto(`${market.url}/lo/${code}/buoc?stage=sun-drying`);
    await page.getByLabel(/Ghi chú/).fill('Nắng <to> cả ngày');
    await page.locator('#photos').setInputFiles(fromRoot('tests/support/noodles.jpg'));
    await phone.clearCookies({ name: 'session' });
    await page.getByRole('button', { name: 'Ghi bước này' }).click();
    await page.waitForURL('**/dang-nhap?**');
    await enter(page, '0900000101');
    await page.waitForURL(`**/lo/${code}/buoc?stage=sun-drying&**`);
    expect(await page.getByLabel(/Ghi chú/).inputValue()).toBe('Nắng <to> cả ngày');
    expect(await page.getByRole('status').first().textContent()).toContain('ảnh hoặc tệp phải chọn lại');
    await phone.close();
  });

  it('the cooperative prints 24 labels, each with its own code, in exact millimetres', async () => {
    const pc = await anOfficePc(chromium);
    const page = await signIn(pc, '0900000201');
    await page.goto(`${market.url}/lo/${code}/nhan`);
    await page.getByRole('link', { name: /62 × 33/ }).click();
    await page.getByRole('link', { name: /L7159/ }).click();
    await page.getByLabel('Số tem', { exact: true }).fill('24');
    await page.getByRole('button', { name: 'In tem' }).click();
    await page.waitForURL(/\/nhan\/\w+/);
    const href = await page.getByRole('link', { name: /PDF/ }).first().getAttribute('href');
    const pdf = await (await pc.request.get(`${market.url}${href}`)).body();
    const codes = await codesOnSheet(pdf, l7159);
    expect(codes).toHaveLength(24);
    expect(new Set(codes).size).toBe(24);
    expect(codes.every((text) => text.startsWith(`http://LOCALHOST:${new URL(market.url).port}/T/${code}/`))).toBe(
      true,
    );
    expect(pageOfPdf(pdf).width).toBeCloseTo(210, 1);
    expect(pageOfPdf(pdf).height).toBeCloseTo(297, 1);
    expect(wordsInPdf(pdf)).toContain('Miến dong Tân Bình');
    unitUrl = codes[0] ?? '';
    await pc.close();
  });

  it.each([
    ['vi-VN', ['Hàng thật', 'Phơi nắng', '11,5', 'bản Tân Bình', 'Hộ Lò Thị Mai', 'Hạn sử dụng', 'Tiêu chuẩn']],
    ['en-GB', ['Genuine', 'Sun-drying', '11.5', 'bản Tân Bình', 'Hộ Lò Thị Mai', 'Best before', 'Standards']],
  ])('a buyer’s scan shows the whole story without script, in %s', async (lang, words) => {
    const phone = await aPhone(chromium, { script: false, lang });
    const page = await phone.newPage();
    const answer = await page.goto(unitUrl);
    expect(answer?.status()).toBe(200);
    const text = (await page.textContent('main')) ?? '';
    for (const word of [...words, code]) expect(text).toContain(word);
    await phone.close();
  });

  it('what is loaded for a scan weighs at most 50 KB in six requests', async () => {
    const phone = await aPhone(chromium);
    const { bytes, requests } = await loadedFor(phone, unitUrl);
    expect(bytes).toBeLessThanOrEqual(50 * 1024);
    expect(requests).toBeLessThanOrEqual(6);
    await phone.close();
  });

  it('the buyer goes on to an outside shop', async () => {
    const phone = await aPhone(chromium, { script: false });
    const page = await phone.newPage();
    await page.goto(unitUrl);
    const shop = page.getByRole('link', { name: /Shopee/ });
    const href = await shop.first().getAttribute('href');
    expect(href).toMatch(/^\/go\//);
    const answer = await phone.request.get(`${market.url}${href}`, { maxRedirects: 0 });
    expect([302, 303]).toContain(answer.status());
    expect(answer.headers().location).toMatch(/^https:\/\/shopee\.vn\//);
    await phone.close();
  });

  it('or orders two packs here, and pays by the picture on the screen; the page turns to paid by itself', async () => {
    const phone = await aPhone(chromium);
    const page = await phone.newPage();
    await page.goto(unitUrl);
    await page.locator('form[action="/gio-hang"] input[name=quantity]').first().fill('2');
    await orderFrom(page);
    orderUrl = page.url();
    orderNumber = /\/don\/(DH\w+)/.exec(orderUrl)?.[1] ?? '';

    const payload = decode(
      await codeInPicture(await page.locator('.pay__code img, img.pay__code').first().screenshot()),
    );
    expect(payload).toMatchObject({ bin: '970422', number: '0000000101', amountVnd: 120_000 });
    expect(await page.textContent('main')).toContain('LO THI MAI');

    await page.getByRole('button', { name: /Trả thử/ }).click();
    await page.getByText('Đã nhận 120.000').first().waitFor();
    soldFrom = /Lô ([0-9A-Z]{8})/.exec((await page.textContent('main')) ?? '')?.[1] ?? '';
    expect(soldFrom).toMatch(/^[0-9A-Z]{8}$/);
    await phone.close();
  });

  it('a stranger’s look at the order finds no order', async () => {
    const phone = await aPhone(chromium, { script: false });
    const page = await phone.newPage();
    expect((await page.goto(`${market.url}/don/${orderNumber}`))?.status()).toBe(404);
    expect((await page.goto(`${market.url}/don/${orderNumber}?key=${'A'.repeat(22)}`))?.status()).toBe(404);
    await phone.close();
  });

  it('the cooperative sees it on the desk, packs and ships it; batch and order tell', async () => {
    const pc = await anOfficePc(chromium);
    const page = await signIn(pc, '0900000201');
    await page.goto(`${market.url}/don-hang`);
    await page.getByRole('button', { name: new RegExp(`Đã đóng gói.*${orderNumber}`) }).click();
    await page.getByRole('button', { name: new RegExp(`Đã gửi đi.*${orderNumber}`) }).click();
    await page.goto(`${market.url}/lo/${soldFrom}`);
    const history = (await page.textContent('main')) ?? '';
    expect(history).toContain('Gửi đi theo đơn hàng');
    expect(history).toContain(orderNumber);
    expect(history.replaceAll(/\s+/g, ' ')).toContain('còn bán 88 · đang giữ 0 · đã bán 2');
    await page.goto(orderUrl);
    expect(await page.textContent('main')).toContain('Đã gửi đi');
    await pc.close();
  });
});
