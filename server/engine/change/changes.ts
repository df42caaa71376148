import { compileStoredSort } from '../find/filter.ts';
import { Matching, type Query } from '../find/matching.ts';
import { partFor, type Touched } from '../find/part.ts';
import { planFor } from '../find/planner.ts';
import { Found, Scan, type ScanOptions } from '../find/scan.ts';
import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import type { Collection } from '../keep/catalogue.ts';
import type { Engine } from '../keep/engine-state.ts';
import { recordKey } from '../keep/layout.ts';
import { compileFilter } from '../language/matcher.ts';

/**
 * Finding documents and changing them as one step. Usually both happen inside one transaction. When finding them means
 * looking through many documents, it happens before, bit by bit, and the transaction only looks again whether each of
 * them still matches: nobody else waits, and no change is built on what is no longer so.
 */

export interface Target {
  database: string;
  name: string;
  query: Query;
  touched: Touched;
}

/** What a transaction looks at before it gives up finding documents by itself. */
const quickDocuments = 200;
const quickBytes = 256 * 1024;
const isLong = ({ documentsExamined, bytesExamined }: Scan): boolean =>
  documentsExamined > quickDocuments || bytesExamined > quickBytes;

/** What the change makes of the document, or of finding none. Runs inside `store.write`. */
export type ChangeOne<T> = (collection: Collection | null, found: Found | null) => T;
export type ChangeEach = (collection: Collection, found: Found) => void;

/** Inside `store.write`: changes the first match, or answers null when finding it takes too long for a transaction. */
export function quickOne<T>(engine: Engine, target: Target, change: ChangeOne<T>): { answer: T } | null {
  const collection = engine.catalogue.find(target.database, target.name);
  if (!collection) return { answer: change(null, null) };
  const scan = scanOf(engine, collection, target);
  const isFirstEnough = scan.plan.sorted;
  const found = scan.next((sofar) => (isFirstEnough && sofar.length > 0) || isLong(scan));
  if (!scan.done && !(isFirstEnough && found.length > 0)) return null;
  const first = isFirstEnough ? found[0] : firstOf(found, target.query);
  return { answer: change(collection, first ?? null) };
}

/** The same outside of a transaction, however long it takes. */
export async function slowOne<T>(
  engine: Engine,
  target: Target,
  how: { change: ChangeOne<T>; patience: Patience },
): Promise<T> {
  for (;;) {
    const found = await findFirst(engine, target, how.patience);
    const outcome = await engine.store.write(() => {
      const collection = engine.catalogue.find(target.database, target.name);
      if (!collection || !found) return { answer: how.change(collection, null) };
      const again = lookAgain(engine, collection, { record: found.record, look: lookFor(collection, target) });
      return again && { answer: how.change(collection, again) };
    });
    if (outcome) return outcome.answer;
    how.patience.check();
  }
}

/** Inside `store.write`: changes every match, or answers false, with nothing changed, when there are too many to look at. */
export function quickEach(engine: Engine, target: Target, change: ChangeEach): boolean {
  const collection = engine.catalogue.find(target.database, target.name);
  if (!collection) return true;
  const scan = scanOf(engine, collection, target);
  const found = scan.next(() => isLong(scan));
  if (!scan.done) return false;
  for (const one of found) change(collection, one);
  return true;
}

/** The same outside of a transaction: as in MongoDB, others may see some documents changed and others not yet. */
export async function slowEach(
  engine: Engine,
  target: Target,
  how: { change: ChangeEach; patience: Patience },
): Promise<void> {
  const records = await findAll(engine, target, how.patience);
  for (let at = 0; at < records.length; ) {
    const first = at;
    at = await engine.store.write(() => changeSome(engine, target, { records, first, change: how.change }));
    how.patience.restart();
    how.patience.check();
  }
}

/** Changes as many of the records, from the first on, as fit into a piece of time. Returns where to go on. */
function changeSome(
  engine: Engine,
  target: Target,
  { records, first, change }: { records: readonly number[]; first: number; change: ChangeEach },
): number {
  const collection = engine.catalogue.find(target.database, target.name);
  if (!collection) return records.length;
  const look = lookFor(collection, target);
  const until = performance.now() + limits.sliceMs;
  for (let at = first; at < records.length; at += 1) {
    if (at > first && performance.now() > until) return at;
    const again = lookAgain(engine, collection, { record: records[at] ?? 0, look });
    if (again) change(collection, again);
  }
  return records.length;
}

function scanOf(engine: Engine, collection: Collection, target: Target): Scan {
  const plan = planFor(collection, target.query);
  return new Scan(engine.store, collection, { plan, ...lookFor(collection, target) });
}

/** The first in the order that was asked for. */
function firstOf(found: Found[], { sort }: Query): Found | null {
  const keyOf = compileStoredSort(sort ?? {});
  const keyed = found.map((one) => ({ one, key: keyOf(one) }));
  return (
    keyed.reduce<(typeof keyed)[number] | null>((first, next) => (first && first.key <= next.key ? first : next), null)
      ?.one ?? null
  );
}

/** What to look for, and what will be needed of it. */
type Look = Pick<ScanOptions, 'matches' | 'part'>;

/** Decodes at once what the change needs: unlike a reader's, what matches here is about to be changed. */
function lookFor(collection: Collection, { query: { filter, scope }, touched }: Target): Look {
  const matches = compileFilter(filter, scope);
  return { part: partFor(collection, { filter, touched }), matches: (found) => matches(found.needed) };
}

async function findFirst(engine: Engine, target: Target, patience: Patience): Promise<Found | null> {
  const collection = engine.catalogue.find(target.database, target.name);
  if (!collection) return null;
  const matching = new Matching(engine, collection, { query: { ...target.query, limit: 1 }, patience });
  return (await matching.next(1))[0] ?? null;
}

async function findAll(engine: Engine, target: Target, patience: Patience): Promise<number[]> {
  const collection = engine.catalogue.find(target.database, target.name);
  if (!collection) return [];
  const matching = new Matching(engine, collection, { query: target.query, patience });
  const records = new Set<number>();
  while (!matching.done) for (const { record } of await matching.next(1_000)) records.add(record);
  return [...records];
}

/** Inside `store.write`: the document as it is now, if it still matches. */
function lookAgain(
  engine: Engine,
  collection: Collection,
  { record, look }: { record: number; look: Look },
): Found | null {
  const bytes = engine.store.get(recordKey(collection.id, record));
  if (!bytes) return null;
  const found = new Found(record, bytes, look.part);
  return look.matches(found) ? found : null;
}
