import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Binary, Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../server/database/archive.ts';
import { backup, NotEmptyError, restore } from '../../../server/database/backup.ts';
import { Crc64 } from '../../../server/database/crc64.ts';
import { keepDailyBackup } from '../../../server/database/daily-backup.ts';
import { OperatorError } from '../../../server/errors.ts';
import { aDirectory, anEngine, type TestEngine } from '../engine/support.ts';

/** A sum over every document's bytes and every index of a database. */
async function checksum(client: MongoClient, name: string): Promise<string> {
  const hash = createHash('sha256');
  const db = client.db(name);
  for (const collection of (await db.listCollections().toArray()).map((one) => one.name).toSorted()) {
    hash.update(collection).update(JSON.stringify(await db.collection(collection).indexes()));
    for await (const bytes of db.collection(collection).find({}, { raw: true }).sort({ _id: 1 }))
      hash.update(bytes as unknown as Buffer);
  }
  return hash.digest('hex');
}

it('lets go of its snapshot when the copy is done, though the client stays', async () => {
  const { client, uri } = await anEngine();
  await client.db('market').collection('a').insertOne({ n: 1 });
  const folder = aDirectory();
  // The engine holds eight snapshots at once, each until five minutes after its last read.
  const clients = Array.from({ length: 9 }, () => new MongoClient(uri));
  for (const [made, one] of clients.entries()) {
    expect(await backup(one, 'market', join(folder, `${made}.archive`))).toMatchObject({ documents: 1 });
  }
  await Promise.all(clients.map((one) => one.close()));
});

it.each([
  [{ code: 123 }, /rs\.initiate/],
  [{ code: 246 }, /rs\.initiate/],
  [{ name: 'MongoCompatibilityError' }, /version 5/],
  [{ code: 239 }, /minSnapshotHistoryWindowInSeconds/],
])('says how to mend it when the database can read no one moment: %o', async (told, words) => {
  const refusal = Object.assign(new Error('as the server says it'), told);
  const refusing = {
    startSession: () => ({ endSession: () => Promise.resolve() }),
    db: () => ({ listCollections: () => ({ toArray: () => Promise.reject(refusal) }) }),
  } as unknown as MongoClient;
  const file = join(aDirectory(), 'a.archive');
  const failure = await backup(refusing, 'market', file).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OperatorError);
  expect(String(failure)).toMatch(words);
  expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
});

describe('backup and restore', () => {
  let engine: TestEngine;
  let file: string;
  const directory = aDirectory();

  beforeAll(async () => {
    engine = await anEngine();
    const db = engine.client.db('market');
    await db.collection('batches').createIndexes([
      { key: { code: 1 }, unique: true, name: 'code_1' },
      { key: { state: 1, at: -1 }, partialFilterExpression: { state: 'open' }, name: 'open' },
      { key: { until: 1 }, expireAfterSeconds: 3600, name: 'ttl' },
    ]);
    await db.collection('batches').insertMany([
      {
        code: 'A',
        state: 'open',
        at: new Date(0),
        price: new Int32(45_000),
        weight: new Double(2),
        count: Long.fromString('9007199254740993'),
      },
      {
        code: 'B',
        state: 'recalled',
        exact: Decimal128.fromString('1.10'),
        id: new ObjectId(),
        photo: new Binary(Buffer.from([1, 2, 3])),
        pattern: /^a/i,
      },
      { code: 'C', byDay: { '10': 1, '9': 2, a: [{ '2': null, '1': true }] }, miến: 'dong' },
    ]);
    // Names like "2" and "1" keep their place only in a Map.
    await db.collection<{ code: string; byMonth: unknown }>('batches').insertOne({
      code: 'D',
      byMonth: new Map<string, unknown>([
        ['2', 1],
        [
          '1',
          new Map<string, unknown>([
            ['b', null],
            ['0', true],
          ]),
        ],
      ]),
    });
    await db.collection('many').insertMany(Array.from({ length: 1_300 }, (_, n) => ({ n, text: 'x'.repeat(n % 50) })));
    await db.createCollection('empty');
    file = join(directory, 'backup.archive');
    expect(await backup(engine.client, 'market', file)).toEqual({ collections: 3, documents: 1_304 });
  });

  it('does not restore over what is there', async () => {
    await expect(restore(engine.client, 'market', file)).rejects.toThrow(NotEmptyError);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -30)],
    [
      'changed in one byte',
      (bytes: Buffer) => bytes.fill(0x79, bytes.lastIndexOf('xxxx'), bytes.lastIndexOf('xxxx') + 1),
    ],
    ['not an archive', () => Buffer.from('something else altogether')],
  ])('changes nothing when the file is %s', async (_, spoil) => {
    const spoilt = join(directory, 'spoilt');
    writeFileSync(spoilt, spoil(readFileSync(file)));
    await expect(restore(engine.client, 'spoilt', spoilt)).rejects.toThrow(ArchiveError);
    expect(await engine.client.db('spoilt').listCollections().toArray()).toEqual([]);
  });

  it('brings back every byte and every index', async () => {
    expect(await restore(engine.client, 'again', file)).toEqual({ collections: 3, documents: 1_304 });
    expect(await checksum(engine.client, 'again')).toBe(await checksum(engine.client, 'market'));
  });

  it('copies the data of one moment while others write', async () => {
    const moment = engine.client.db('moment');
    await moment.collection('a').insertOne({ n: 0 });
    await moment.collection('z').insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n, filler: 'f'.repeat(200) })));
    const done = new AbortController();
    const writing = (async () => {
      // Each step is a pair: whoever sees it in z must see it in a.
      for (let n = 1; !done.signal.aborted; n += 1) {
        await moment.collection('a').updateOne({}, { $set: { n } });
        await moment.collection('z').insertOne({ step: n });
      }
    })();
    const copy = join(directory, 'moment.archive');
    await backup(engine.client, 'moment', copy);
    done.abort();
    await writing;
    await restore(engine.client, 'moment-again', copy);
    const again = engine.client.db('moment-again');
    const steps = await again.collection('z').countDocuments({ step: { $exists: true } });
    const found = await again.collection('a').find().toArray();
    expect(found).toEqual([{ _id: expect.anything(), n: expect.any(Number) }]);
    const n = Number(found[0]?.n);
    expect(n - steps).toBeGreaterThanOrEqual(0);
    expect(n - steps).toBeLessThanOrEqual(1);
  });

  it('is made once a day, and the newest 14 are kept', async () => {
    const folder = join(directory, 'daily');
    const make = (day: string) => keepDailyBackup(engine.client, 'moment-again', { folder, day });
    for (let day = 10; day < 26; day += 1)
      expect(await make(`2026-11-${day}`)).toBe(join(folder, `2026-11-${day}.archive`));
    expect(await make('2026-11-25')).toBeNull();
    expect(readdirSync(folder).toSorted()).toEqual(Array.from({ length: 14 }, (_, n) => `2026-11-${12 + n}.archive`));
  });

  it('leaves no half of a file behind, and lets only this user read the whole one', async () => {
    expect(existsSync(`${file}.partial`)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('sums up as mongodump does (CRC-64/XZ, check value of the catalogue of CRC algorithms)', () => {
    const sum = new Crc64();
    sum.update(Buffer.from('123456789'));
    expect(BigInt.asUintN(64, sum.value)).toBe(0x995dc9bbdf1939fan);
  });
});
