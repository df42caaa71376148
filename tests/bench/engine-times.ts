import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { compiledEngine } from './compiled-engine.ts';
import { median } from './row.ts';

const { startEngine } = await compiledEngine();

/** Measuring the embedded engine: milliseconds for one of each, and what bounds them in the same rounds. */

/** Many short ones, so that what else the machine does falls into the measured and into what bounds it alike. */
const rounds = 15;
/** Rounds before those that count: the engine's thread is compiled while it runs. */
const warmUps = 8;

interface Item {
  _id: number;
  code: string;
  group: number;
  at: Date;
  note: string;
}

const item = (n: number): Item => ({
  _id: n,
  code: `C${n}`,
  group: n % 100,
  at: new Date(1_700_000_000_000 + n * 1000),
  note: 'miến dong '.repeat(20),
});

export async function fill(dataDir: string, size: number): Promise<void> {
  const engine = await startEngine({ dataDir, noSync: true });
  const client = await new MongoClient(engine.uri).connect();
  const items = client.db('bench').collection<Item>('items');
  await items.createIndexes([{ key: { code: 1 }, unique: true }, { key: { group: 1, at: -1 } }]);
  for (let n = 0; n < size; n += 1_000) {
    await items.insertMany(Array.from({ length: Math.min(1_000, size - n) }, (_, i) => item(n + i)));
  }
  await client.close();
  await engine.stop();
}

export interface Times {
  ping: number;
  ping32: number;
  fdatasync: number;
  /** The `find` command by the same door of the driver as `ping`. */
  read: number;
  /** The same through the driver's findOne(), which makes a session and a cursor on the client's side for it. */
  findOne: number;
  update: number;
  insert: number;
  insert32: number;
  page: number;
  count: number;
  /** The same through the driver's countDocuments(), which sends an aggregation. */
  countDocuments: number;
}

export async function measure(
  dataDir: string,
  size: number,
  disk: string,
): Promise<{ times: Times; startMs: number; memoryMb: number }> {
  const started = performance.now();
  const engine = await startEngine({ dataDir });
  const client = await new MongoClient(engine.uri, { maxPoolSize: 32 }).connect();
  await client.db('bench').command({ ping: 1 });
  const startMs = performance.now() - started;
  const before = anonymousMb();
  const all: Times[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const times = await oneRound(client, { size, disk, round });
    if (round >= 0) all.push(times);
  }
  const memoryMb = Math.max(0, anonymousMb() - before);
  await client.close();
  await engine.stop();
  const names = Object.keys(all[0] ?? {}) as (keyof Times)[];
  return {
    times: Object.fromEntries(names.map((name) => [name, median(all.map((times) => times[name]))])) as unknown as Times,
    startMs,
    memoryMb,
  };
}

/** Memory of this process that is not a mapped file (proc(5), RssAnon), in MB. */
function anonymousMb(): number {
  const [, kilobytes = '0'] = /RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

async function oneRound(
  client: MongoClient,
  { size, disk, round }: { size: number; disk: string; round: number },
): Promise<Times> {
  const db = client.db('bench');
  const items = db.collection<Item>('items');
  let fresh = 2 ** 31 + (round + warmUps) * 100_000;
  const any = () => Math.floor(Math.random() * size);
  const insert = () => items.insertOne(item((fresh += 1)));
  return {
    ping: await each(100, () => db.command({ ping: 1 })),
    read: await each(100, () => db.command(keyedRead(`C${any()}`))),
    findOne: await each(100, () => items.findOne({ code: `C${any()}` })),
    fdatasync: flushMs(disk, 40),
    insert: await each(40, insert),
    update: await each(40, () => items.updateOne({ _id: any() }, { $set: { group: any() % 100 } })),
    ping32: await each(640, () => db.command({ ping: 1 }), 32),
    insert32: await each(640, insert, 32),
    page: await each(30, () => page(items, any() % 100)),
    count: await each(50, () => db.command({ count: 'items' })),
    countDocuments: await each(50, () => items.countDocuments({})),
  };
}

const keyedRead = (code: string) => ({ find: 'items', filter: { code }, limit: 1, singleBatch: true });

const page = (items: Collection<Item>, group: number) =>
  items
    .find({ group, at: { $gte: new Date(0) } })
    .sort({ at: -1 })
    .limit(20)
    .toArray();

/** Milliseconds for one, with so many callers at once. */
async function each(times: number, work: () => Promise<unknown>, callers = 1): Promise<number> {
  let left = times;
  const started = performance.now();
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (performance.now() - started) / times;
}

function flushMs(directory: string, times: number): number {
  const file = openSync(join(directory, 'flushed'), 'w');
  const started = performance.now();
  for (let n = 0; n < times; n += 1) {
    writeSync(file, Buffer.alloc(4096, n), 0, 4096, n * 4096);
    fdatasyncSync(file);
  }
  closeSync(file);
  return (performance.now() - started) / times;
}
