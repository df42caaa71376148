import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { complaintsOn } from './axe.ts';

/*
 * How taps are counted. The page itself counts every touch of the screen (`pointerdown`: on a link, a button, a field, a
 * choice) and every field that was typed into (`change`: one group of key presses). Taking a photo adds two taps outside of
 * the page, the shutter and "OK". Signing in is over before the counting begins; it begins at the desk.
 */
export const countTaps = `
  const add = () => sessionStorage.setItem('taps', String(Number(sessionStorage.getItem('taps') ?? 0) + 1));
  addEventListener('pointerdown', add, true);
  addEventListener('change', (event) => event.isTrusted && event.target.matches('input:not([type=file]), textarea, select') && add(), true);
`;
export const tapsForAPhoto = 2;
/** Opening the calendar, going on by a year, the day. */
export const tapsForADay = 3;

/** What must be true of a screen for those who see, feel or hear it. */
export async function checkScreen(page: Page): Promise<void> {
  // Axe takes its time: in every run on the form that this is about, with FULL on every screen of the way.
  if (process.env.FULL || page.url().includes('/lo/moi')) expect(await complaintsOn(page)).toEqual([]);
  const said = (await page.getByRole('main').ariaSnapshot()).split('\n').map((line) => line.trim().replace(/^- /, ''));
  expect(said.filter((line) => /^heading .*\[level=1\]/.test(line))).toHaveLength(1);
  const buttons = said.filter((line) => line.startsWith('button')).map((line) => line.replace(/ \[.*$/, ''));
  expect(new Set(buttons).size, `buttons of ${page.url()}: ${buttons.join()}`).toBe(buttons.length);
  expect(said.filter((line) => /^(button|link|textbox|combobox|checkbox|radio)(:|$)/.test(line))).toEqual([]);
  expect(await page.evaluate(widths)).toEqual([360, 360]);
  expect(await page.evaluate(smallTargets)).toEqual([]);
}

// As it is, and with text at twice its size, as people with weak eyes set their phones.
const widths = `['', '200%', ''].map((size) => {
  document.documentElement.style.fontSize = size;
  return document.documentElement.scrollWidth;
}).slice(0, 2)`;

// Whatever stands for itself is 48 px high; a link inside a sentence is as high as its line (WCAG 2.2, 2.5.8).
const smallTargets = `
  [...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea, main summary, main a.button, main a.menu__link')]
    .filter((one) => one.checkVisibility() && !one.matches('.choice input, .visually-hidden') && one.getBoundingClientRect().height < 47.5)
    .map((one) => one.outerHTML.slice(0, 80))
`;

/** The names of what a screen asks for, in the order they are read aloud. */
export const askedOn = async (page: Page) =>
  (await page.getByRole('main').ariaSnapshot()).split('\n').flatMap((line) => {
    const found = /^\s*- (?:textbox|combobox|button|spinbutton) "([^"]+)"/.exec(line);
    return found?.[1] ? [found[1]] : [];
  });
