import { createConnection } from 'node:net';
import { BSON } from 'bson';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { crc32c } from '../../../server/engine/talk/wire.ts';
import { anEngine, type TestEngine } from './support.ts';

/** An OP_MSG with the sections, whatever is in them. */
function message(sections: Uint8Array, { flags = 0, opCode = 2013, length = 20 + sections.length } = {}): Buffer {
  const header = Buffer.alloc(20);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(opCode, 12);
  header.writeUInt32LE(flags, 16);
  return Buffer.concat([header, sections]);
}

const body = (document: object): Buffer => Buffer.concat([Buffer.of(0), BSON.serialize(document)]);

function sequence(name: string, documents: object[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((document) => BSON.serialize(document))]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(content.length + 4);
  return Buffer.concat([Buffer.of(1), size, content]);
}

const ping = body({ ping: 1, $db: 'admin' });

describe('the wire', () => {
  let engine: TestEngine;
  let socketPath: string;
  beforeAll(async () => {
    engine = await anEngine();
    socketPath = decodeURIComponent(engine.uri.slice('mongodb://'.length, engine.uri.indexOf('/?')));
  });

  /** Sends bytes and resolves with the replies until the server closes the connection or has answered `expected` times. */
  function send(
    bytes: Uint8Array | Uint8Array[],
    expected = 1,
  ): Promise<{ replies: BSON.Document[]; closed: boolean }> {
    return new Promise((resolve) => {
      const socket = createConnection(socketPath);
      let received = Buffer.alloc(0);
      const replies: BSON.Document[] = [];
      const finish = (closed: boolean) => {
        socket.destroy();
        resolve({ replies, closed });
      };
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
          const length = received.readInt32LE(0);
          const start = received.readInt32LE(12) === 1 ? 36 : 21;
          replies.push(BSON.deserialize(received.subarray(start, length)));
          received = received.subarray(length);
        }
        if (replies.length >= expected && replies.at(-1)?.ok === 1) finish(false);
      });
      socket.on('error', () => {});
      socket.on('close', () => finish(true));
      for (const part of Array.isArray(bytes) ? bytes : [bytes]) socket.write(part);
    });
  }

  const hostile: [string, Buffer][] = [
    ['a negative length', message(ping, { length: -1 })],
    ['a length of 3', message(ping, { length: 3 })],
    ['a length over 48 MB', message(ping, { length: 48_000_001 })],
    ['an unknown operation', message(ping, { opCode: 2012 })],
    ['an unknown required flag', message(ping, { flags: 4 })],
    ['a checksum that is wrong', message(Buffer.concat([ping, Buffer.alloc(4)]), { flags: 1 })],
    ['no section', message(Buffer.alloc(0))],
    ['a section of kind 2', message(Buffer.concat([Buffer.of(2), BSON.serialize({})]))],
    ['two bodies', message(Buffer.concat([ping, ping]))],
    [
      'a body longer than its message',
      message(Buffer.concat([Buffer.of(0), Buffer.of(255, 0, 0, 0), Buffer.alloc(20)])),
    ],
    [
      'a sequence without an end of its name',
      message(Buffer.concat([ping, Buffer.of(1, 9, 0, 0, 0, 65, 65, 65, 65, 65)])),
    ],
    [
      'a sequence whose document is too long',
      message(Buffer.concat([ping, Buffer.of(1, 12, 0, 0, 0, 65, 0, 99, 0, 0, 0, 0, 0)])),
    ],
    ['OP_QUERY of a collection', message(Buffer.from('db.collection\0\0\0\0\0\0\0\0\0\0\0\0\0\0'), { opCode: 2004 })],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ];

  it.each(hostile)('closes a connection that sends %s, with an error and nothing else', async (_, bytes) => {
    const { replies, closed } = await send(bytes);
    expect(closed).toBe(true);
    expect(replies).toMatchObject([{ ok: 0 }]);
    await expect(engine.client.db('any').command({ ping: 1 })).resolves.toEqual({ ok: 1 });
  });

  it('answers a command whose document is broken or too deep with an error', async () => {
    let deep: object = {};
    for (let level = 0; level < 5_000; level += 1) deep = { a: deep };
    const broken = Buffer.concat([Buffer.of(0), BSON.serialize({ ping: 'x' })]);
    broken[6] = 99;
    for (const sections of [body({ ping: 1, $db: 'x', deep }), broken]) {
      const { replies } = await send([message(sections), message(ping)], 2);
      expect(replies).toMatchObject([{ ok: 0 }, { ok: 1 }]);
    }
  });

  it('survives any bytes, and answers others meanwhile', async () => {
    const whole = message(Buffer.concat([body({ insert: 'fuzz', $db: 'fuzz' }), sequence('documents', [{ a: 1 }])]));
    const mutated = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
      )
      .map(([changes, cut]) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        return Buffer.concat([bytes.subarray(0, cut), bytes.subarray(0, cut % 40)]);
      });
    const anything = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const socket = createConnection(socketPath);
        socket.on('error', () => {});
        await new Promise((resolve) => socket.write(bytes, resolve));
        await engine.client.db('any').command({ ping: 1 });
        socket.destroy();
      }),
      { numRuns: process.env.FULL ? 20_000 : 300, seed: 42 },
    );
    expect(engine.warnings).toEqual([]);
  });

  it('reads a message in pieces, several at once, with a checksum, with sequences, and OP_QUERY hello', async () => {
    const whole = message(ping);
    const bytewise = await send([...whole].map((byte) => Buffer.of(byte)));
    expect(bytewise.replies).toEqual([{ ok: 1 }]);
    const three = await send(Buffer.concat([whole, whole, whole]), 3);
    expect(three.replies).toHaveLength(3);
    const unsummed = message(ping, { flags: 1, length: 20 + ping.length + 4 });
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32c(unsummed));
    expect((await send(Buffer.concat([unsummed, sum]))).replies).toEqual([{ ok: 1 }]);
    const insert = message(
      Buffer.concat([body({ insert: 'c', $db: 'wire' }), sequence('documents', [{ _id: 1 }, { _id: 2 }])]),
    );
    expect((await send(insert)).replies).toEqual([{ n: 2, ok: 1 }]);
    const query = Buffer.concat([
      Buffer.from('admin.$cmd\0'),
      Buffer.alloc(4),
      Buffer.of(255, 255, 255, 255),
      BSON.serialize({ hello: 1 }),
    ]);
    expect((await send(message(query, { opCode: 2004 }))).replies).toMatchObject([
      { isWritablePrimary: true, setName: 'embedded', ok: 1 },
    ]);
  });

  it('does not answer where no answer is wanted', async () => {
    const silent = message(body({ insert: 'quiet', documents: [{ _id: 1 }], $db: 'wire' }), { flags: 2 });
    const { replies } = await send([silent, message(body({ count: 'quiet', $db: 'wire' }))]);
    expect(replies).toEqual([{ n: 1, ok: 1 }]);
  });

  it('knows the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});
