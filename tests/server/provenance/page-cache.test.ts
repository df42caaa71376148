import { describe, expect, it } from 'vitest';
import { latestCache, sharedReadings } from '../../../server/provenance/page-cache.ts';

const start = Date.parse('2026-11-16T05:00:00Z');

function source(read: (key: string) => Promise<string | null>, more: { heard?: () => number; most?: number } = {}) {
  const clock = { now: start };
  const readings = sharedReadings<string>({
    read,
    now: () => new Date(clock.now),
    freshMs: 800,
    patienceMs: 20,
    most: 2,
    ...more,
  });
  return { clock, readings };
}

const keys = Array.from({ length: 100 }, (_, n) => `key ${n}`);

describe('sharedReadings', () => {
  it('reads once for fifty that ask at the same time', async () => {
    let reads = 0;
    const { readings } = source(async () => {
      reads += 1;
      await new Promise((done) => setTimeout(done, 5));
      return 'page';
    });
    const answers = await Promise.all(Array.from({ length: 50 }, () => readings.get('A')));
    expect(reads).toBe(1);
    expect(answers.every((reading) => reading?.value === 'page')).toBe(true);
  });

  it('shows what changed after 0.8 seconds at the latest, counted from when the reading began', async () => {
    let page = 'before';
    const { clock, readings } = source(async () => page);
    await readings.get('A');
    page = 'after';
    clock.now = start + 799;
    expect(readings.fresh('A')?.value).toBe('before');
    clock.now = start + 800;
    expect(readings.fresh('A')).toBeUndefined();
    expect((await readings.get('A'))?.value).toBe('after');
  });

  it('shows what changed also when the clock is set back two days', async () => {
    let page = 'genuine';
    const { clock, readings } = source(async () => page);
    await readings.get('A');
    page = 'recalled';
    clock.now = start - 2 * 86_400_000;
    expect(readings.fresh('A')).toBeUndefined();
    expect((await readings.get('A'))?.value).toBe('recalled');
    expect(readings.fresh('A')?.value).toBe('recalled');
  });

  it('keeps nothing of what is not there', async () => {
    let reads = 0;
    const { readings } = source(async () => {
      reads += 1;
      return null;
    });
    expect(await readings.get('A')).toBeNull();
    expect(await readings.get('A')).toBeNull();
    expect(reads).toBe(2);
  });

  it('throws when nothing was ever read', async () => {
    const { readings } = source(() => Promise.reject(new Error('no database')));
    await expect(readings.get('A')).rejects.toThrow('no database');
  });

  it('gives the older reading, marked, while newer ones fail, and a clean one when they succeed again', async () => {
    let fails = false;
    const { clock, readings } = source(async () => {
      if (fails) throw new Error('no database');
      return 'page';
    });
    await readings.get('A');
    fails = true;
    clock.now = start + 1000;
    expect(await readings.get('A')).toMatchObject({ value: 'page', failingSince: new Date(start + 1000) });
    clock.now = start + 5000;
    expect((await readings.get('A'))?.failingSince).toEqual(new Date(start + 1000));
    expect(readings.fresh('A')).toBeUndefined();
    fails = false;
    expect(await readings.get('A')).toMatchObject({ value: 'page', failingSince: null });
  });

  it('does not wait long for a database that hangs', async () => {
    let hangs = false;
    const { clock, readings } = source(() => (hangs ? new Promise(() => {}) : Promise.resolve('page')));
    await readings.get('A');
    hangs = true;
    clock.now = start + 1000;
    expect((await readings.get('A'))?.failingSince).not.toBeNull();
    expect((await readings.get('A'))?.value).toBe('page');
  });

  it('waits for a database that answers others, however long its own answer takes', async () => {
    // Asked at each step of waiting: each time something else was answered, and far later than silence would be one, ours is.
    let answers = 0;
    let answer: (page: string) => void = () => {};
    const heard = () => {
      answers += 1;
      if (answers > 100) answer('recalled');
      return answers;
    };
    const own = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const pages = ['genuine', own];
    const { clock, readings } = source(async () => (await pages.shift()) ?? null, { heard });
    await readings.get('A');
    clock.now = start + 1000;
    expect(await readings.get('A')).toMatchObject({ value: 'recalled', failingSince: null });
  });

  it('takes no time for silence in which it was too busy to listen', async () => {
    const pages = ['genuine', 'recalled'];
    const fromFar = () => new Promise<void>((arrive) => setImmediate(arrive));
    const { clock, readings } = source(async () => {
      await fromFar();
      return pages.shift() ?? null;
    });
    await readings.get('A');
    clock.now = start + 1000;
    const asked = readings.get('A');
    const busyUntil = performance.now() + 60;
    while (performance.now() < busyUntil);
    expect(await asked).toMatchObject({ value: 'recalled', failingSince: null });
  });

  it('reads few at once, and each as things are when its turn comes', async () => {
    const clock = { now: start };
    let [running, most] = [0, 0];
    const readings = sharedReadings<string>({
      read: async (key) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setImmediate(done));
        running -= 1;
        clock.now += 10_000;
        return key;
      },
      now: () => new Date(clock.now),
      freshMs: 800,
      patienceMs: 60_000,
      most: 100,
    });
    const answers = await Promise.all(keys.map((key) => readings.get(key)));
    expect(answers.map((reading) => reading?.value)).toEqual(keys);
    expect(most).toBe(16);
    // Sixteen before the last one were not done when it began, and all others were.
    expect(answers.at(-1)?.readAt).toBeGreaterThanOrEqual(start + (keys.length - 16) * 10_000);
  });

  it('lets who waits behind readings that hang try all the same', async () => {
    const { readings } = source((key) => (key === 'key 99' ? Promise.resolve('page') : new Promise(() => {})));
    const hanging = keys.slice(0, 16).map((key) => readings.get(key).catch(() => 'given up'));
    await Promise.all(hanging);
    expect((await readings.get('key 99'))?.value).toBe('page');
  });
});

describe('latestCache', () => {
  it('forgets what was not asked for longest', () => {
    const kept = latestCache<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');
    kept.set('c', 3);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  });
});
