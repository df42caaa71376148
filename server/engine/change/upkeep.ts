import { Patience, turn } from '../ground/patience.ts';
import type { Collection } from '../keep/catalogue.ts';
import { checkStore } from '../keep/check.ts';
import type { Engine } from '../keep/engine-state.ts';
import type { Index } from '../keep/index-spec.ts';
import { type Change, makeChange } from './changes.ts';

/** MongoDB looks for expired documents once a minute; we do it twice. */
const ttlEveryMs = 30_000;
const sweepEveryMs = 1_000;

/** Starts what happens by itself: expired documents go, forgotten cursors and snapshots end, dropped data is cleared away. */
export function startUpkeep(engine: Engine, { checkFirst }: { checkFirst: boolean }): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isStopping = false;
  const then = (work: () => Promise<void>) => {
    running = running.then(async () => {
      if (!isStopping) await work().catch((error: unknown) => engine.warn(`Upkeep failed: ${String(error)}`));
    });
  };
  if (checkFirst) then(() => reportDamage(engine, () => isStopping));
  const timers = [
    setInterval(() => then(() => removeExpired(engine, new Date())), ttlEveryMs),
    setInterval(() => then(() => sweep(engine, () => isStopping)), sweepEveryMs),
  ];
  return {
    async stop() {
      isStopping = true;
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

/** After an unclean stop everything is checked, while it is served: a million documents take a minute. */
async function reportDamage(engine: Engine, isStopping: () => boolean): Promise<void> {
  const { documents, problems } = await checkStore(engine, isStopping);
  if (problems.length === 0) engine.warn(`Checked after an unclean stop: ${documents} documents, nothing is missing`);
  else engine.warn(`The data is damaged; restore a backup. ${problems.slice(0, 10).join('; ')}`);
}

async function sweep(engine: Engine, isStopping: () => boolean): Promise<void> {
  engine.cursors.sweep();
  engine.snapshots.sweep();
  while (!isStopping() && (await engine.catalogue.sweep())) await turn();
}

/** Removes the documents whose time has come by a TTL index (MongoDB manual, "TTL Indexes"). */
export async function removeExpired(engine: Engine, now: Date): Promise<void> {
  for (const collection of engine.catalogue.list()) {
    for (const index of collection.indexes) {
      if (index.ready && index.expireAfterSeconds !== null) await removeExpiredBy(engine, collection, { index, now });
    }
  }
}

async function removeExpiredBy(
  engine: Engine,
  collection: Collection,
  { index, now }: { index: Index; now: Date },
): Promise<void> {
  const newest = new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000);
  const expired = { [index.fields[0] ?? '']: { $lte: newest } };
  const filter = index.partial ? { $and: [expired, index.partial.filter] } : expired;
  const change: Change = {
    database: collection.database,
    name: collection.name,
    query: { filter, hint: index.name },
    touched: 'entries',
    isSingle: false,
    each: (at, found) => engine.records.remove(at, found.record, found.needed),
  };
  await makeChange(engine, change, { patience: new Patience(0) });
}
