import { describe, expect, it } from 'vitest';
import { WindowModel } from '../../../server/database/window.ts';
import { countedIn, countOne, endOf, secondsLeft } from '../../../server/database/windows.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();
const hourly = { seconds: 3600, most: 6 };
const minutely = { seconds: 60, most: 6 };
const noon = new Date('2026-11-16T05:00:00Z');

describe('countOne', () => {
  it('gives each of 20 that come first at once a number of its own', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => countOne('somebody', hourly, noon)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await countedIn('somebody', hourly, noon)).toBe(20);
    expect(await WindowModel.countDocuments({ _id: /somebody/ })).toBe(1);
  });

  it('counts others, and the next window, from one', async () => {
    expect(await countOne('others', hourly, noon)).toBe(1);
    expect(await countOne('others', hourly, new Date('2026-11-16T05:59:59.999Z'))).toBe(2);
    expect(await countOne('others', hourly, new Date('2026-11-16T06:00:00Z'))).toBe(1);
  });

  it('lets the row go when its window is over', async () => {
    await countOne('leaver', minutely, noon);
    const row = await WindowModel.findOne({ _id: /leaver/ }).lean();
    expect(row?.until).toEqual(new Date('2026-11-16T05:01:00Z'));
    expect(WindowModel.schema.indexes()).toContainEqual([{ until: 1 }, { expireAfterSeconds: 60 }]);
  });
});

describe('countedIn', () => {
  it('is none where nothing was counted, and counts nothing itself', async () => {
    expect(await countedIn('nobody', hourly, noon)).toBe(0);
    expect(await countOne('nobody', hourly, noon)).toBe(1);
  });
});

describe('a window', () => {
  it('ends with the clock minute', () => {
    expect(endOf(minutely, new Date('2026-11-16T05:00:59.999Z'))).toEqual(new Date('2026-11-16T05:01:00Z'));
    expect(endOf(minutely, new Date('2026-11-16T05:01:00Z'))).toEqual(new Date('2026-11-16T05:02:00Z'));
  });

  it('has at least one second left', () => {
    expect(secondsLeft(minutely, new Date('2026-11-16T05:00:20Z'))).toBe(40);
    expect(secondsLeft(minutely, new Date('2026-11-16T05:00:59.999Z'))).toBe(1);
  });
});
