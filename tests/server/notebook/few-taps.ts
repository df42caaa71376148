import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../../../server/root.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { ClipModel } from '../../../server/voice/clip.ts';
import { voiceSentences } from '../../../server/voice/sentences.pages.ts';
import { tapsForAPhoto } from '../../support/phone-screen.ts';
import { phoneWalk } from '../../support/phone-walk.ts';
import { ogg } from '../voice/makers.ts';
import { notebookWalk } from './notebook-walk.ts';

/**
 * The notebook's screens by hand: how many taps, how many words, how wide.
 * @param ready signs somebody in who has one kind of goods and made them once
 */
export const fewTaps = (pageNow: () => Page, origin: () => string, ready: () => Promise<void>): void => {
  describe('the notebook, one question a screen', () => {
    const { main, taps } = phoneWalk(pageNow, origin);
    const walk = notebookWalk(pageNow, origin);
    // News of what was sent draws the first screen anew: a tap of the test that meets that is tapped twice, a person's is waited for.
    const begin = async () => {
      await pageNow().waitForSelector('note-book:not([data-sending])');
      await pageNow().evaluate("sessionStorage.setItem('taps', '0')");
    };
    const tapOn = (name: string | RegExp) => main().getByRole('button', { name }).first().tap();
    const firstChoice = () => pageNow().locator('.note__choice').first().tap();
    /** The screen is there and can be heard, each choice too; it says no more than 30 words, and fits with text at twice its size. */
    async function screen(name: string): Promise<void> {
      await walk.at(name);
      const { words, over, mute } = await pageNow().evaluate<{ words: string[]; over: number[]; mute: string[] }>(
        screenLooks,
      );
      expect([name, mute]).toEqual([name, []]);
      expect([name, words.length, words.join(' ')]).toEqual([name, Math.min(words.length, 30), expect.any(String)]);
      expect([name, over]).toEqual([name, [0, 0]]);
    }

    beforeAll(async () => {
      await ready();
      await recordAll();
      await walk.prepare();
    });

    it('takes two taps for a batch like the last', async () => {
      await begin();
      await tapOn(/^Như lần trước/);
      await screen('look');
      await tapOn(/^Ghi$/);
      await screen('saved');
      expect(await taps()).toBe(2);
    });

    it('takes at most eight for a new one with a photo and an amount of two digits', async () => {
      await tapOn('Xong');
      await walk.at('home');
      await begin();
      await tapOn('+ Lô mới');
      await screen('photo');
      const choosing = pageNow().waitForEvent('filechooser');
      await main().getByText('Chụp ảnh', { exact: true }).tap();
      await (await choosing).setFiles(fromRoot('tests/support/noodles.jpg'));
      await screen('quantity');
      for (const sign of ['4', '5', 'Tiếp']) await tapOn(new RegExp(`^${sign}$`));
      await screen('look');
      await tapOn(/^Ghi$/);
      await screen('saved');
      // The page does not count what a field of files says; the label's tap it does.
      expect((await taps()) + tapsForAPhoto).toBeLessThanOrEqual(8);
      expect(await taps()).toBeGreaterThanOrEqual(6);
    });

    it('takes three for a step, and asks the day of a batch when it is tapped', async () => {
      await tapOn('Xong');
      await walk.at('home');
      await begin();
      await firstChoice();
      await screen('batch');
      await firstChoice();
      await screen('step');
      await tapOn(/^Ghi$/);
      await screen('saved');
      expect(await taps()).toBe(3);
    });

    it('asks every question of a step in few words', async () => {
      await tapOn('Xong');
      await walk.at('home');
      await firstChoice();
      await tapOn('Bước khác');
      await screen('stage');
      await tapOn('Trồng dong');
      await screen('step');
      for (const [row, name] of [
        ['Ngày', 'day'],
        ['Mã số vùng trồng hoặc thửa', 'question-plot'],
        ['Ảnh', 'photo'],
      ] as const) {
        await tapOn(new RegExp(`^${row}`));
        await screen(name);
        await tapOn(/Quay lại/);
        await walk.at('step');
      }
    });

    it('takes three for all the steps that the last batch had, each its own event', async () => {
      const step = async (stage: string) => {
        await walk.fingers([{ first: true }, 'Bước khác', stage, 'Ghi', 'Xong']);
        await walk.at('home');
      };
      await walk.open();
      await walk.at('home');
      for (const stage of ['Trồng dong', 'Thu hoạch củ']) await step(stage);
      await walk.untilStatus(/^Đang chờ \(0\)/);
      await walk.open();
      await pageNow().waitForSelector('note-book:not([data-sending])');
      await walk.fingers(['Như lần trước', 'Ghi', 'Xong']);
      await walk.at('home');
      await begin();
      await firstChoice();
      await screen('batch');
      await tapOn('Các bước như lần trước');
      await screen('as-last');
      await tapOn(/^Ghi$/);
      await screen('saved');
      expect(await taps()).toBe(3);
      await walk.untilStatus(/^Đang chờ \(0\)/);
      const newest = await BatchModel.findOne().sort({ createdAt: -1 }).lean();
      expect(newest?.events.map(({ stage }) => stage).toSorted()).toEqual(['planting', 'tuber-harvest']);
    });
  });
};

/** Somebody has said every sentence. */
async function recordAll(): Promise<void> {
  const sound = {
    type: 'audio/ogg' as const,
    bytes: ogg(1),
    size: 100,
    seconds: 1,
    hash: 'a',
    by: 'a',
    at: new Date(),
  };
  const clips = voiceSentences().map(({ key }) => ({ ...sound, _id: `vi ${key}`, language: 'vi', key }));
  await ClipModel.insertMany(clips);
}

// Words are what has a letter: digits are read by most. Twice the text size is what people with weak eyes set.
const screenLooks = `
  (() => {
    const root = document.documentElement;
    const over = (size) => {
      root.style.fontSize = size;
      return Math.max(0, root.scrollWidth - window.innerWidth);
    };
    const words = document.querySelector('note-book').innerText.split(/\\s+/).filter((word) => /\\p{L}/u.test(word));
    const mute = [...document.querySelectorAll('.note__head, .note__choices > *, .note__heard-choice')].filter((one) => !one.querySelector('.note__listen'));
    const found = { words, over: [over(''), over('200%')], mute: mute.map((one) => one.textContent) };
    root.style.fontSize = '';
    return found;
  })()
`;
