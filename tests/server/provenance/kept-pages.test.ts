import { describe, expect, it } from 'vitest';
import { keepLatest, sharedReadings } from '../../../server/provenance/kept-pages.ts';

const start = Date.parse('2026-11-16T05:00:00Z');

function source(read: (key: string) => Promise<string | null>) {
  const clock = { now: start };
  const readings = sharedReadings<string>({
    read,
    now: () => new Date(clock.now),
    freshMs: 800,
    patienceMs: 20,
    most: 2,
  });
  return { clock, readings };
}

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
});

describe('keepLatest', () => {
  it('forgets what was not asked for longest', () => {
    const kept = keepLatest<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');
    kept.set('c', 3);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
  });
});
