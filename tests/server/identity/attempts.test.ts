import { describe, expect, it } from 'vitest';
import { countAttempt, forgetAttempts, secondsLocked } from '../../../server/identity/attempts.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { minutesAfter } from './makers.ts';

useDatabase();

const limit = { most: 3, seconds: 600 };

describe('countAttempt', () => {
  it('counts every one of many at the same moment', async () => {
    const counts = await Promise.all(Array.from({ length: 20 }, () => countAttempt('crowd', limit, noon)));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('locks when all tries are used, says for how long, and opens by itself', async () => {
    for (const minute of [0, 4, 8]) {
      expect(await secondsLocked('one', limit, minutesAfter(noon, minute))).toBe(0);
      await countAttempt('one', limit, minutesAfter(noon, minute));
    }
    expect(await secondsLocked('one', limit, minutesAfter(noon, 9))).toBe(540);
    // Whoever keeps trying does not keep the owner out for longer.
    await countAttempt('one', limit, minutesAfter(noon, 17));
    expect(await secondsLocked('one', limit, minutesAfter(noon, 18))).toBe(0);
    expect(await countAttempt('one', limit, minutesAfter(noon, 18))).toBe(1);
  });

  it('never lets more than the limit through in any span of its length', async () => {
    const passed: number[] = [];
    for (let minute = 0; minute < 120; minute += 1) {
      const at = minutesAfter(noon, minute);
      if ((await secondsLocked('steady', limit, at)) > 0) continue;
      await countAttempt('steady', limit, at);
      passed.push(minute);
    }
    for (const start of passed)
      expect(passed.filter((m) => m >= start && m < start + 10).length).toBeLessThanOrEqual(3);
  });

  it('keeps keys apart and starts anew when told to forget', async () => {
    for (let n = 0; n < 3; n += 1) await countAttempt('two', limit, noon);
    expect(await secondsLocked('three', limit, noon)).toBe(0);
    await forgetAttempts('two');
    expect(await secondsLocked('two', limit, noon)).toBe(0);
  });
});
