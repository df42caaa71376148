import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { upsert } from '../../../server/database/upsert.ts';
import { useDatabase } from '../../support/database.ts';

useDatabase();
const tallies = () => mongoose.connection.collection<{ _id: string; count: number }>('tallies');

/** As an upsert is inside a database that lets others come between looking and writing. */
async function addOne(_id: string): Promise<number> {
  const found = await tallies().findOne({ _id });
  if (found === null) {
    await tallies().insertOne({ _id, count: 1 });
    return 1;
  }
  const changed = await tallies().findOneAndUpdate({ _id }, { $inc: { count: 1 } }, { returnDocument: 'after' });
  return changed?.count ?? 0;
}

describe('upsert', () => {
  it('does a write again that another one came before, so that 20 first ones at once all count', async () => {
    const plain = await Promise.allSettled(Array.from({ length: 20 }, () => addOne('plain')));
    expect(plain.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    const numbers = await Promise.all(Array.from({ length: 20 }, () => upsert(() => addOne('counted'))));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('tells what else goes wrong, and does it once', async () => {
    let times = 0;
    const write = () => {
      times += 1;
      return Promise.reject(new Error('no space left'));
    };
    await expect(upsert(write)).rejects.toThrow('no space left');
    expect(times).toBe(1);
  });
});
