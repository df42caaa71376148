import type { Collection } from 'mongodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { anEngine, type TestEngine } from './support.ts';

describe('writes that race', () => {
  let engine: TestEngine;
  let stock: Collection<{ _id: string; onHand: number; n?: number }>;

  beforeAll(async () => {
    engine = await anEngine();
    stock = engine.client.db('races').collection('stock');
  });

  it('sells a stock of 50 exactly 50 times to 200 buyers', async () => {
    await stock.insertOne({ _id: 'honey', onHand: 50 });
    const sales = await Promise.all(
      Array.from({ length: 200 }, () =>
        stock.updateOne({ _id: 'honey', onHand: { $gt: 0 } }, { $inc: { onHand: -1 } }),
      ),
    );
    expect(sales.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(50);
    expect(await stock.findOne({ _id: 'honey' })).toEqual({ _id: 'honey', onHand: 0 });
  });

  it('lets one of 100 equal inserts win and tells the others which key was taken', async () => {
    const codes = engine.client.db('races').collection('codes');
    await codes.createIndex({ code: 1 }, { unique: true });
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => codes.insertOne({ code: 'BNHTVDK9' })));
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    expect(lost).toHaveLength(99);
    for (const reason of lost)
      expect(reason).toMatchObject({ code: 11000, keyPattern: { code: 1 }, keyValue: { code: 'BNHTVDK9' } });
    expect(await codes.countDocuments({})).toBe(1);
  });

  it('makes one document of 50 equal upserts', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () => stock.updateOne({ _id: 'rice' }, { $inc: { onHand: 1 } }, { upsert: true })),
    );
    expect(await stock.findOne({ _id: 'rice' })).toEqual({ _id: 'rice', onHand: 50 });
  });

  it('gives each task of a queue to one worker, also when finding it means looking through the collection', async () => {
    const tasks = engine.client.db('races').collection('tasks');
    await tasks.insertMany(Array.from({ length: 700 }, (_, n) => ({ n, state: n < 660 ? 'done' : 'open' })));
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, worker) =>
        tasks.findOneAndUpdate({ state: 'open' }, { $set: { state: 'taken', worker } }, { sort: { n: 1 } }),
      ),
    );
    const numbers = taken.flatMap((task) => (task ? [task.n as number] : []));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => 660 + n));
    expect(new Set(numbers).size).toBe(40);
  });

  it('builds one index when several clients ask for it at once, while others write', async () => {
    const busy = engine.client.db('races').collection('busy');
    await busy.insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n, name: `name ${n}` })));
    const builds = Array.from({ length: 5 }, () => busy.createIndex({ n: 1 }, { unique: true }));
    const writes = Array.from({ length: 100 }, (_, n) => busy.insertOne({ n: 3_000 + n }));
    const changes = Array.from({ length: 100 }, (_, n) =>
      busy.updateOne({ name: `name ${n}` }, { $set: { n: -1 - n } }),
    );
    await Promise.all([...builds, ...writes, ...changes]);
    expect((await busy.indexes()).map(({ name }) => name)).toEqual(['_id_', 'n_1']);
    const byIndex = await busy
      .find({ n: { $gte: -1_000 } })
      .hint('n_1')
      .toArray();
    expect(byIndex).toHaveLength(3_100);
  });

  it('refuses to build a unique index over two equal keys and forgets it', async () => {
    const twins = engine.client.db('races').collection('twins');
    await twins.insertMany([{ k: 1 }, { k: 2 }, { k: 1 }]);
    await expect(twins.createIndex({ k: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await twins.indexes()).toHaveLength(1);
    await twins.insertOne({ k: 2 });
  });
});
