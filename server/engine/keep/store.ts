import { setTimeout as wait } from 'node:timers/promises';
import type { Database, RootDatabase } from 'lmdb';
import { diskFailed } from '../ground/replies.ts';
import { CommitWay } from './commit-way.ts';
import { afterPrefix, dataFile } from './layout.ts';
import { type FileOptions, flushPlace, LmdbFile, removeCopies, rewritten } from './lmdb-file.ts';
import { Snapshot } from './snapshot.ts';

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

/**
 * Bytes by bytes in LMDB. A write is a synchronous function; those that arrive together become one transaction
 * (group commit), and its promise resolves when that transaction is on disk.
 */
export class Store {
  readonly #path: string;
  readonly #options: FileOptions;
  #file: LmdbFile;
  /** Whoever writes waits for it. */
  #rewriting: Promise<void> | null = null;
  readonly commitWay = new CommitWay();
  /** Called when a transaction could not be committed, so that what is remembered can be read again. */
  onFailedCommit: () => void = () => {};
  /** Called once when nothing can be read or written any more until the file is opened anew by another process. */
  onBroken: () => void = () => {};
  #isBroken = false;
  #isWriting = false;

  constructor(dataDir: string, options: FileOptions = {}) {
    this.#path = dataFile(dataDir);
    this.#options = options;
    this.#file = new LmdbFile(this.#path, options);
    removeCopies(this.#path);
  }

  get #db(): RootDatabase<Buffer, Buffer> {
    return this.#file.db;
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
    while (this.#rewriting) await this.#rewriting.catch(() => {});
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
    if (!this.#isWriting) this.#mustNotFail(() => this.#db.useReadTransaction().done());
  }

  /** What cannot go on after a failure: the next process reads what the disk holds. */
  #mustNotFail(action: () => void): void {
    try {
      if (!this.#isBroken) action();
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
    return new Snapshot((this.#db as Database<Buffer, Buffer>).useReadTransaction(), this.#file.hold());
  }

  /**
   * Writes everything anew into a file without a trace of what was removed: LMDB leaves that in its pages until they are used
   * again. Readers go on meanwhile, writers wait: some seconds for a gigabyte. Called twice at once it is done once.
   */
  rewrite(): Promise<void> {
    if (this.#isBroken) return Promise.reject(diskFailed());
    this.#rewriting ??= this.#rewrite().finally(() => {
      this.#rewriting = null;
    });
    return this.#rewriting;
  }

  async #rewrite(): Promise<void> {
    // Whatever was begun before is committed before this.
    await this.#db.transaction(() => {});
    const old = this.#file;
    this.#file = await rewritten(old, this.#path, this.#options);
    // Not waited for: a reader of an old moment may be a backup of minutes.
    void old.closeWhenFree();
    if (!this.#options.noSync) this.#mustNotFail(() => flushPlace(this.#path));
  }

  async close(): Promise<void> {
    await this.#rewriting?.catch(() => {});
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
