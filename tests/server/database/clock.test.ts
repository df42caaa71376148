import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { databaseNow, readClock } from '../../../server/database/clock.ts';
import { once } from '../../../server/http/idempotency.ts';
import { fromRoot } from '../../../server/root.ts';
import { sourcesBelow } from '../../house/imports.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();
const tenSeconds = 10_000;
const at = (localTime: Date) => readClock({ command: () => Promise.resolve({ localTime }) });
const admin = () => mongoose.connection.getClient().db('admin');

afterEach(async () => {
  vi.useRealTimers();
  await readClock(admin());
});

describe('the clock of the database', () => {
  it('is what a process goes by, whatever its machine’s says and however that is set', async () => {
    await at(new Date('2026-11-30T09:00:00Z'));
    const before = databaseNow().getTime();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01T00:00:00Z') });
    const after = databaseNow().getTime();
    expect(before).toBeGreaterThanOrEqual(new Date('2026-11-30T09:00:00Z').getTime());
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThan(60_000);
  });

  it('keeps who is ten seconds ahead from doing what another is still doing', async () => {
    const request = { scope: 'guest post /orders', key: 'ahead-0123456789', fingerprint: 1 };
    let done = 0;
    let finish = () => {};
    const work = async () => {
      done += 1;
      await new Promise<void>((resolve) => (finish = resolve));
      return { status: 201, body: done };
    };
    const first = once(request, work);
    await vi.waitFor(() => expect(done).toBe(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + tenSeconds });
    const second = once(request, work);
    // Long enough for the second to have looked.
    await new Promise((resolve) => setTimeout(resolve, 200));
    finish();
    expect(await Promise.all([first, second])).toEqual([
      { status: 201, body: 1 },
      { status: 201, body: 1 },
    ]);
  });

  it('is the only one that a lease or the program’s clock goes by', () => {
    // The edges: a form’s own day, the browser’s program, commands that people start.
    const own = /^server\/(engine|commands|integrations\/\w+\/(commands|tests))\/|\/(clock|mistakes)\.ts$/;
    const files = sourcesBelow('server').filter((file) => !own.test(file));
    expect(files.filter((file) => readFileSync(fromRoot(file), 'utf8').includes('new Date()'))).toEqual([]);
  });
});
