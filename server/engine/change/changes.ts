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
export interface Change {
  database: string;
  name: string;
  query: Query;
  touched: Touched;
  /** Only the first match in the query's order. */
  isSingle: boolean;
  /** What becomes of a match. Runs inside `store.write`. */
  each: (collection: Collection, found: Found) => void;
  /** What happens when there is no match. Runs inside `store.write`. */
  none?: () => void;
}

/** What a transaction looks at before it gives up finding documents by itself. */
const quickDocuments = 200;
const quickBytes = 256 * 1024;
const isLong = ({ documentsExamined, bytesExamined }: Scan): boolean =>
  documentsExamined > quickDocuments || bytesExamined > quickBytes;

/** Makes the change in a transaction of its own, or, where finding takes long, bit by bit. */
export async function makeChange(
  engine: Engine,
  change: Change,
  { patience, small = false }: { patience: Patience; small?: boolean },
): Promise<void> {
  const isMade = await engine.store.write(() => changeNow(engine, change), { small });
  if (!isMade) await changeSlowly(engine, change, patience);
}

/** Inside `store.write`: makes the change, or answers false, with nothing changed, when finding takes too long there. */
export function changeNow(engine: Engine, change: Change): boolean {
  const collection = engine.catalogue.find(change.database, change.name);
  const found = collection ? findNow(engine, collection, change) : [];
  if (found === null) return false;
  if (collection) for (const one of found) change.each(collection, one);
  if (found.length === 0) change.none?.();
  return true;
}

/** What the change is about, when a transaction may take the time to find it; else null. */
function findNow(engine: Engine, collection: Collection, change: Change): Found[] | null {
  const plan = planFor(collection, change.query);
  const scan = new Scan(engine.store, collection, { plan, ...lookFor(collection, change) });
  const isFirstEnough = change.isSingle && plan.sorted;
  const found = scan.next((sofar) => (isFirstEnough && sofar.length > 0) || isLong(scan));
  if (!scan.done && !(isFirstEnough && found.length > 0)) return null;
  if (isFirstEnough) return found.slice(0, 1);
  return change.isSingle ? firstOf(found, change.query) : found;
}

/**
 * The same outside of a transaction, however long it takes: as in MongoDB, others may see some documents changed and others
 * not yet. A single one that no longer matches when its turn comes is looked for again.
 */
export async function changeSlowly(engine: Engine, change: Change, patience: Patience): Promise<void> {
  for (;;) {
    const records = await findRecords(engine, change, patience);
    const changed = await changeRecords(engine, change, { records, patience });
    if (changed > 0) return;
    if (!change.isSingle || records.length === 0) return await engine.store.write(() => change.none?.());
    patience.check();
  }
}

async function findRecords(engine: Engine, change: Change, patience: Patience): Promise<number[]> {
  const collection = engine.catalogue.find(change.database, change.name);
  if (!collection) return [];
  const query = change.isSingle ? { ...change.query, limit: 1 } : change.query;
  const matching = new Matching(engine, collection, { query, patience });
  const records = new Set<number>();
  while (!matching.done) for (const { record } of await matching.next(1_000)) records.add(record);
  return [...records];
}

/** Returns how many were changed. */
async function changeRecords(
  engine: Engine,
  change: Change,
  { records, patience }: { records: readonly number[]; patience: Patience },
): Promise<number> {
  let changed = 0;
  for (let at = 0; at < records.length; ) {
    const first = at;
    const piece = await engine.store.write(() => changeSome(engine, change, { records, first }));
    at = piece.next;
    changed += piece.changed;
    patience.restart();
    patience.check();
  }
  return changed;
}

/** Changes as many of the records, from the first on, as fit into a piece of time, and says where to go on. */
function changeSome(
  engine: Engine,
  change: Change,
  { records, first }: { records: readonly number[]; first: number },
): { next: number; changed: number } {
  const collection = engine.catalogue.find(change.database, change.name);
  if (!collection) return { next: records.length, changed: 0 };
  const look = lookFor(collection, change);
  const until = performance.now() + limits.sliceMs;
  let changed = 0;
  for (let at = first; at < records.length; at += 1) {
    if (at > first && performance.now() > until) return { next: at, changed };
    const again = lookAgain(engine, collection, { record: records[at] ?? 0, look });
    if (!again) continue;
    change.each(collection, again);
    changed += 1;
  }
  return { next: records.length, changed };
}

/** The first in the order that was asked for. */
function firstOf(found: Found[], { sort }: Query): Found[] {
  const keyOf = compileStoredSort(sort ?? {});
  const keyed = found.map((one) => ({ one, key: keyOf(one) }));
  const first = keyed.reduce<(typeof keyed)[number] | null>(
    (first, next) => (first && first.key <= next.key ? first : next),
    null,
  );
  return first ? [first.one] : [];
}

/** What to look for, and what will be needed of it. */
type Look = Pick<ScanOptions, 'matches' | 'part'>;

/** Decodes at once what the change needs: unlike a reader's, what matches here is about to be changed. */
function lookFor(collection: Collection, { query: { filter, scope }, touched }: Change): Look {
  const matches = compileFilter(filter, scope);
  return { part: partFor(collection, { filter, touched }), matches: (found) => matches(found.needed) };
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
