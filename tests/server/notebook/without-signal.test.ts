import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { useDatabase } from '../../support/database.ts';
import { type KillableBrowser, startBrowser } from '../../support/killable-browser.ts';
import { aCooperative, aHousehold, aSignedIn } from '../identity/makers.ts';
import { aBatchOf, now, someGoods } from '../traceability/makers.ts';
import { type Fate, type FlakySite, startFlakySite } from './flaky-site.ts';
import { batchFingers, notebookWalk, stepFingers } from './notebook-walk.ts';
import { codesOf, phoneInTrouble } from './phone-in-trouble.ts';

// Two households on one phone, on which everything dies that can: the signal, the browser, the server, an answer.

useDatabase();
const profile = mkdtempSync(path.join(os.tmpdir(), 'cho-phone-'));
const rounds = process.env.FULL ? 100 : 5;
// Most rounds take three seconds; one in which an answer got lost at a bad moment waits for the next try.
const patience = 240_000;
let site: FlakySite;
let browser: KillableBrowser;
let farmer: Awaited<ReturnType<typeof aSignedIn>>;
let neighbour: Awaited<ReturnType<typeof aSignedIn>>;
let product: Product;

const walk = notebookWalk(
  () => browser.page,
  () => site.origin,
);
const { at, fingers, open, untilStatus, write } = walk;

beforeAll(async () => {
  site = await startFlakySite();
  const cooperative = await aCooperative();
  farmer = await aSignedIn(await aHousehold(cooperative.id), new Date());
  neighbour = await aSignedIn(await aHousehold(cooperative.id, 'Hộ ông Vàng A Páo'), new Date());
  product = await someGoods(farmer.actor);
  await aBatchOf(farmer.actor, product, { expiresOn: '2027-01-31' });
  await aBatchOf(neighbour.actor, await someGoods(neighbour.actor), { expiresOn: '2030-01-31' });
  browser = await startBrowser(profile);
  await walk.signIn(farmer.phone);
  await walk.prepare();
  // A browser takes half a minute to write a new cookie down; a session of weeks is on the disk.
  await browser.close();
  browser = await startBrowser(profile);
}, 120_000);
afterAll(async () => {
  await browser.kill();
  await site.cut();
  rmSync(profile, { recursive: true, force: true });
});

/** The browser is killed; in the cheap rounds but the first only what draws the page is, which remembers as little. */
async function die(round: number): Promise<void> {
  if (process.env.FULL || round === 1) {
    await browser.kill();
    browser = await startBrowser(profile);
  } else await browser.crash();
}

/** Numbers from 0 up to 1, the same for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const stages = ['Trồng dong', 'Thu hoạch củ', 'Tráng bánh', 'Phơi nắng'];
const kept = ['planting', 'tuber-harvest', 'sheeting', 'sun-drying'];

type Round = { n: number; chance: () => number };

/** One batch and four steps without signal, one of them of a day that nobody can mean; the browser dies once in between. */
async function writeAll({ n: round, chance }: Round): Promise<{ code: string; refused: number }> {
  const [dies, refused] = [Math.floor(chance() * 4), Math.floor(chance() * 4)];
  const code = await write(batchFingers('45'));
  for (const [n, stage] of stages.entries()) {
    if (n === dies) {
      await die(round);
      await open();
    }
    await write(stepFingers(stage, { withPhoto: n < 2, day: n === refused ? '2015-03-02' : '' }));
  }
  return { code, refused };
}

const fates: Fate[] = ['goes', 'goes', 'killed before', 'answer lost'];

/** The signal is back, and nothing goes well: the first answer is lost, the server dies, and then the browser. */
async function sendThroughDeaths({ n: round, chance }: Round): Promise<void> {
  const dies = 2 + Math.floor(chance() * 5);
  site.fates = [
    'answer lost',
    ...Array.from({ length: 6 }, () => fates[Math.floor(chance() * fates.length)] ?? 'goes'),
  ];
  const arrived = new Promise<void>((resolve) => {
    const until = site.writes + dies;
    site.onWrite = () => site.writes >= until && resolve();
  });
  await site.restore();
  const tapping = tapUntilNobodyIsThere();
  await arrived;
  site.onWrite = null;
  await site.cut();
  await die(round);
  await tapping;
  await site.restore();
  site.fates = [];
  await open();
}

// A person who sees that something waits taps again.
async function tapUntilNobodyIsThere(): Promise<void> {
  const { page } = browser;
  await fingers(['Đang chờ']);
  const again =
    "[...document.querySelectorAll('note-book button')].find((one) => one.textContent === 'Gửi ngay')?.click()";
  while (browser.page === page) {
    const isThere = await page.evaluate(again).then(
      () => true,
      () => false,
    );
    await wait(30);
    if (!isThere) return;
  }
}

describe('a batch, four steps and three photos without signal', { timeout: patience }, () => {
  it.each(Array.from({ length: rounds }, (_, n) => n + 1))('arrive once each and in order, round %s', async (n) => {
    const round = { n, chance: numbersFrom(n * 7919) };
    await site.cut();
    await open();
    const before = await BatchModel.countDocuments({ productId: product.id });
    const { code, refused } = await writeAll(round);
    expect(await walk.status()).toMatch(/^Đang chờ \(5\)/);
    await sendThroughDeaths(round);
    await untilStatus(/^Đang chờ \(0\) · Cần sửa \(1\)/);

    expect(await BatchModel.countDocuments({ productId: product.id })).toBe(before + 1);
    const { events, photoId, quantity } = await now(code);
    expect(quantity).toEqual({ value: 45, unit: 'kg' });
    expect(photoId).not.toBeNull();
    expect(events.map(({ stage }) => stage)).toEqual(kept.filter((_, step) => step !== refused));
    expect(events.flatMap(({ photoIds }) => photoIds)).toHaveLength(refused < 2 ? 1 : 2);

    await fingers(['Đang chờ']);
    await at('sent');
    expect(await browser.page.locator('.note__entry.notice').textContent()).toContain('Ngày này xa quá');
    await fingers(['Bỏ mục này']);
    await untilStatus(/^Đang chờ \(0\) · Đã gửi/);
  });
});

describe('two households on one phone', { timeout: patience }, () => {
  it('send what they wrote each under their own name only', async () => {
    const pinTaps = Array.from('246810');
    await open();
    await fingers(['Mở được cả khi mất sóng', ...pinTaps]);
    await at('home');
    await walk.signIn(neighbour.phone);
    await open();
    await at('home');
    await fingers(['Mở được cả khi mất sóng', ...pinTaps]);
    await at('home');
    await walk.until(codesOf(neighbour.account.id));
    await site.cut();

    // The neighbour is signed in; the farmer opens her own notebook by her PIN.
    await fingers(['Đổi người']);
    await at('locked');
    await fingers([farmer.account.name, ...Array.from('111111')]);
    await browser.page.getByText('Mã PIN không đúng').waitFor();
    await fingers([...pinTaps]);
    await at('home');
    const hers = await write(batchFingers('12'));
    await site.restore();
    await open();
    await browser.page.getByText('Hãy đăng nhập bằng tên này để gửi').waitFor();
    expect(await BatchModel.countDocuments({ code: hers })).toBe(0);

    await walk.signIn(farmer.phone);
    await open();
    await at('home');
    await untilStatus(/^Đang chờ \(0\) · Đã gửi \([1-9]/);
    expect((await now(hers)).sellerId).toBe(farmer.actor.sellerId);
  });
});

describe('a phone', { timeout: patience }, () =>
  phoneInTrouble({ site: () => site, browser: () => browser, farmer: () => farmer.account.id }),
);
