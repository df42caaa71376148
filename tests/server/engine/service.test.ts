import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'bson';
import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { removeExpired } from '../../../server/engine/change/upkeep.ts';
import { openEngineState } from '../../../server/engine/keep/engine-state.ts';
import { answer } from '../../../server/engine/talk/dispatch.ts';
import { type Request, writeReply } from '../../../server/engine/talk/wire.ts';
import { aDirectory, anEngine } from './support.ts';

const documents = (count: number, filler = 'x'.repeat(100)) => Array.from({ length: count }, (_, n) => ({ n, filler }));

const shared = anEngine();

describe('slow queries', () => {
  it('do not keep others waiting', async () => {
    const { client, uri } = await shared;
    const slow = client.db('fair').collection('slow');
    await slow.insertMany(documents(10_000));
    const other = await new MongoClient(uri).connect();
    const keyed = other.db('fair').collection('keyed');
    await keyed.insertOne({ _id: 'one' as never });
    const started = performance.now();
    let tookMs: number | null = null;
    const scans = Promise.all(Array.from({ length: 4 }, () => slow.find({ filler: /y/ }).toArray())).then(() => {
      tookMs = performance.now() - started;
    });
    const waits: number[] = [];
    const isScanning = () => tookMs === null;
    while (isScanning()) {
      const asked = performance.now();
      await keyed.findOne({ _id: 'one' as never });
      waits.push(performance.now() - asked);
    }
    await scans;
    await other.close();
    // Against the scans' own time, since a busy machine stretches both. Without turns one read would wait for all of it.
    expect(waits.length).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThan((tookMs ?? 0) / 4);
  });

  it('end when maxTimeMS is over, and are told to the operator without their values', async () => {
    const { client, warnings } = await shared;
    const slow = client.db('fair').collection('told');
    await slow.insertMany(documents(5_000));
    await expect(slow.find({ filler: /y/ }).maxTimeMS(1).toArray()).rejects.toMatchObject({ code: 50 });
    await slow.find({ filler: 'secret' }).sort({ n: 1 }).toArray();
    expect(warnings).toContain(
      'No index serves { filler } sorted by { n } in fair.told: more than 1000 documents looked at',
    );
    expect(warnings.join()).not.toContain('secret');
  });

  it('are refused where that is asked for, unless an index serves them or all was wanted', async () => {
    const { client } = await anEngine({ refuseScansOver: 300 });
    const many = client.db('house').collection('many');
    await many.insertMany(documents(500));
    await expect(many.find({ n: 3 }).toArray()).rejects.toMatchObject({ code: 291 });
    await expect(many.updateMany({ n: { $gt: 3 } }, { $set: { seen: true } })).rejects.toMatchObject({ code: 291 });
    expect(await many.find().toArray()).toHaveLength(500);
    await many.createIndex({ n: 1 });
    expect(await many.find({ n: 3 }).toArray()).toHaveLength(1);
    await many.updateMany({ n: { $gt: 3 } }, { $set: { seen: true } });
  });
});

describe('cursors', () => {
  it('go on where they were, whatever was deleted or added meanwhile', async () => {
    const { client } = await shared;
    const items = client.db('cursors').collection('items');
    await items.createIndex({ n: 1 });
    await items.insertMany(documents(1_000));
    const cursor = items
      .find({ n: { $gte: 0 } })
      .sort({ n: 1 })
      .batchSize(100);
    const seen = [(await cursor.next())?.n];
    await items.deleteMany({ n: { $gte: 50, $lt: 500 } });
    await items.insertOne({ n: 2_000 });
    for await (const { n } of cursor) seen.push(n);
    const expected = [
      ...Array.from({ length: 100 }, (_, n) => n),
      ...Array.from({ length: 500 }, (_, n) => 500 + n),
      2_000,
    ];
    expect(seen).toEqual(expected);
  });

  it('are gone once killed or exhausted', async () => {
    const { client } = await shared;
    const db = client.db('cursors');
    await db.collection('few').insertMany(documents(10));
    const { cursor } = await db.command({ find: 'few', batchSize: 3 });
    expect(await db.command({ killCursors: 'few', cursors: [cursor.id] })).toMatchObject({
      cursorsKilled: [cursor.id],
    });
    await expect(db.command({ getMore: cursor.id, collection: 'few' })).rejects.toMatchObject({ code: 43 });
  });
});

describe('what the engine does not know', () => {
  it.each([
    ['a command', { mapReduce: 'c' }, /mapReduce/],
    ['an option', { find: 'c', tailable: true }, /tailable/],
    ['an unheard option', { find: 'c', magic: 1 }, /find\.magic/],
    ['a collation', { find: 'c', collation: { locale: 'vi' } }, /collation/],
    ['a retryable write', { insert: 'c', documents: [{}], txnNumber: 1 }, /Transaction numbers/],
    ['a capped collection', { create: 'c', capped: true }, /capped/],
    ['a text index', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }, /text/],
    ['a write for several members', { insert: 'c', documents: [{}], writeConcern: { w: 3 } }, /one member/],
  ])('is refused by its name: %s', async (_, command, name) => {
    const { client } = await shared;
    await expect(client.db('unknown').command(command)).rejects.toThrow(name);
  });
});

describe('a TTL index', () => {
  it('lets documents go when their time has come, and no others', async () => {
    const engine = openEngineState({ dataDir: aDirectory(), noSync: true }, () => {});
    const ask = async (command: object) => {
      const body = serialize({ ...command, $db: 'ttl' });
      const client = { connectionId: 1, isGone: () => false };
      const request: Request = { id: 1, size: body.length, kind: 'msg', body, sequences: new Map(), silent: false };
      return deserialize(writeReply(request, await answer(engine, client, request)).subarray(21));
    };
    const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);
    await ask({ createIndexes: 'holds', indexes: [{ key: { until: 1 }, name: 'ttl', expireAfterSeconds: 60 }] });
    const documents = [
      { _id: 'early', until: at(0) },
      { _id: 'late', until: at(1) },
      { _id: 'text', until: 'never' },
      { _id: 'none' },
      { _id: 'array', until: [at(500), at(-5)] },
    ];
    expect(await ask({ insert: 'holds', documents })).toEqual({ n: 5, ok: 1 });
    await removeExpired(engine, at(60));
    expect(await ask({ distinct: 'holds', key: '_id' })).toEqual({ values: ['late', 'text', 'none'], ok: 1 });
    await engine.store.close();
  });
});

describe('npm run -s database', () => {
  const command = fileURLToPath(new URL('../../../server/commands/database.ts', import.meta.url));
  const run = (...given: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', command, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = async (stream: NodeJS.ReadableStream) => {
    let all = '';
    for await (const chunk of stream) all += String(chunk);
    return all;
  };

  it('prints one line, its connection string, serves until SIGTERM, and checks what it kept', async () => {
    const dataDir = aDirectory();
    const served = run('--data', dataDir);
    const lines = createInterface(served.stdout);
    const [uri] = (await once(lines, 'line')) as [string];
    expect(uri).toMatch(/^mongodb:\/\//);
    const client = await new MongoClient(uri).connect();
    await client
      .db('d')
      .collection('c')
      .insertMany([{ a: 1 }, { a: 2 }]);
    const refused = run('--data', dataDir, '--check');
    expect(await text(refused.stderr)).toMatch(new RegExp(`in use by process ${served.pid}`));
    await client.close();
    const exit = once(served, 'exit');
    served.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    const checked = run('--data', dataDir, '--check');
    expect(await text(checked.stdout)).toBe('1 collections, 2 documents, 2 index entries: everything fits together\n');
  });
});
