import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { daysAfter } from '../../../server/days.ts';
import { dayOf, formatDay } from '../../../server/format.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import type { KillableBrowser } from '../../support/killable-browser.ts';
import { now } from '../traceability/makers.ts';
import type { FlakySite } from './flaky-site.ts';
import { batchFingers, notebookWalk } from './notebook-walk.ts';

interface Phone {
  site: () => FlakySite;
  browser: () => KillableBrowser;
  /** The account of who is signed in. */
  farmer: () => string;
}

/** What must not be lost when codes run out, or a new version comes while entries wait. */
export function phoneInTrouble({ site, browser, farmer }: Phone): void {
  const walk = notebookWalk(
    () => browser().page,
    () => site().origin,
  );
  const { at, fingers, open, untilStatus, write } = walk;

  it('without a code left keeps what was written with its photo, and goes on once it has codes again', async () => {
    await open();
    await walk.until(codesOf(farmer()));
    await site().cut();
    await open();
    await browser().page.evaluate(dropCodes);
    await fingers(batchFingers('21'));
    await at('no-code');
    await browser().crash();
    await open();
    expect(await browser().page.getByRole('button', { name: 'Ghi tiếp chỗ đang dở' }).count()).toBe(1);
    await site().restore();
    await open();
    await walk.until(codesOf(farmer()));
    const code = await write(['Ghi tiếp chỗ đang dở', 'Ghi']);
    await untilStatus(/^Đang chờ \(0\)/);
    expect(await now(code)).toMatchObject({ quantity: { value: 21, unit: 'kg' }, photoId: expect.any(String) });
  });

  it('that forgets what was taken away from its storage opens all the same, and stays shut after signing out', async () => {
    await open();
    await at('home');
    await browser().page.goto(`${site().origin}/dang-nhap`);
    await browser().page.evaluate(signOutTapped);
    const mark = await browser().page.evaluate<string | null>(`localStorage.getItem('${markName}')`);
    expect(mark).not.toBeNull();
    await open();
    await at('home');
    // A browser writes its local storage down when it likes: dead within half a minute, the phone finds what lay there before.
    await browser().page.evaluate(`localStorage.setItem('${markName}', '${mark}')`);
    await site().cut();
    await open();
    await at('home');
    await browser().page.evaluate(`localStorage.setItem('${markName}', 'another')`);
    await open();
    await at('locked');
    await site().restore();
    await open();
    await at('home');
  });

  it('whose clock is days wrong is asked for the right day; what waited for days is warned of', async () => {
    await site().cut();
    await runAhead(browser().page, -4);
    await open();
    await write(batchFingers('23'));
    await runAhead(browser().page, 3);
    await open();
    await browser().page.getByText('Có mục chờ hơn 3 ngày').waitFor();
    const code = await write(batchFingers('24'));
    await site().restore();
    await open();
    await untilStatus(/^Đang chờ \(0\) · Cần sửa \(2\)/);
    expect(await BatchModel.countDocuments({ code })).toBe(0);
    await fingers(['Đang chờ']);
    await at('sent');
    const asked = browser().page.locator('.note__entry.notice', { hasText: code });
    expect(await asked.textContent()).toContain('Đồng hồ của máy chạy sai');
    await asked.getByRole('button', { name: longDay(0) }).click();
    await untilStatus(/^Đang chờ \(0\) · Cần sửa \(1\)/);
    expect((await now(code)).producedOn).toBe(dayOf(new Date()));
    await fingers(['Bỏ mục này']);
    await runAhead(browser().page, 0);
  });

  it('that a new version comes to while entries wait keeps them, opens without signal, and sends them once', async () => {
    await site().cut();
    await open();
    const code = await write(batchFingers('22'));
    const [file = ''] = await browser().page.evaluate<string[]>(filesKept);
    site().version += 1;
    await site().restore();
    // The worker is asked for anew, and nothing else goes through: the entry still waits when the new one takes over.
    site().fates = Array.from({ length: 40 }, () => 'killed before');
    for (const one of [file, '/so-tay']) await browser().page.evaluate(dropFile(one));
    await browser().page.evaluate(newWorker);
    await walk.until(fileIsKept(file));
    await walk.until(fileIsKept('/so-tay'));
    await site().cut();
    await open();
    await at('home');
    expect(await walk.status()).toMatch(/^Đang chờ \(1\)/);
    site().fates = [];
    await site().restore();
    await open();
    await untilStatus(/^Đang chờ \(0\)/);
    expect(await BatchModel.countDocuments({ code })).toBe(1);
  });
}

const markName = 'notebook-locked';
// What a form does before it goes out; it goes nowhere here.
const signOutTapped = `(() => {
  const form = document.querySelector('main form');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
})()`;

/** From the next page on the phone's clock runs so many days ahead. */
async function runAhead(page: Page, days: number): Promise<void> {
  await page.addInitScript(`Date.now = ((now) => () => now() + ${days} * 86400000)(${realNow})`);
}
const realNow = '(window.realNow = window.realNow || Date.now)';
const longDay = (days: number): string => formatDay(daysAfter(dayOf(new Date()), days));

/** Whether codes of the account are on the phone. */
export const codesOf = (account: string): string => `new Promise((resolve) => {
  const asked = indexedDB.open('notebook', 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction('codes').objectStore('codes').getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.some((one) => one.account === '${account}')); };
  };
})`;

const dropCodes = `new Promise((resolve) => {
  const asked = indexedDB.open('notebook', 1);
  asked.onsuccess = () => {
    const tx = asked.result.transaction('codes', 'readwrite');
    tx.objectStore('codes').clear();
    tx.oncomplete = () => { asked.result.close(); resolve(null); };
  };
})`;

// A file that the phone lacks comes with the next worker alone: by it is known that one was installed.
const filesKept = `caches.open('notebook').then((cache) => cache.keys()).then((all) => all.map(({ url }) => new URL(url).pathname).filter((one) => one.endsWith('.svg')))`;
const dropFile = (file: string): string => `caches.open('notebook').then((cache) => cache.delete('${file}'))`;
const fileIsKept = (file: string): string =>
  `caches.open('notebook').then((cache) => cache.match('${file}')).then((found) => found !== undefined)`;
const newWorker = `navigator.serviceWorker.getRegistration('/so-tay').then((one) => one.update()).then(() => null)`;
