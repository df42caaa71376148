/**
 * Where a transaction is flushed to disk. In LMDB's own thread, as a rule: others are answered meanwhile, and writers that
 * come together share one flush. A writer that is alone has nothing of that and pays for handing over four times between
 * threads, as much again as the flush; so its small writes are flushed here, in the same turn. Either way the reply
 * leaves after the flush.
 */
export class CommitWay {
  #threadedUntil = 0;
  /** Whose command began last. */
  #speaker = 0;
  /** Whose write was flushed here in this round of the event loop or the one before. */
  #flushedFor: number | null = null;
  #usualMs: number | null = null;
  #inThread = 0;
  #hasFailed = false;

  /** A command came: if it waited for a flush, or comes during one, its sender is company. */
  heard(connection: number): void {
    const hasWaited = this.#flushedFor !== null && this.#flushedFor !== connection;
    if (hasWaited || this.#inThread > 0) this.#haveCompany();
    this.#speaker = connection;
  }

  isAlone(): boolean {
    return !this.#hasFailed && this.#inThread === 0 && performance.now() >= this.#threadedUntil;
  }

  /** Measures a flush that was made here: on a slow disk they must be rare, or readers who come now and then would wait. */
  flushedHere(tookMs: number): void {
    this.#usualMs = this.#usualMs === null ? tookMs : this.#usualMs + (tookMs - this.#usualMs) / remembered;
    if (this.#usualMs > slowFlushMs) this.#threadedUntil = performance.now() + tookMs * shareOfTime;
    this.#flushedFor = this.#speaker;
    // Whoever waited is heard in this round of the event loop or in the next; its client's next command comes later.
    setImmediate(() => setImmediate(() => this.#forget()));
  }

  async inThread<T>(commit: () => Promise<T>): Promise<T> {
    this.#inThread += 1;
    try {
      const answer = await commit();
      this.#hasFailed = false;
      return answer;
    } finally {
      this.#inThread -= 1;
    }
  }

  /** After a failed commit LMDB may refuse the next transaction, which only its thread notices; so until one succeeds. */
  failed(): void {
    this.#hasFailed = true;
  }

  #haveCompany(): void {
    this.#threadedUntil = Math.max(this.#threadedUntil, performance.now() + companyMs);
  }

  #forget(): void {
    this.#flushedFor = null;
  }
}

/** How long somebody counts as being there. */
const companyMs = 100;
const slowFlushMs = 3;
/** Flushes that the usual time is taken of: a single slow one says nothing about the disk. */
const remembered = 8;
/** Slow flushes may take a hundredth of the time. */
const shareOfTime = 100;
