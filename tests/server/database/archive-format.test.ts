import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Double, deserialize, EJSON, Int32, Long } from 'bson';
import type { Db } from 'mongodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { backup } from '../../../server/database/backup.ts';
import { aDirectory, anEngine } from '../engine/support.ts';

/**
 * A reader of archives written from mongo-tools' common/archive/spec.md alone, word by word, which shares nothing with
 * the writer: mongorestore itself cannot be run here.
 */
interface Segment {
  header: Buffer;
  documents: Buffer[];
}

function readByTheSpecification(bytes: Buffer): { header: Buffer; metadata: Buffer[]; segments: Segment[] } {
  // magic-number = 0x6de29981 (* little-endian representation of 0x8199e26d *)
  expect(bytes.readUInt32LE(0)).toBe(0x8199e26d);
  expect(bytes.subarray(0, 4).toString('hex')).toBe('6de29981');
  let at = 4;
  const isTerminator = () => bytes.readUInt32LE(at) === 0xffffffff;
  const document = (): Buffer => {
    const start = at;
    at += bytes.readInt32LE(start);
    expect(bytes[at - 1], 'a BSON document ends with a zero').toBe(0);
    return bytes.subarray(start, at);
  };
  const untilTerminator = (): Buffer[] => {
    const documents: Buffer[] = [];
    while (!isTerminator()) documents.push(document());
    at += 4;
    return documents;
  };
  const header = document();
  const metadata = untilTerminator();
  const segments: Segment[] = [];
  while (at < bytes.length) {
    const first = document();
    segments.push({ header: first, documents: untilTerminator() });
  }
  expect(at).toBe(bytes.length);
  return { header, metadata, segments };
}

/** CRC-64-ECMA bit by bit (ECMA-182's polynomial, reflected, as Go's hash/crc64 with its ECMA table). */
function crc64(parts: readonly Buffer[]): bigint {
  const all = 0xffffffffffffffffn;
  let sum = all;
  for (const byte of parts.flatMap((part) => [...part])) {
    sum ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1n) === 1n ? (sum >> 1n) ^ 0xc96c5795d7870f42n : sum >> 1n;
  }
  return BigInt.asIntN(64, sum ^ all);
}

/** With numbers as the classes of their BSON types. */
const typed = (bytes: Buffer) => deserialize(bytes, { promoteValues: false });

describe('an archive, read by a reader of its own', () => {
  let db: Db;
  let archive: ReturnType<typeof readByTheSpecification>;

  beforeAll(async () => {
    const engine = await anEngine();
    db = engine.client.db('market');
    await db.collection('batches').createIndex({ code: 1, at: -1 }, { unique: true, name: 'code' });
    await db
      .collection('batches')
      .createIndex({ until: 1 }, { expireAfterSeconds: 60, partialFilterExpression: { n: { $gt: 1 } } });
    await db
      .collection<{ _id: unknown; [field: string]: unknown }>('batches')
      .insertOne({ _id: 'x', code: 'ế', n: new Double(2), many: new Long(1) });
    // More than fit into one segment.
    await db.collection('many').insertMany(Array.from({ length: 1_203 }, (_, n) => ({ n, text: 'x'.repeat(n % 9) })));
    await db.createCollection('empty');
    const file = join(aDirectory(), 'a.archive');
    await backup(engine.client, 'market', file);
    archive = readByTheSpecification(readFileSync(file));
  });

  it('has a header of an int32 and three strings, with versions that are versions', () => {
    const { concurrent_collections, version, server_version, tool_version, ...more } = typed(archive.header);
    expect(more).toEqual({});
    expect(concurrent_collections).toEqual(new Int32(1));
    expect(version).toBe('0.1');
    expect(server_version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(tool_version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('describes each collection in canonical extended JSON', async () => {
    const described = archive.metadata.map(typed);
    expect(described.map(({ collection }) => collection)).toEqual(['batches', 'empty', 'many']);
    for (const { db: name, collection, metadata, size, type, ...more } of described) {
      expect({ name, size, type, more }).toEqual({ name: 'market', size: new Int32(0), type: 'collection', more: {} });
      const { options, indexes, collectionName, type: kind, ...others } = EJSON.parse(metadata, { relaxed: false });
      expect({ options, collectionName, kind, others }).toEqual({
        options: {},
        collectionName: collection,
        kind: 'collection',
        others: {},
      });
      expect(EJSON.parse(EJSON.stringify(indexes))).toEqual(await db.collection(collection).indexes());
      expect(EJSON.stringify(EJSON.parse(metadata, { relaxed: false }), { relaxed: false })).toBe(metadata);
      expect(metadata).toContain('{"$numberInt":"1"}');
    }
  });

  it('has every document as it is kept, and after the last of a collection their sum', async () => {
    for (const name of ['batches', 'empty', 'many']) {
      const own = archive.segments.filter(({ header }) => typed(header).collection === name);
      const headers = own.map(({ header }) => typed(header));
      const documents = own.flatMap((segment) => segment.documents);
      const raw = await db.collection(name).find({}, { raw: true }).toArray();
      expect(Buffer.concat(documents).equals(Buffer.concat(raw as unknown as Buffer[]))).toBe(true);
      expect(headers.map(({ EOF }) => EOF)).toEqual(headers.map((_, at) => at === headers.length - 1));
      for (const [at, header] of headers.entries()) {
        const isLast = at === headers.length - 1;
        expect(Object.keys(header)).toEqual(['db', 'collection', 'EOF', 'CRC']);
        expect(header.db).toBe('market');
        expect(header.CRC).toEqual(isLast ? Long.fromBigInt(crc64(documents)) : Long.ZERO);
        // namespace-data = +document; an eof-header has none.
        expect((own[at]?.documents.length ?? 0) > 0).toBe(!isLast);
      }
    }
    expect(archive.segments.filter(({ header }) => typed(header).collection === 'many').length).toBeGreaterThan(2);
  });
});
