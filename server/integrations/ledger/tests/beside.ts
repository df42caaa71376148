import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { BatchModel } from '../../../traceability/batch-record.ts';
import { headOf, requireWholeLog } from './public-log.ts';

/** The log is read while the market is killed or written by two; afterwards it continues what was kept and is whole. */
export const journey = {
  ask: headOf,
  watch: async (url: string) => {
    const since = await headOf(url);
    return (code: string) => requireWholeLog(url, code, since);
  },
};

type Opens = (path: string) => Promise<{ page: Page; complaints: string[] }>;

const shownIn = async (page: Page): Promise<string[]> => page.locator('[data-say]:visible').allInnerTexts();

/** What the buyer's own browser says. */
export const onAPhone = {
  'a history that holds: one thing is said, and it is that nothing was changed': async (open: Opens, code: string) => {
    const { page, complaints } = await open(`/t/${code}/kiem-chung`);
    await page.locator('[data-say="whole"]').waitFor();
    const shown = await shownIn(page);
    expect([shown.length, shown[0], complaints]).toEqual([1, expect.stringContaining('Không có gì bị sửa'), []]);
  },
  'a history that was changed in the database: it cannot be verified, and where': async (open: Opens, code: string) => {
    const batches = BatchModel.collection;
    const { place } = (await BatchModel.findOne({ code }).lean().orFail()).events[1] ?? {};
    await batches.updateOne({ code }, { $set: { 'events.1.place': 'Nơi khác' } });
    try {
      const { page, complaints } = await open(`/t/${code}/kiem-chung`);
      await page.locator('[data-say="broken"]').waitFor();
      const [said = '', ...others] = await shownIn(page);
      expect([others, complaints]).toEqual([[], []]);
      expect(said).toMatch(/Không xác minh được[^]*khác với lúc ghi[^]*bước số 2[^]*Đừng mua vội/);
    } finally {
      await batches.updateOne(
        { code },
        place === undefined ? { $unset: { 'events.1.place': '' } } : { $set: { 'events.1.place': place } },
      );
    }
  },
};
