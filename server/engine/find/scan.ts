import type { Collection } from '../keep/catalogue.ts';
import type { Index } from '../keep/index-spec.ts';
import { readNumber, recordKey, recordOf } from '../keep/layout.ts';
import type { Snapshot } from '../keep/snapshot.ts';
import type { Entry, Store } from '../keep/store.ts';
import { onlyFields } from '../language/bson-bytes.ts';
import { type Document, decode } from '../language/values.ts';
import type { KeyRange } from './key-ranges.ts';
import type { Part } from './part.ts';
import type { Plan } from './plan.ts';

/** A document that was found. It is decoded only when somebody asks what is in it. */
export class Found {
  readonly record: number;
  readonly bytes: Buffer;
  /** The fields that whoever looks for it needs. */
  readonly part: Part;
  #document: Document | null = null;
  #needed: Document | null = null;

  constructor(record: number, bytes: Buffer, part: Part = null) {
    this.record = record;
    this.bytes = bytes;
    this.part = part;
  }

  /** The document with nothing but the needed fields. */
  get needed(): Document {
    if (this.part === null) return this.document;
    this.#needed ??= decode(onlyFields(this.bytes, this.part), 'inside');
    return this.#needed;
  }

  get document(): Document {
    this.#document ??= decode(this.bytes);
    return this.#document;
  }
}

export interface ScanOptions {
  plan: Plan;
  matches: (found: Found) => boolean;
  /** The fields that will be needed of each document; all, unless said otherwise. */
  part?: Part;
  snapshot?: Snapshot | undefined;
}

/**
 * Walks through a plan's documents piece by piece. It never holds an LMDB cursor between pieces: it remembers the last
 * key and goes on behind it, so a client that pauses for minutes holds nothing.
 */
export class Scan {
  keysExamined = 0;
  documentsExamined = 0;
  bytesExamined = 0;
  done = false;
  readonly plan: Plan;
  readonly #store: Store;
  readonly #collection: Collection;
  readonly #matches: ScanOptions['matches'];
  readonly #snapshot: Snapshot | undefined;
  readonly #part: Part;
  readonly #legs: Leg[];
  /** Records already given out: with arrays a document has several keys, and several branches of `$or` may find it. */
  readonly #given: Set<number> | null;
  #leg = 0;
  #last: Buffer | null = null;

  constructor(store: Store, collection: Collection, { plan, matches, snapshot, part = null }: ScanOptions) {
    this.#store = store;
    this.#collection = collection;
    this.plan = plan;
    this.#matches = matches;
    this.#snapshot = snapshot;
    this.#part = part;
    this.#legs = legsOf(plan);
    const repeats = plan.branches.length > 1 || this.#legs.some(({ index }) => index?.multikey);
    this.#given = repeats ? new Set() : null;
  }

  /** The matching documents of the next piece, which ends when `enough` says so; `done` is set after the last one. */
  next(enough: (found: readonly Found[]) => boolean): Found[] {
    const found: Found[] = [];
    for (let leg = this.#legs[this.#leg]; leg; leg = this.#legs[this.#leg]) {
      for (const entry of this.#rest(leg)) {
        this.#last = entry.key;
        this.#look(entry, leg.index, found);
        if (enough(found)) return found;
      }
      this.#last = null;
      this.#leg += 1;
    }
    this.done = true;
    return found;
  }

  /** What is left of a range, behind the last key. */
  #rest({ range: { start, end, isKey } }: Leg): Iterable<Entry> {
    if (isKey) return this.#oneKey(start);
    const snapshot = this.#snapshot;
    if (this.plan.reverse) return this.#store.range({ start, end: this.#last ?? end, reverse: true, snapshot });
    return this.#store.range({ start: this.#last ? behind(this.#last) : start, end, snapshot });
  }

  /** A single key is read without opening a cursor. */
  #oneKey(key: Buffer): Entry[] {
    const value = this.#last ? undefined : this.#store.get(key, this.#snapshot);
    return value ? [{ key, value }] : [];
  }

  #look({ key, value }: Entry, index: Index | null, found: Found[]): void {
    this.keysExamined += 1;
    const record = index ? readNumber(value) : recordOf(key);
    if (this.#given?.has(record)) return;
    this.#given?.add(record);
    const bytes = index ? this.#store.get(recordKey(this.#collection.id, record), this.#snapshot) : value;
    if (!bytes) return;
    this.documentsExamined += 1;
    this.bytesExamined += bytes.length;
    const one = new Found(record, bytes, this.#part);
    if (this.#matches(one)) found.push(one);
  }
}

/** A range of an index; null: of the collection itself. */
interface Leg {
  index: Index | null;
  range: KeyRange;
}

/** In the order in which they are walked through. */
function legsOf({ index, ranges, reverse, branches }: Plan): Leg[] {
  if (branches.length > 0) return branches.flatMap(legsOf);
  const legs = ranges.map((range) => ({ index, range }));
  return reverse ? legs.reverse() : legs;
}

/** The smallest key after this one. */
const behind = (key: Buffer): Buffer => Buffer.concat([key, Buffer.alloc(1)]);
