import { setImmediate as turn } from 'node:timers/promises';
import { serialize } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngineState } from '../../../server/engine/keep/engine-state.ts';
import { answer } from '../../../server/engine/talk/dispatch.ts';
import { type Request, writeReply } from '../../../server/engine/talk/wire.ts';
import { aDirectory } from './support.ts';

const count = 8_000;
const item = (n: number) => ({
  _id: n,
  code: `C${n}`,
  group: n % 100,
  price: (n * 7919) % 10_007,
  tags: [`t${n % 7}`, `u${n % 11}`],
  note: 'miến dong '.repeat(6),
});

/** A document of 90 kB, which takes milliseconds to decode. */
const large = (n: number) => ({ _id: n, group: n % 2, list: Array.from({ length: 8_000 }, (_, i) => i) });

let engine: Engine;
beforeAll(async () => {
  engine = openEngineState({ dataDir: aDirectory(), noSync: true }, () => {});
  for (let n = 0; n < count; n += 1_000)
    await ask({ insert: 'items', documents: Array.from({ length: 1_000 }, (_, i) => item(n + i)) });
  for (let n = 0; n < 50; n += 1) await ask({ insert: 'large', documents: [large(n)] });
}, 60_000);
afterAll(() => engine.store.close());

const client = { connectionId: 1, isGone: () => false };

function requestOf(command: object): Request {
  const body = serialize({ ...command, $db: 'fair' });
  return { id: 1, size: body.length, kind: 'msg', body, sequences: new Map(), silent: false };
}

async function ask(command: object): Promise<void> {
  const request = requestOf(command);
  writeReply(request, await answer(engine, client, request));
}

/** The processor time of the longest stretch, in ms, in which nobody else had a turn; a busy machine does not stretch it. */
async function longestTurn(command: object): Promise<number> {
  let isOver = false;
  const asked = ask(command).finally(() => {
    isOver = true;
  });
  const isRunning = () => !isOver;
  let longest = 0;
  while (isRunning()) {
    const before = process.cpuUsage();
    await turn();
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
  }
  await asked;
  return longest;
}

/** Tidying up of memory falls into any turn, so the best of some tries counts. */
async function bestLongestTurn(commandOf: (attempt: number) => object): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5 && best >= limitMs; attempt += 1)
    best = Math.min(best, await longestTurn(commandOf(attempt)));
  return best;
}

const limitMs = 20;
const pipeline = (...stages: object[]) => ({ aggregate: 'items', pipeline: stages, cursor: {} });

describe('a keyed read waits for no more than 20 ms of work, whatever the others ask', () => {
  it.each<[string, object]>([
    ['a scan', { find: 'items', filter: { note: /zzz/ } }],
    ['a count', { count: 'items', query: { price: { $gt: 50 } } }],
    ['a sort', { find: 'items', filter: {}, sort: { price: 1, code: -1 }, batchSize: 10 }],
    ['the first of a sort', { find: 'items', filter: {}, sort: { price: 1 }, limit: 2_000 }],
    ['everything at once', { find: 'items', filter: {}, batchSize: count }],
    ['distinct values', { distinct: 'items', key: 'code' }],
    ['many groups', { ...pipeline({ $group: { _id: '$code', n: { $sum: 1 } } }), cursor: { batchSize: count } }],
    ['a sort of what was computed', pipeline({ $addFields: { p: { $add: ['$price', 1] } } }, { $sort: { p: 1 } })],
    ['large documents', { find: 'large', filter: { group: 1 } }],
    ['a part of large documents', { find: 'large', filter: {}, projection: { group: 1 } }],
    ['a part of large documents in order', { find: 'large', filter: {}, sort: { group: 1 }, projection: { group: 1 } }],
    ['what is inside large documents', { find: 'large', filter: { list: -1 } }],
    [
      'large documents that are changed',
      { update: 'large', updates: [{ q: {}, u: { $push: { list: 1 } }, multi: true }] },
    ],
    ['large documents in a pipeline', { aggregate: 'large', pipeline: [{ $unset: 'list' }], cursor: {} }],
    ['a change of many', { update: 'items', updates: [{ q: { group: 7 }, u: { $inc: { price: 1 } }, multi: true }] }],
    [
      'a change of one that is hard to find',
      { update: 'items', updates: [{ q: { price: -1 }, u: { $inc: { n: 1 } } }] },
    ],
  ])('%s', async (_name, command) => {
    expect(await bestLongestTurn(() => command)).toBeLessThan(limitMs);
  });

  it('large documents that are deleted', async () => {
    const doomed = (attempt: number) => `doomed${attempt}`;
    for (let n = 0; n < 5 * 20; n += 1) await ask({ insert: doomed(n % 5), documents: [large(n)] });
    const remove = (attempt: number) => ({
      delete: doomed(attempt),
      deletes: [{ q: { group: { $gte: 0 } }, limit: 0 }],
    });
    expect(await bestLongestTurn(remove)).toBeLessThan(limitMs);
  });

  it('an index that is built', async () => {
    const build = (attempt: number) => ({
      createIndexes: 'items',
      indexes: [{ key: { tags: 1, price: -1 }, name: `built${attempt}`, sparse: attempt % 2 === 0 }],
    });
    expect(await bestLongestTurn(build)).toBeLessThan(limitMs);
  });
});
