import { limits } from '../ground/limits.ts';
import type { Patience } from '../ground/patience.ts';
import { noQueryPlan } from '../ground/replies.ts';
import type { Collection } from '../keep/catalogue.ts';
import type { Engine } from '../keep/engine-state.ts';
import type { Snapshot } from '../keep/snapshot.ts';
import { tooMuchMemory } from '../language/errors.ts';
import { type Pace, type Sortable, sortPaced } from '../language/pace.ts';
import type { Scope } from '../language/scope.ts';
import type { Document } from '../language/values.ts';
import { compileStoredFilter, compileStoredSort } from './filter.ts';
import type { Plan } from './plan.ts';
import { planFor } from './planner.ts';
import { type Found, Scan } from './scan.ts';

export interface Query {
  filter: Document;
  sort?: Document | undefined;
  hint?: unknown;
  skip?: number;
  /** 0: all. */
  limit?: number;
  scope?: Scope | undefined;
  snapshot?: Snapshot | undefined;
}

/** The documents of a collection that match a query, in its order, some at a time. Slow ones let others have turns. */
export class Matching {
  returned = 0;
  readonly plan: Plan;
  readonly scan: Scan;
  readonly #engine: Engine;
  readonly #collection: Collection;
  readonly #query: Query;
  readonly #patience: Patience;
  #skip: number;
  #left: number;
  #sorted: Found[] | null = null;
  #ended = false;
  #ahead: Found[] = [];
  #warned = false;

  constructor(engine: Engine, collection: Collection, given: { query: Query; patience: Patience }) {
    const { query, patience } = given;
    this.#engine = engine;
    this.#collection = collection;
    this.#query = query;
    this.#patience = patience;
    this.#skip = query.skip ?? 0;
    this.plan = planFor(collection, query);
    this.#left = this.plan.isExact ? 1 : query.limit || Number.POSITIVE_INFINITY;
    const matches = this.plan.isExact ? () => true : compileStoredFilter(query.filter, query.scope);
    this.scan = new Scan(engine.store, collection, { plan: this.plan, matches, snapshot: query.snapshot });
  }

  get pace(): Pace {
    return this.#patience;
  }

  /** Nothing follows. */
  get done(): boolean {
    return this.#ended && this.#ahead.length === 0;
  }

  /** All there is to answer (`most` at most, of so many bytes), when it can be had in one piece; else null, and `next` begins with what was read. */
  atOnce(most: number, mostBytes: number): Found[] | null {
    if (!this.plan.sorted) return null;
    const found = this.#cut(this.#readOn(Math.min(most, this.#left) + this.#skip));
    const bytes = found.reduce((sum, one) => sum + one.bytes.length, 0);
    if (this.#ended && bytes <= mostBytes) return found;
    this.#ahead = found;
    return null;
  }

  /** At least one document unless done. */
  async next(wanted: number): Promise<Found[]> {
    if (this.#ahead.length > 0) return this.#ahead.splice(0);
    for (;;) {
      const found = this.#cut(await this.#piece(wanted));
      if (found.length > 0 || this.#ended) return found;
    }
  }

  async #piece(wanted: number): Promise<Found[]> {
    if (this.plan.sorted) return this.#read(Math.min(wanted, this.#left) + this.#skip);
    this.#sorted ??= await this.#sortAll();
    return this.#sorted.splice(0, Math.min(wanted, this.#left) + this.#skip);
  }

  /** Applies skip and limit, and notices the end. */
  #cut(found: Found[]): Found[] {
    const skipped = Math.min(this.#skip, found.length);
    this.#skip -= skipped;
    const rest = found.slice(skipped, skipped + Math.min(this.#left, found.length));
    this.#left -= rest.length;
    this.returned += rest.length;
    const isEmpty = this.plan.sorted ? this.scan.done : this.#sorted?.length === 0;
    if (isEmpty || this.#left === 0) this.#ended = true;
    return rest;
  }

  async #read(wanted: number): Promise<Found[]> {
    await this.#patience.pause();
    return this.#readOn(wanted);
  }

  #readOn(wanted: number): Found[] {
    const found = this.scan.next((sofar) => sofar.length >= wanted || this.#patience.isSliceOver());
    this.#notice();
    return found;
  }

  async #sortAll(): Promise<Found[]> {
    const sort = this.#query.sort ?? {};
    const keyOf = compileStoredSort(sort);
    const needed = this.#left + this.#skip;
    let kept: Sortable<Found>[] = [];
    let bytes = 0;
    while (!this.scan.done) {
      for (const item of await this.#read(200)) {
        const key = keyOf(item);
        bytes += item.bytes.length + key.length;
        kept.push({ key, item });
      }
      if (kept.length > 2 * needed + 1_000) {
        kept = (await sortPaced(kept, this.#patience)).slice(0, needed);
        bytes = kept.reduce((sum, { key, item }) => sum + item.bytes.length + key.length, 0);
      }
      if (bytes > limits.queryBytes)
        throw tooMuchMemory(`Sort exceeded ${limits.queryBytes} bytes; an index on ${JSON.stringify(sort)} avoids it`);
    }
    return (await sortPaced(kept, this.#patience)).slice(0, needed).map(({ item }) => item);
  }

  /** Looking through many documents without an index is told to the operator once, or refused where that is asked for. */
  #notice(): void {
    const { filter, sort = {} } = this.#query;
    const asked = Object.keys(filter).length > 0 || Object.keys(sort).some((path) => path !== '$natural');
    if (this.plan.index !== null || !asked) return;
    const seen = this.scan.documentsExamined;
    const refuseOver = this.#engine.options.refuseScansOver ?? Number.POSITIVE_INFINITY;
    if (seen > refuseOver)
      throw noQueryPlan(`No index serves ${this.#describe()}: more than ${refuseOver} documents looked at`);
    if (seen <= limits.loggedScan || this.#warned) return;
    this.#warned = true;
    this.#engine.warn(`No index serves ${this.#describe()}: more than ${limits.loggedScan} documents looked at`);
  }

  /** The shape of the query without its values, which may be personal. */
  #describe(): string {
    const { filter, sort = {} } = this.#query;
    const { database, name } = this.#collection;
    return `{ ${Object.keys(filter).join(', ')} } sorted by { ${Object.keys(sort).join(', ')} } in ${database}.${name}`;
  }
}

/** All of them, one after the other, as documents. */
export async function* documentsOf(matching: Matching): AsyncGenerator<Document> {
  while (!matching.done) {
    // Let go of one by one: what is kept while the rest is read is copied by each tidying up of memory, 15 ms for large ones.
    const found = await matching.next(100);
    for (let one = found.shift(); one; one = found.shift()) {
      yield one.document;
      if (matching.pace.isSliceOver()) await matching.pace.pause();
    }
  }
}
