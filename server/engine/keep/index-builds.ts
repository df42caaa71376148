import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import { turn } from '../ground/patience.ts';
import { cannotCreateIndex, indexKeyConflict, indexNotFound, indexOptionsConflict } from '../ground/replies.ts';
import type { Document } from '../language/values.ts';
import type { Collection } from './catalogue.ts';
import { decodeForIndexes } from './decode-for-indexes.ts';
import type { Engine } from './engine-state.ts';
import { type Index, isIdKey, sameIndex, sameKey } from './index-spec.ts';
import { afterPrefix, prefixOf, recordKey, recordOf, recordsIndex } from './layout.ts';

/**
 * An index on a collection that already has documents is built bit by bit while everybody goes on working: from the
 * moment it is claimed every write keeps it up, a walk through the records adds the rest, and only then do queries use it.
 */

interface Place {
  database: string;
  name: string;
}

interface Claim {
  before: number;
  after: number;
  /** The collection was made for it. */
  created: boolean;
  toBuild: Index[];
  /** Somebody else is building it already. */
  underway: Index[];
}

/** Inside `store.write`: adds the wanted indexes that are not there yet. Throws when one contradicts an existing index. */
export function claimIndexes(engine: Engine, { database, name }: Place, wanted: Document[]): Claim {
  const created = engine.catalogue.find(database, name) === null;
  const collection = engine.catalogue.ensure(database, name);
  const missing = wanted.filter((spec) => !isThere(collection, spec));
  const before = collection.indexes.length;
  if (before + missing.length > limits.indexesPerCollection)
    throw cannotCreateIndex(`More than ${limits.indexesPerCollection} indexes`);
  const isEmpty = engine.catalogue.count(collection) === 0;
  const added = missing.map((spec) => engine.catalogue.addIndex(collection, spec, isEmpty));
  const underway = collection.indexes.filter(
    (index) => !index.ready && !added.includes(index) && wanted.some((spec) => spec.name === index.name),
  );
  return { before, after: before + added.length, created, toBuild: isEmpty ? [] : added, underway };
}

/** MongoDB's rules for an index that is asked for again (manual, "createIndexes: Considerations"). */
function isThere(collection: Collection, spec: Document): boolean {
  const key = spec.key as Document;
  if (isIdKey(key)) return true;
  const sameName = collection.indexes.find(({ name }) => name === spec.name);
  if (sameName && sameIndex(sameName.spec, spec)) return true;
  if (sameName) {
    const problem = sameKey(sameName.key, key) ? indexOptionsConflict : indexKeyConflict;
    throw problem(
      `An existing index has the same name as the requested index, but not the same specification: ${String(spec.name)}`,
    );
  }
  const twin = collection.indexes.find((index) => sameKey(index.key, key) && sameOptions(index.spec, spec));
  if (twin) throw indexOptionsConflict(`Index already exists with a different name: ${twin.name}`);
  return false;
}

const sameOptions = (a: Document, b: Document): boolean =>
  sameIndex(a, b) ||
  JSON.stringify(a.partialFilterExpression ?? null) === JSON.stringify(b.partialFilterExpression ?? null);

/** Builds a claimed index. When a unique one meets two documents with one key, it is forgotten and code 11000 thrown. */
export async function buildIndex(engine: Engine, place: Place & { index: Index }): Promise<void> {
  let start: Buffer | null = null;
  try {
    do {
      start = await engine.store.write(() => addPiece(engine, place, start));
      await turn();
    } while (start !== null);
    await engine.store.write(() => finish(engine, place));
  } catch (error) {
    await engine.store.write(() => {
      const { collection, index } = find(engine, place);
      if (collection && index) engine.catalogue.dropIndex(collection, index);
    });
    throw error;
  }
}

/** Adds the documents of one piece and says where the next one starts; null behind the last one. */
function addPiece(engine: Engine, place: Place & { index: Index }, start: Buffer | null): Buffer | null {
  const { collection, index } = find(engine, place);
  if (!collection || !index) throw indexNotFound(`The index ${place.index.name} was dropped while it was built`);
  const until = performance.now() + limits.sliceMs;
  const first = prefixOf(collection.id, recordsIndex);
  const last = afterPrefix(first);
  for (const { key, value } of engine.store.range({ start: start ?? first, end: last })) {
    const record = recordOf(key);
    engine.records.addTo(collection, index, record, decodeForIndexes(value, [index]));
    if (performance.now() > until) return recordKey(collection.id, record + 1);
  }
  return null;
}

/** In a transaction of its own: queries may use the index as soon as this runs, so its entries must be there already. */
function finish(engine: Engine, place: Place & { index: Index }): void {
  const { collection, index } = find(engine, place);
  if (!collection || !index) throw indexNotFound(`The index ${place.index.name} was dropped while it was built`);
  index.ready = true;
  engine.catalogue.save(collection);
}

function find(
  engine: Engine,
  { database, name, index }: Place & { index: Index },
): { collection: Collection | null; index: Index | undefined } {
  const collection = engine.catalogue.find(database, name);
  return { collection, index: collection?.indexes.find(({ id }) => id === index.id) };
}

/** Waits for an index that another client is building. */
export async function waitUntilBuilt(
  engine: Engine,
  place: Place & { index: Index },
  patience: Patience,
): Promise<void> {
  for (;;) {
    const { index } = find(engine, place);
    if (!index) throw indexNotFound(`The index ${place.index.name} could not be built`);
    if (index.ready) return;
    await wait(20);
    patience.check();
  }
}

/** At start: forgets indexes whose building was cut off; whoever wanted them was never told that they are there. */
export async function forgetUnfinished(engine: Engine): Promise<void> {
  const unfinished = engine.catalogue
    .list()
    .flatMap((collection) => collection.indexes.filter(({ ready }) => !ready).map((index) => ({ collection, index })));
  if (unfinished.length === 0) return;
  await engine.store.write(() => {
    for (const { collection, index } of unfinished) engine.catalogue.dropIndex(collection, index);
  });
}
