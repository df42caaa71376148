import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import ConnectMongo from 'connect-mongo';
import { GridFSBucket, MongoClient } from 'mongodb';
import { RateLimiterMongo } from 'rate-limiter-flexible';
import { describe, expect, it } from 'vitest';
import { anEngine } from './support.ts';

const { client, uri } = await anEngine();
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('GridFS on the embedded engine', () => {
  const bucket = new GridFSBucket(client.db('files'), { bucketName: 'photos', chunkSizeBytes: 10_000 });
  const bytes = randomBytes(123_457);

  it('gives a file back byte for byte, whole and in part', async () => {
    const upload = bucket.openUploadStream('a.webp', { metadata: { owner: 'x' } });
    await pipeline(Readable.from([bytes]), upload);
    expect(hash(await buffer(bucket.openDownloadStream(upload.id)))).toBe(hash(bytes));
    const part = await buffer(bucket.openDownloadStream(upload.id, { start: 9_990, end: 20_020 }));
    expect(part.equals(bytes.subarray(9_990, 20_020))).toBe(true);
    expect(await bucket.find({ 'metadata.owner': 'x' }).toArray()).toMatchObject([
      { length: 123_457, filename: 'a.webp' },
    ]);
  });

  it('finds the newest of one name, renames and deletes', async () => {
    await pipeline(Readable.from([Buffer.from('newer')]), bucket.openUploadStream('a.webp'));
    expect(String(await buffer(bucket.openDownloadStreamByName('a.webp')))).toBe('newer');
    const [newest] = await bucket.find({ filename: 'a.webp' }).sort({ uploadDate: -1 }).toArray();
    if (!newest) throw new Error('the file is gone');
    await bucket.rename(newest._id, 'b.webp');
    await bucket.delete(newest._id);
    await expect(buffer(bucket.openDownloadStream(newest._id))).rejects.toThrow('FileNotFound');
    await bucket.drop();
    expect(await client.db('files').listCollections().toArray()).toEqual([]);
  });
});

describe('connect-mongo on the embedded engine', () => {
  it('keeps, renews, finds and forgets sessions', async () => {
    const store = ConnectMongo.create({ clientPromise: new MongoClient(uri).connect(), dbName: 'sessions', ttl: 60 });
    const session = { cookie: { originalMaxAge: 60_000 }, actor: 'Lò' } as never;
    const ask = <T>(run: (done: (error: unknown, value?: T) => void) => unknown) =>
      new Promise<T | undefined>((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));
    await ask((done) => store.set('one', session, done));
    await ask((done) => store.touch('one', session, done));
    expect(await ask((done) => store.get('one', done))).toMatchObject({ actor: 'Lò' });
    expect(await ask((done) => store.length(done))).toBe(1);
    await ask((done) => store.destroy('one', done));
    expect(await ask((done) => store.get('one', done))).toBeFalsy();
    await store.close();
  });
});

describe('rate-limiter-flexible on the embedded engine', () => {
  it('lets through as many as it may, for many at once, and forgets on demand', async () => {
    const limiter = new RateLimiterMongo({ storeClient: client, dbName: 'limits', points: 5, duration: 60 });
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => limiter.consume('phone')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await limiter.get('phone')).toMatchObject({ consumedPoints: 12, remainingPoints: 0 });
    await limiter.delete('phone');
    expect(await limiter.consume('phone', 2)).toMatchObject({ remainingPoints: 3 });
  });
});
