import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fromRoot } from '../../../server/root.ts';
import { pin } from '../identity/makers.ts';

/** One thing that a finger does: a button by the beginning of its words, the first picture, a photo, or a day. */
export type Finger = string | { first: true } | { photo: true } | { day: string };

/** A batch of today with a photo, so many kilograms of goods whose keeping is known. */
export const batchFingers = (kilograms: string): Finger[] => [
  '+ Lô mới',
  { photo: true },
  ...Array.from(kilograms),
  'Tiếp',
  'Ghi',
];

/** A step of the newest batch. */
export const stepFingers = (stage: string, { withPhoto = false, day = '' } = {}): Finger[] => [
  { first: true },
  'Bước khác',
  stage,
  ...(withPhoto ? ['Ảnh', { photo: true } as const] : []),
  ...(day === '' ? [] : ['Ngày', { day }]),
  'Ghi',
];

/** Writes into the notebook as a person does, by its screens. */
export function notebookWalk(page: () => Page, origin: () => string) {
  const at = (screen: string): Promise<unknown> => page().waitForSelector(`note-book[data-screen="${screen}"]`);
  // The content policy lets no page evaluate text, so it is asked from outside, again and again.
  const until = async (expression: string): Promise<void> => {
    for (let tries = 0; !(await page().evaluate(expression)); tries += 1) {
      if (tries > 1200) throw new Error(`not so within a minute: ${expression}`);
      await page().waitForTimeout(50);
    }
  };
  const open = async (): Promise<void> => {
    await page().goto(`${origin()}/so-tay`);
    await page().waitForSelector('note-book[data-screen]');
  };
  const fingers = (taps: readonly Finger[]): Promise<string> =>
    page().evaluate<string>(`(${follow})(${JSON.stringify(taps)}, ${JSON.stringify(photo)})`);
  return {
    at,
    until,
    open,
    fingers,
    tap: (name: string): Promise<void> => page().getByRole('button', { name, exact: true }).first().click(),
    signIn: async (phone: string): Promise<void> => {
      await page().goto(`${origin()}/dang-nhap`);
      await page().getByLabel('Số điện thoại').fill(phone);
      await page().getByLabel('Mã PIN').fill(pin);
      await page().getByRole('main').getByRole('button', { name: 'Vào chợ' }).click();
      await page().waitForURL('**/ban-lam-viec');
    },
    /** Opened with signal once: everything is on the phone, and codes too. */
    prepare: async (): Promise<void> => {
      await open();
      await at('home');
      await until(codesAreHere);
      await until('navigator.serviceWorker.controller !== null');
    },
    /** What was written; each is kept before the next begins. @returns the code that the last one showed */
    write: async (taps: readonly Finger[]): Promise<string> => {
      await fingers(taps);
      await at('saved');
      const code = (await page().locator('.note__code').textContent()) ?? '';
      await fingers(['Xong']);
      return code;
    },
    status: async (): Promise<string> => (await page().locator('.note__status').textContent()) ?? '',
    untilStatus: (words: RegExp): Promise<void> =>
      page().locator('.note__status', { hasText: words }).waitFor({ timeout: 30_000 }),
  };
}

const photo = readFileSync(fromRoot('tests/support/noodles.jpg')).toString('base64');

const codesAreHere = `new Promise((resolve) => {
  const asked = indexedDB.open('notebook', 1);
  asked.onsuccess = () => {
    const count = asked.result.transaction('codes').objectStore('codes').count();
    count.onsuccess = () => { asked.result.close(); resolve(count.result > 0); };
  };
})`;

// Inside the page, where a finger waits for a button to be there and nothing else: a hundred screens take a second.
const follow = `async (taps, photo) => {
  const buttons = (words) => [...document.querySelectorAll('note-book button')].filter((one) => one.textContent.startsWith(words));
  const find = (tap) => {
    if (tap.first) return document.querySelector('.note__choice');
    if (tap.photo) return document.querySelector('#photo');
    if (tap.day) return document.querySelector('#day, #expiry');
    return buttons(tap).find((one) => one.textContent === tap) ?? buttons(tap)[0];
  };
  const act = (tap, found) => {
    if (tap.photo) {
      const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
      const chosen = new DataTransfer();
      chosen.items.add(new File([bytes], 'anh.jpg', { type: 'image/jpeg' }));
      found.files = chosen.files;
      found.dispatchEvent(new Event('change'));
    } else if (tap.day) {
      found.value = tap.day;
      found.dispatchEvent(new Event('change'));
    } else found.click();
  };
  for (const tap of taps) {
    let tries = 0;
    while (!find(tap)) {
      if ((tries += 1) > 3000) throw new Error('nothing to tap: ' + JSON.stringify(tap) + ' on ' + document.querySelector('note-book').dataset.screen);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const before = document.querySelector('note-book').firstChild;
    act(tap, find(tap));
    // A digit leaves the screen as it is; anything else leads to another one.
    const leads = typeof tap !== 'string' || tap.length > 1;
    while (leads && document.querySelector('note-book').firstChild === before) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return document.querySelector('note-book').dataset.screen;
}`;
