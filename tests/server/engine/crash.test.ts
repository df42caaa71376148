import { setTimeout as wait } from 'node:timers/promises';
import { type Collection, type IndexDescription, MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../../server/engine/keep/check.ts';
import { random } from '../../support/random.ts';
import { anEngineProcess, kill } from './engine-process.ts';
import { aDirectory } from './support.ts';

interface Entry {
  _id: string;
  n: number;
  tags: string[];
  code: string;
}

const rounds = process.env.FULL ? 200 : 5;
const seed = Number(process.env.SEED ?? 20261122);

/** What each document must be: its last acknowledged `n`, null once deleted; `open` while a write is on its way. */
type Acknowledged = Map<string, { n: number | null; open: boolean }>;

const write = (n: number) => ({ n, tags: [`t${n % 7}`, `u${n % 5}`], code: '' });

/** Inserts, changes and deletes its own documents until the connection breaks, and remembers what was acknowledged. */
async function load(entries: Collection<Entry>, name: string, known: Acknowledged): Promise<void> {
  for (let n = 0; ; n += 1) {
    const _id = `${name}-${n}`;
    const fact = { n: null as number | null, open: true };
    known.set(_id, fact);
    try {
      await entries.insertOne({ ...write(1), _id, code: `${_id}-1` });
      Object.assign(fact, { n: 1 });
      await entries.updateOne({ _id }, { $set: { ...write(2), code: `${_id}-2` } });
      Object.assign(fact, { n: 2 });
      if (n % 3 === 0) {
        await entries.deleteOne({ _id });
        Object.assign(fact, { n: null });
      }
      fact.open = false;
    } catch {
      return;
    }
  }
}

/** Writes the file anew over and over, until the connection breaks. */
async function compact(client: MongoClient): Promise<void> {
  for (;;) {
    try {
      await client.db('crash').command({ compact: 'any' });
    } catch {
      return;
    }
  }
}

/** An acknowledged state, or the very next one where a write was on its way. */
function isPossible(fact: { n: number | null; open: boolean }, found: number | null): boolean {
  if (found === fact.n) return true;
  if (!fact.open) return false;
  return fact.n === null ? found === 1 : fact.n === 1 ? found === 2 : found === null;
}

const indexes: IndexDescription[] = [
  { key: { code: 1 }, unique: true },
  { key: { tags: 1, n: -1 } },
  { key: { n: 1 }, sparse: true },
];

/** Everything in the collection as the engine gives it: id and `n`. */
async function read(entries: Collection<Entry>): Promise<Map<string, number>> {
  const found = await entries.find().toArray();
  return new Map(found.map(({ _id, n }) => [_id, n]));
}

function verify(known: Acknowledged, found: Map<string, number>): void {
  expect([...known].filter(([id, fact]) => !isPossible(fact, found.get(id) ?? null))).toEqual([]);
  expect([...found.keys()].filter((id) => !known.has(id))).toEqual([]);
}

describe('an engine that is killed while it writes', () => {
  it(
    `loses no acknowledged write and no index entry in ${rounds} rounds (seed ${seed})`,
    async () => {
      const dataDir = aDirectory();
      const chance = random(seed);
      let known: Acknowledged = new Map();
      let writes = 0;
      for (let round = 0; round <= rounds; round += 1) {
        expect((await checkDirectory(dataDir)).problems).toEqual([]);
        const engine = await anEngineProcess(dataDir);
        const client = await new MongoClient(engine.uri, { serverSelectionTimeoutMS: 2_000 }).connect();
        verify(known, await read(client.db('crash').collection<Entry>(`round${round - 1}`)));
        known = new Map();
        const entries = client.db('crash').collection<Entry>(`round${round}`);
        await entries.createIndexes(indexes);
        // A lone writer's transactions are flushed another way than those of many.
        const count = round % 3 === 2 ? 1 : 8;
        const writers = Array.from({ length: count }, (_, writer) => load(entries, `w${writer}`, known));
        const compacting = round % 2 === 1 ? compact(client) : Promise.resolve();
        await wait(30 + chance() * 300);
        await kill(engine.process);
        await client.close();
        await Promise.all([compacting, ...writers]);
        writes += known.size;
      }
      expect(writes).toBeGreaterThan(rounds * 8);
    },
    10_000 + rounds * 10_000,
  );
});
