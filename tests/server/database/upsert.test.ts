import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { insertNew } from '../../../server/database/insert-new.ts';
import { upsert } from '../../../server/database/upsert.ts';
import { fromRoot } from '../../../server/root.ts';
import { sourcesBelow } from '../../house/imports.ts';
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

// The next two look for more than the key and have a second try of their own; to the last a twin is what it asks about.
const ownTry = [
  'server/database/upsert.ts',
  'server/database/marks.ts',
  'server/identity/attempts.ts',
  'server/desk/own-file-making.ts',
];

describe('upsert', () => {
  it('stands around every write that makes what is not there', () => {
    const files = sourcesBelow('server').filter((file) => !file.startsWith('server/engine/') && !ownTry.includes(file));
    const plain = files.filter((file) => {
      const before = readFileSync(fromRoot(file), 'utf8').split('upsert: true').slice(0, -1);
      return before.some((text) => !/\bupsert\(\(\) =>(?![\s\S]*;\n)/.test(text));
    });
    expect(plain).toEqual([]);
  });

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

describe('insertNew', () => {
  const thrown = (unsure: object | undefined) =>
    Object.assign(Object.create(mongoose.mongo.MongoBulkWriteError.prototype) as Error, {
      writeErrors: [{ code: 11_000, index: 1 }],
      result: { getWriteConcernError: () => unsure },
    });
  const refusing = (thrown: Error) => ({ collection: { insertMany: () => Promise.reject(thrown) } });
  const insert = (error: Error) => insertNew(refusing(error) as unknown as mongoose.Model<object>, [{}, {}]);

  it('answers which were there, but not when the database is not sure of the others', async () => {
    expect(await insert(thrown(undefined))).toEqual([1]);
    const unsure = thrown({ code: 64 });
    await expect(insert(unsure)).rejects.toBe(unsure);
  });
});
