import { describe, expect, it } from 'vitest';
import { seed } from '../../seed/seed.ts';
import { listProducts } from '../../server/catalog/products.ts';
import { oneAtATime } from '../../server/database/marks.ts';
import { listSellers } from '../../server/identity/sellers.ts';
import { listPublicBatches } from '../../server/traceability/batches.ts';
import { useDatabase } from '../support/database.ts';
import { holdsOfEachBatch } from '../support/integrated.ts';

useDatabase();

describe('the demonstration', () => {
  it('is made once by two who start on one empty database', async () => {
    const now = new Date();
    await Promise.all([seed(now), seed(now)]);
    const names = (await listSellers()).map(({ name }) => name);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
  });

  it('has of each batch what the integrations promise', async () => {
    const products = await listProducts({ limit: 100 });
    const batches = (await Promise.all(products.map(({ id }) => listPublicBatches(id, 100)))).flat();
    expect(batches.length).toBeGreaterThanOrEqual(8);
    await holdsOfEachBatch(batches.map(({ code }) => code));
  });
});

describe('what is done by one at a time', () => {
  it('goes on after the first, also when the first failed', async () => {
    const done: string[] = [];
    const first = oneAtATime('work', async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      done.push('first');
      throw new Error('failed');
    });
    const second = oneAtATime('work', async () => void done.push('second'));
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(done).toEqual(['first', 'second']);
  });

  it('is taken from one who died holding it', async () => {
    void oneAtATime('held', () => new Promise(() => {}));
    await new Promise((resolve) => setTimeout(resolve, 50));
    let isDone = false;
    await oneAtATime('held', async () => void (isDone = true), 20);
    expect(isDone).toBe(true);
  });
});
