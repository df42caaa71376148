import { Binary, UUID } from 'bson';
import { invalidNamespace } from '../ground/replies.ts';
import { type Document, decode, encode } from '../language/values.ts';
import { type Index, indexFrom } from './index-spec.ts';
import {
  afterPrefix,
  catalogueKey,
  collectionPrefix,
  countKey,
  droppedKey,
  factKey,
  numberBytes,
  prefixOf,
  readNumber,
  recordOf,
  recordsIndex,
} from './layout.ts';
import type { Store } from './store.ts';

export interface Collection {
  id: number;
  database: string;
  name: string;
  uuid: UUID;
  indexes: Index[];
  /** The number of the newest record; the next one gets a higher number. */
  lastRecord: number;
}

/** Which collections and indexes there are. Kept in the store, remembered here; changed only inside `store.write`. */
export class Catalogue {
  readonly #store: Store;
  #collections = new Map<string, Collection>();

  constructor(store: Store) {
    this.#store = store;
    this.reload();
    store.onFailedCommit = () => this.reload();
  }

  /** Reads everything again. Index objects in use elsewhere become stale, which only costs their query a retry. */
  reload(): void {
    const collections = new Map<string, Collection>();
    for (const { key, value } of this.#store.all(prefixOf(0, 0))) {
      const collection = this.#read(new DataView(key.buffer, key.byteOffset).getUint32(8), decode(value));
      collections.set(nameOf(collection.database, collection.name), collection);
    }
    // Only now: were the store unreadable, an empty catalogue would answer that there is nothing.
    this.#collections = collections;
  }

  #read(id: number, stored: Document): Collection {
    const { database, name, uuid, indexes } = stored as {
      database: string;
      name: string;
      uuid: Binary;
      indexes: Document[];
    };
    const last = [...this.#store.all(prefixOf(id, recordsIndex), { reverse: true, limit: 1 })][0];
    return {
      id,
      database,
      name,
      uuid: new UUID(uuid.buffer),
      indexes: indexes.map(indexFrom),
      lastRecord: last ? recordOf(last.key) : 0,
    };
  }

  find(database: string, name: string): Collection | null {
    return this.#collections.get(nameOf(database, name)) ?? null;
  }

  list(database?: string): Collection[] {
    const all = [...this.#collections.values()];
    return database === undefined ? all : all.filter((collection) => collection.database === database);
  }

  /** Inside `store.write`: the collection, made with its `_id` index if it is not there yet. */
  ensure(database: string, name: string): Collection {
    const known = this.find(database, name);
    if (known) return known;
    checkNames(database, name);
    const id = this.#nextNumber();
    const collection: Collection = { id, database, name, uuid: new UUID(), indexes: [], lastRecord: 0 };
    const index = indexFrom({ id: this.#nextNumber(), spec: { v: 2, key: { _id: 1 }, name: '_id_' }, ready: true });
    collection.indexes.push(index);
    this.#collections.set(nameOf(database, name), collection);
    this.save(collection);
    this.#store.put(countKey(id), numberBytes(0));
    return collection;
  }

  /** Inside `store.write`: keeps what changed about a collection or one of its indexes. */
  save(collection: Collection): void {
    const { id, database, name, uuid, indexes } = collection;
    const stored = indexes.map(({ id, spec, ready, multikey, truncated }) => ({
      id,
      spec,
      ready,
      multikey,
      truncated,
    }));
    this.#store.put(catalogueKey(id), encode({ database, name, uuid: new Binary(uuid.buffer, 4), indexes: stored }));
  }

  /** Inside `store.write`: adds an index that is not ready yet: writes keep it up, queries do not use it. */
  addIndex(collection: Collection, spec: Document, ready: boolean): Index {
    const index = indexFrom({ id: this.#nextNumber(), spec, ready });
    collection.indexes.push(index);
    this.save(collection);
    return index;
  }

  /** Inside `store.write`: forgets an index; its entries go later (see sweep). */
  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter((other) => other.id !== index.id);
    this.save(collection);
    this.#store.put(droppedKey(prefixOf(collection.id, index.id)), Buffer.alloc(0));
  }

  /** Inside `store.write`: forgets a collection; its records go later (see sweep). */
  drop(collection: Collection): void {
    this.#collections.delete(nameOf(collection.database, collection.name));
    this.#store.remove(catalogueKey(collection.id));
    this.#store.put(droppedKey(collectionPrefix(collection.id)), Buffer.alloc(0));
  }

  count(collection: Collection, snapshot?: Parameters<Store['get']>[1]): number {
    const stored = this.#store.get(countKey(collection.id), snapshot);
    return stored ? readNumber(stored) : 0;
  }

  /** Inside `store.write`. */
  addToCount(collection: Collection, difference: number): void {
    this.#store.put(countKey(collection.id), numberBytes(this.count(collection) + difference));
  }

  /** Removes some keys of what was dropped; false when nothing is left to remove. */
  async sweep(keysAtOnce = 500): Promise<boolean> {
    const marked = [...this.#store.all(prefixOf(0, 2), { limit: 1 })][0];
    if (!marked) return false;
    const prefix = marked.key.subarray(8);
    await this.#store.write(() => {
      const keys = [...this.#store.range({ start: prefix, end: afterPrefix(prefix), limit: keysAtOnce })];
      for (const { key } of keys) this.#store.remove(key);
      if (keys.length < keysAtOnce) this.#store.remove(marked.key);
    });
    return true;
  }

  #nextNumber(): number {
    const stored = this.#store.get(factKey('next'));
    const next = stored ? readNumber(stored) : 1;
    this.#store.put(factKey('next'), numberBytes(next + 1));
    return next;
  }
}

const nameOf = (database: string, name: string): string => `${database}.${name}`;

function checkNames(database: string, name: string): void {
  if (!/^[^/\\. "$\0]{1,63}$/.test(database)) throw invalidNamespace(`Invalid database name: '${database}'`);
  const valid = name.length > 0 && name.length <= 200 && !/[$\0]|^\.|^system\.|\.$/.test(name);
  if (!valid) throw invalidNamespace(`Invalid collection name: '${name}'`);
}
