import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { dataFile } from '../../../server/engine/keep/layout.ts';
import { aDirectory, anEngine } from './support.ts';

const secretOf = (n: number) => `Quàng Thị Xuyến ${n} nhà số 77`;
const holds = (dataDir: string, text: string) => readFileSync(dataFile(dataDir)).includes(text);

describe('compact', () => {
  it('leaves no byte of what was removed or changed, and all that is there', async () => {
    const { client, dataDir } = await anEngine();
    const people = client.db('market').collection<{ _id: number; name: string; photo?: string }>('people');
    await people.createIndex({ name: 1 });
    const photo = 'a photo of her face '.repeat(500);
    for (let n = 0; n < 400; n += 1) await people.insertOne({ _id: n, name: secretOf(n), photo });
    await people.deleteMany({ _id: { $lt: 300 } });
    await people.updateMany({ _id: { $gte: 300, $lt: 399 } }, { $set: { name: '…' }, $unset: { photo: '' } });
    expect(holds(dataDir, 'Quàng Thị Xuyến')).toBe(true);
    await client.db('market').command({ compact: 'people' });
    for (const n of [0, 150, 299, 300, 398]) expect(holds(dataDir, secretOf(n))).toBe(false);
    expect(holds(dataDir, secretOf(399))).toBe(true);
    await people.deleteOne({ _id: 399 });
    await client.db('market').command({ compact: 'people' });
    for (const gone of ['Quàng', 'nhà số 77', 'a photo of her face']) expect(holds(dataDir, gone)).toBe(false);
    expect(await people.countDocuments({ name: '…' })).toBe(99);
    expect(readdirSync(dataDir).filter((name) => name.includes('.copy-'))).toEqual([]);
  });

  it('loses no write and disturbs no reader that came meanwhile, a reader of an old moment included', async () => {
    const engine = await anEngine();
    const notes = engine.client.db('market').collection<{ _id: number; n: number }>('notes');
    await notes.insertMany(Array.from({ length: 2_000 }, (_, n) => ({ _id: n, n: 0 })));
    const session = engine.client.startSession({ snapshot: true });
    expect(await notes.countDocuments({}, { session })).toBe(2_000);
    const cursor = notes.find({}).sort({ _id: 1 }).batchSize(100);
    expect(await cursor.next()).toMatchObject({ _id: 0 });
    const compacting = Array.from({ length: 5 }, async () => engine.client.db('market').command({ compact: 'notes' }));
    const writing = Array.from({ length: 300 }, async (_, n) => {
      await notes.insertOne({ _id: 2_000 + n, n: 1 });
      await notes.updateOne({ _id: 7 }, { $inc: { n: 1 } });
    });
    await Promise.all([...compacting, ...writing]);
    await engine.client.db('market').command({ compact: 'notes' });
    expect(await notes.countDocuments({}, { session })).toBe(2_000);
    expect((await notes.find({ _id: { $gte: 2_000 } }, { session }).toArray()).length).toBe(0);
    await session.endSession();
    expect((await cursor.toArray()).length).toBeGreaterThanOrEqual(1_999);
    expect(await notes.findOne({ _id: 7 })).toEqual({ _id: 7, n: 300 });
    expect(await notes.countDocuments({})).toBe(2_300);
    await engine.stop();
    const again = await anEngine({ dataDir: engine.dataDir });
    expect(await again.client.db('market').collection('notes').countDocuments({})).toBe(2_300);
    expect(again.warnings).toEqual([]);
  });

  it('of a copy that a crash left behind nothing is kept at the next start', async () => {
    const dataDir = aDirectory();
    for (const name of ['.copy-7-1', '.copy-7-1-lock']) writeFileSync(`${dataFile(dataDir)}${name}`, 'Quàng Thị Xuyến');
    const { uri } = await anEngine({ dataDir, noSync: false });
    const client = await new MongoClient(uri).connect();
    await client.db('market').collection('people').insertOne({ name: 'somebody' });
    await client.db('market').command({ compact: 'people' });
    expect(await client.db('market').collection('people').countDocuments({})).toBe(1);
    await client.close();
    expect(
      readdirSync(dataDir)
        .filter((name) => name.includes('copy'))
        .map((name) => join(dataDir, name)),
    ).toEqual([]);
  });
});
