import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { findActor } from '../../../server/identity/accounts.ts';
import { offered } from '../../../server/integration.ts';
import { provenanceFront } from '../../../server/provenance/front.pages.ts';
import { fromRoot } from '../../../server/root.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { complaintsOn } from '../../support/axe.ts';
import { anOfficePc, aPhone, openChromium } from '../../support/browser.ts';
import { useDatabase } from '../../support/database.ts';
import { noon, testServices } from '../../support/services.ts';
import { sellsOnAPhone } from '../stalls/selling-on-a-phone.ts';
import { aThread, serialOf } from './makers.ts';

useDatabase();
const clock = { now: noon };
const services = { ...testServices(), now: () => clock.now };
const app = createApp(services, findActor);
const server = http.createServer(provenanceFront(services, app));
let chromium: Browser;
let origin: string;
let good: string;
let recalled: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const photo = readFileSync(fromRoot('tests/support/noodles.jpg'));
  good = (await aThread({ photo })).batch.code;
  const { batch, chair } = await aThread({ photo });
  await recallBatch(chair, batch.code, { reason: 'Có mốc', advice: 'Mang trả' }, noon);
  recalled = batch.code;
  for (const { offer } of await offered<(given: typeof services) => Promise<void>>('prepare')) await offer(services);
  chromium = await openChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  server.close();
});

interface Seen {
  page: Page;
  bytes: number;
  addresses: string[];
  complaints: string[];
}

/** Facts of an integration's pages, by their names: each is given what opens a page, and a batch's code. */
type OnAPhone = Record<string, (open: (path: string) => Promise<Seen>, code: string) => Promise<void>>;

async function open(context: BrowserContext, path: string): Promise<Seen> {
  const page = await context.newPage();
  const seen: Seen = { page, bytes: 0, addresses: [], complaints: [] };
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (seen.bytes += encodedDataLength));
  page.on('request', (request) => request.url().startsWith('http') && seen.addresses.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && seen.complaints.push(message.text()));
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  return seen;
}

// What integrations show of a batch is looked at in this browser, as each opening of one is dear.
for (const { by, offer } of await offered<OnAPhone>('onAPhone', 'tests/beside'))
  describe(`what ${by} shows on a phone`, () => {
    it.each(Object.entries(offer))('%s', async (_fact, holds) => {
      const context = await aPhone(chromium);
      await holds((path) => open(context, path), good);
      await context.close();
      // A page is remembered for less than a second: the next one is read anew.
      clock.now = new Date(clock.now.getTime() + 1000);
    });
  });

describe('a scan on a phone', () => {
  it('weighs at most 50 KB in at most six requests, all of our own, and shifts nothing', async () => {
    const context = await aPhone(chromium);
    await context.addInitScript(
      'window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; })).observe({ type: "layout-shift", buffered: true });',
    );
    const { page, bytes, addresses, complaints } = await open(context, `/T/${good}/${serialOf(good)}`);
    expect(addresses.length).toBeLessThanOrEqual(6);
    expect(addresses.every((address) => address.startsWith(origin))).toBe(true);
    expect(bytes).toBeGreaterThan(5000);
    expect(bytes).toBeLessThanOrEqual(50_000);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('window.shift')).toBeLessThanOrEqual(0.02);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await context.close();
  });

  it('says everything without script', async () => {
    const context = await aPhone(chromium, { script: false });
    const { page } = await open(context, `/t/${good}`);
    expect(await page.locator('h1').innerText()).toContain('Hàng thật');
    expect(await page.locator('.journey__step').count()).toBe(3);
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('h1').innerText()).toContain('Genuine');
    await context.close();
  });
});

describe('every page of this room', () => {
  const pages = () => [
    `/t/${good}`,
    `/t/${good}/${serialOf(good, 2)}`,
    `/t/${recalled}`,
    '/t/01234568',
    '/t',
    '/nghi-ngo',
  ];

  const screens = [
    ['vi', 'a phone', () => aPhone(chromium)],
    ['en', 'an office PC', () => anOfficePc(chromium)],
  ] as const;
  it.each(process.env.FULL ? screens : screens.slice(0, 1))(
    'has no fault that axe knows, in %s on %s',
    async (lang, _, screen) => {
      const context = await screen();
      const page = await context.newPage();
      for (const path of pages()) {
        await page.goto(`${origin}${path}?lang=${lang}`);
        expect(await complaintsOn(page, null)).toEqual([]);
      }
      await context.close();
    },
    90_000,
  );
});

// Another walk, in the browser that is open here: a start of it is dear.
sellsOnAPhone({
  app,
  clock,
  chromium: () => chromium,
  cut: () => server.closeAllConnections(),
  origin: () => origin,
});
