import { chmodSync, mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb';
import { diskFailed, snapshotUnavailable } from '../ground/replies.ts';
import { CommitWay } from './commit-way.ts';
import { afterPrefix, dataFile } from './layout.ts';

/** A view of the data as it was when it was taken, for as long as it is held. */
export class Snapshot {
  readonly #transaction: Transaction;
  #isHeld = true;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** Throws SnapshotUnavailable once it was let go: LMDB must not be asked through a transaction that has ended. */
  get transaction(): Transaction {
    if (!this.#isHeld) throw snapshotUnavailable('The snapshot is no longer held');
    return this.#transaction;
  }

  done(): void {
    if (this.#isHeld) this.#transaction.done();
    this.#isHeld = false;
  }
}

export interface Entry {
  key: Buffer;
  value: Buffer;
}

export interface Range {
  start: Buffer;
  end: Buffer;
  reverse?: boolean;
  limit?: number;
  snapshot?: Snapshot | undefined;
}

/** Address space that the file may grow into; only what is used takes disk and memory. */
const mapBytes = 256 * 2 ** 30;

/**
 * Bytes by bytes in LMDB. A write is a synchronous function; those that arrive together become one transaction
 * (group commit), and its promise resolves when that transaction is on disk.
 */
export class Store {
  readonly #db: RootDatabase<Buffer, Buffer>;
  readonly commitWay = new CommitWay();
  /** Called when a transaction could not be committed, so that what is remembered can be read again. */
  onFailedCommit: () => void = () => {};
  /** Called once when nothing can be read or written any more until the file is opened anew by another process. */
  onBroken: () => void = () => {};
  #isBroken = false;
  #isWriting = false;

  constructor(dataDir: string, options: { noSync?: boolean } = {}) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = dataFile(dataDir);
    this.#db = open<Buffer, Buffer>({
      path: file,
      noSubdir: true,
      encoding: 'binary',
      keyEncoding: 'binary',
      cache: false,
      mapSize: mapBytes,
      noSync: options.noSync ?? false,
      // With the default (true) a commit is reported before it is flushed: a power cut then loses acknowledged writes.
      overlappingSync: false,
    });
    // Whoever made the directory may have left it open to others: what stands in the files is not for them.
    for (const made of [file, `${file}-lock`]) chmodSync(made, 0o600);
  }

  get(key: Buffer, snapshot?: Snapshot): Buffer | undefined {
    const value = this.#db.get(key, snapshot ? { transaction: snapshot.transaction } : undefined);
    if (value === undefined && !snapshot) this.#requireSound();
    return value;
  }

  /** Entries from `start` up to and without `end`, in key order, or backwards from `end` when `reverse`. */
  range({ start, end, reverse, limit, snapshot }: Range): Iterable<Entry> {
    if (!snapshot) this.#requireSound();
    const bounds = reverse
      ? { start: end, end: start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
      : { start, end };
    const rest = {
      ...(limit === undefined ? {} : { limit }),
      ...(snapshot ? { transaction: snapshot.transaction } : {}),
    };
    return this.#db.getRange({ ...bounds, ...rest });
  }

  /** Everything whose key starts with the prefix. */
  all(prefix: Buffer, options: Pick<Range, 'reverse' | 'limit' | 'snapshot'> = {}): Iterable<Entry> {
    return this.range({ start: prefix, end: afterPrefix(prefix), ...options });
  }

  /** Only inside `write`. */
  put(key: Buffer, value: Buffer): void {
    // Inside a transaction put is synchronous; its promise-like answer says nothing more.
    void this.#db.put(key, value);
  }

  /** Only inside `write`. */
  remove(key: Buffer): void {
    void this.#db.remove(key);
  }

  /**
   * Runs `action` in a write transaction and resolves with its answer when that is on disk. What `action` throws
   * does not undo what it put, so it must check everything before its first put. `small`: it writes little, so that it
   * may be flushed in this thread when nobody else would wait for that (see commit-way.ts).
   */
  async write<T>(action: () => T, { small = false } = {}): Promise<T> {
    // LMDB's thread would end without letting go of its lock, and whoever writes next would wait for ever.
    if (this.#isBroken) throw diskFailed();
    let outcome: { answer: T } | { problem: unknown } | null = null;
    const attempt = () => {
      this.#isWriting = true;
      try {
        outcome = { answer: action() };
      } catch (problem) {
        outcome = { problem };
      } finally {
        this.#isWriting = false;
      }
    };
    try {
      if (small && this.commitWay.isAlone()) this.#commitHere(attempt);
      else await this.commitWay.inThread(() => this.#db.transaction(attempt));
    } catch (failure) {
      // At once, before the next transaction builds on what this one only remembered.
      this.commitWay.failed();
      const cause = causeOf(failure);
      this.#requireSound();
      this.onFailedCommit();
      throw await cause;
    }
    return settle(outcome);
  }

  /**
   * When LMDB could not write its meta page, it refuses everything in this process from then on (MDB_PANIC), but lmdb
   * reads that as "nothing found". To begin to read tells the truth.
   */
  #requireSound(): void {
    if (this.#isWriting) return;
    try {
      if (!this.#isBroken) this.#db.useReadTransaction().done();
    } catch {
      this.#isBroken = true;
      this.onBroken();
    }
    if (this.#isBroken) throw diskFailed();
  }

  #commitHere(attempt: () => void): void {
    const started = performance.now();
    this.#db.transactionSync(attempt);
    this.commitWay.flushedHere(performance.now() - started);
  }

  /** The data as it is now; call its `done` soon, since old pages of the file cannot be used again until then. */
  snapshot(): Snapshot {
    return new Snapshot((this.#db as Database<Buffer, Buffer>).useReadTransaction());
  }

  async close(): Promise<void> {
    await this.#db.close();
  }
}

/** LMDB says only that a commit failed; why is in a promise of its own, which fails soon after. */
async function causeOf(failure: unknown): Promise<unknown> {
  const { commitError } = failure as { commitError?: Promise<unknown> };
  if (!commitError) return failure;
  return await Promise.race([commitError.catch((cause: unknown) => cause), wait(1_000, failure)]);
}

/**
 * A failed commit also fails a promise inside lmdb that nobody can wait for. Everybody who wrote has been told, so it
 * must not end the thread; any other rejection that nobody waits for is a mistake and does.
 */
export function ignoreEchoesOfFailedCommits(): void {
  process.on('unhandledRejection', (reason) => {
    if (typeof reason === 'object' && reason !== null && 'commitError' in reason) return;
    throw reason;
  });
}

function settle<T>(outcome: { answer: T } | { problem: unknown } | null): T {
  if (outcome === null) throw new Error('The transaction was not run');
  if ('problem' in outcome) throw outcome.problem;
  return outcome.answer;
}
