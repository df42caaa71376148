import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './tools.ts';

export const phone = { width: 360, height: 740 };
export const officePc = { width: 1280, height: 900 };

/** Chromium as the tests use it: no network of its own, nothing kept. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A person's phone: 360 px wide, touch, Vietnamese. */
export const aPhone = (browser: Browser, options: { script?: boolean; lang?: string } = {}): Promise<BrowserContext> =>
  patient(browser, {
    viewport: phone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: options.lang ?? 'vi-VN',
    javaScriptEnabled: options.script ?? true,
  });

/** The cooperative's office PC. */
export const anOfficePc = (browser: Browser): Promise<BrowserContext> =>
  patient(browser, { viewport: officePc, locale: 'vi-VN', acceptDownloads: true });

async function patient(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  return context;
}

/** A person of the demonstration, signed in and at the desk. */
export async function signInAs(context: BrowserContext, url: string, phone: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/dang-nhap`);
  await enter(page, phone);
  await page.waitForURL('**/ban-lam-viec');
  return page;
}

/** Types phone and PIN of a person of the demonstration where a page asks for them, and sends them. */
export async function enter(page: Page, phone: string): Promise<void> {
  await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByLabel('Mã PIN').fill('246810');
  await page.getByRole('main').getByRole('button', { name: 'Vào chợ' }).click();
}

/** What a browser that was never there loads for one address, over the wire. */
export async function loadedFor(context: BrowserContext, url: string): Promise<{ bytes: number; requests: number }> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const loaded = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    loaded.bytes += encodedDataLength;
    loaded.requests += 1;
  });
  await page.goto(url, { waitUntil: 'load' });
  return loaded;
}
