import { describe, expect, it, vi } from 'vitest';
import { aBatchOf, aVillage } from '../../../../tests/server/traceability/makers.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { testConfig } from '../../../../tests/support/services.ts';
import { bringUpToDate } from '../log.ts';
import { readCheckpoint } from '../note.ts';
import { proofOf } from '../proof.ts';
import { clearLoose, entriesFrom, extend, foldedTail, readTail, sizeOf } from '../tail.ts';
import { LooseModel } from '../tile-record.ts';

useDatabase();
const config = testConfig();

describe('the tail of the log', () => {
  it('lets one of two who stand on the same tail go on', async () => {
    await extend(await readTail(), [Buffer.alloc(32, 9)]);
    const tail = await readTail();
    const entries = [Buffer.alloc(32, 1)];
    const both = await Promise.all([extend(tail, entries), extend(tail, [Buffer.alloc(32, 2)])]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    expect(sizeOf(await readTail())).toBe(sizeOf(tail) + 1);
  });

  it('believes no place of its own that it found long ago: there it may have cleared away what stood in it', async () => {
    await foldedTail();
    const tail = await readTail();
    const now = performance.now.bind(performance);
    const later = (ms: number) => vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
    await extend(tail, [Buffer.alloc(32, 3)]);
    await foldedTail();
    for (const ms of [20_000, 40_000]) {
      const clock = later(ms);
      await clearLoose();
      clock.mockRestore();
    }
    expect(await LooseModel.exists({ _id: sizeOf(tail) })).toBeNull();
    const clock = later(60_000);
    expect(await extend(tail, [Buffer.alloc(32, 4)])).toBeNull();
    clock.mockRestore();
    expect(sizeOf(await readTail())).toBe(sizeOf(tail) + 1);
    expect((await entriesFrom(0)).at(-1)?.toString('hex')).toBe('03'.repeat(32));
  });

  it('goes on with what lies loose where a process died before it stood in its tile', async () => {
    const tail = await readTail();
    await extend(tail, [Buffer.alloc(32, 6), Buffer.alloc(32, 7)]);
    const { farmer, product } = await aVillage();
    const { code } = await aBatchOf(farmer, product);
    expect(readCheckpoint(await bringUpToDate(config))?.size).toBe(sizeOf(tail) + 3);
    expect((await proofOf(code, config))?.links).toHaveLength(1);
  });
});
