import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CommitWay } from '../../../server/engine/keep/commit-way.ts';

describe('a small write', () => {
  it('is flushed in the engine’s thread while its writer is alone', async () => {
    const way = new CommitWay();
    for (let n = 0; n < 3; n += 1) {
      way.heard(1);
      expect(way.isAlone()).toBe(true);
      way.flushedHere(1);
      await turn();
      await turn();
    }
    way.heard(2);
    expect(way.isAlone()).toBe(true);
  });

  it('is flushed by LMDB’s thread for a while once somebody waited for a flush', async () => {
    const way = new CommitWay();
    way.heard(1);
    way.flushedHere(1);
    way.heard(2);
    expect(way.isAlone()).toBe(false);
    await wait(120);
    expect(way.isAlone()).toBe(true);
  });

  it('is flushed by LMDB’s thread while somebody asks during a flush there', async () => {
    const way = new CommitWay();
    const commit = way.inThread(() => wait(5));
    expect(way.isAlone()).toBe(false);
    way.heard(2);
    await commit;
    expect(way.isAlone()).toBe(false);
  });

  it('is flushed by LMDB’s thread on a slow disk, nearly always', () => {
    const way = new CommitWay();
    way.heard(1);
    way.flushedHere(30);
    expect(way.isAlone()).toBe(false);
  });

  it('is flushed by LMDB’s thread after a failure until that has succeeded', async () => {
    const way = new CommitWay();
    way.failed();
    expect(way.isAlone()).toBe(false);
    await way.inThread(() => Promise.resolve());
    expect(way.isAlone()).toBe(true);
  });
});
