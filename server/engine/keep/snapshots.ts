import { Timestamp } from 'bson';
import { snapshotUnavailable } from '../ground/replies.ts';
import type { Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

interface Held {
  snapshot: Snapshot;
  at: Timestamp;
  usedAt: number;
}

const idleMs = 5 * 60_000;
const most = 8;

/**
 * Snapshot reads (`readConcern: { level: 'snapshot' }`, MongoDB manual "Read Concern snapshot"): all reads of one
 * session see the data of one moment. A backup is taken this way while the server runs.
 */
export class Snapshots {
  readonly #store: Store;
  readonly #held = new Map<string, Held>();
  #counter = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The session's snapshot. It is taken at the session's first read, which names no time yet; drivers use the same
   * session again later for another. Throws SnapshotUnavailable when it was given up or too many are held.
   */
  of(session: string, atClusterTime: Timestamp | undefined): { snapshot: Snapshot; at: Timestamp } {
    if (!atClusterTime) this.release(session);
    const known = this.#held.get(session);
    if (atClusterTime && !known?.at.equals(atClusterTime)) throw snapshotUnavailable('The snapshot is no longer held');
    const held = known ?? this.#take(session);
    held.usedAt = Date.now();
    return held;
  }

  #take(session: string): Held {
    this.sweep();
    if (this.#held.size >= most) throw snapshotUnavailable(`There are ${most} snapshots already`);
    this.#counter += 1;
    const at = new Timestamp({ t: Math.floor(Date.now() / 1000), i: this.#counter });
    const held = { snapshot: this.#store.snapshot(), at, usedAt: Date.now() };
    this.#held.set(session, held);
    return held;
  }

  release(session: string): void {
    this.#held.get(session)?.snapshot.done();
    this.#held.delete(session);
  }

  /** Lets go what nobody has read from for five minutes: old pages of the file cannot be used again while it is held. */
  sweep(now = Date.now()): void {
    for (const [session, { usedAt }] of this.#held) if (now - usedAt > idleMs) this.release(session);
  }

  close(): void {
    for (const { snapshot } of this.#held.values()) snapshot.done();
    this.#held.clear();
  }
}
